package kvetch.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.proof.Proof;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.prove.code.Functions;
import kvetch.prove.law.Argument;
import kvetch.prove.law.Arguments;
import kvetch.prove.solve.Solver;
import kvetch.raid0.Arithmetic;
import kvetch.raid0.DriverProvider;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.TableArithmetic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mistake in the arithmetic of a driver on which a law is proved turns that into refuted, with an array on which the model of that
 * very driver breaks the law. The mistake stands in one function, which the prover executes and the driver calls.
 */
final class PlantedMistakesTest {
    private static final Providers PROVIDERS = Providers.load();

    /** A mistake, the driver that makes it, and the law that it breaks. */
    record Mistake(String what, Class<?> functions, Function<Host, Raid0> driver, String law) {
        @Override
        public String toString() {
            return what;
        }
    }

    static final class Width {
        static long wideStripe(int chunk, int nbDev) {
            return Integer.toUnsignedLong(chunk * nbDev);
        }
    }

    static final class Sign {
        static long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
            int order = Integer.compareUnsigned(position, disk);
            if (order == 0) return offset;
            return (order < 0 ? stripe + 1 : stripe) * chunk;
        }
    }

    static final class OneTooMany {
        static long cutSectors(int chunk, long at, long left) {
            long sectors = Integer.toUnsignedLong(chunk);
            return Math.min(left, sectors - Long.remainderUnsigned(at, sectors) + 1);
        }
    }

    static final class NoRotation {
        static int diskShift(long previousEnd, int chunk, int nbDev) {
            return 0;
        }
    }

    static final class Stride {
        static long devlistEntry(int zone, int stride, int index) {
            return (long) zone * (stride - 1) + index;
        }
    }

    static final class OneDiskLess {
        static long zoneSectors(long depth, int nbDev) {
            return depth * (nbDev - 1);
        }
    }

    static final class OneSectorLess {
        static long nextZoneEnd(long previousEnd, long sectors) {
            return previousEnd + sectors - 1;
        }
    }

    static final class RoundedUp {
        static long wholeChunks(long sectors, int chunk) {
            return Long.divideUnsigned(sectors + chunk - 1, chunk) * chunk;
        }
    }

    static final class NoStart {
        static long diskSector(long row, int chunk, long inChunk, long devStart) {
            return row * Integer.toUnsignedLong(chunk) + inChunk;
        }
    }

    static final class OtherWay {
        static int rotate(int disk, int nbDev, int diskShift) {
            return (disk + diskShift) % nbDev;
        }
    }

    static final class AtMost {
        static boolean reaches(long sectors, long devStart) {
            return sectors >= devStart;
        }
    }

    static final class Mask {
        static long chunkOffset(long selector, int chunk) {
            return Integer.bitCount(chunk) == 1
                    ? selector & ((1L << Integer.numberOfTrailingZeros(chunk)) - 2)
                    : Long.remainderUnsigned(selector, chunk);
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "a stripe of 32 bits",
                        Width.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long stripeSectors(int chunk, int nbDev) {
                                return Width.wideStripe(chunk, nbDev);
                            }
                        },
                        "Z3"),
                new Mistake(
                        "disks after the edge of a discard for those before",
                        Sign.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
                                return Sign.discardEdge(chunk, stripe, position, offset, disk);
                            }
                        },
                        "I4"),
                new Mistake(
                        "a request cut a sector late",
                        OneTooMany.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                                return OneTooMany.cutSectors(chunk, at, left);
                            }
                        },
                        "I3"),
                new Mistake(
                        "a forgotten rotation",
                        NoRotation.class,
                        host -> new Raid0(host) {
                            @Override
                            protected int diskShift(long previousEnd, int chunk, int nbDev) {
                                return NoRotation.diskShift(previousEnd, chunk, nbDev);
                            }
                        },
                        "I4"),
                new Mistake(
                        "rows of devlist that are too short",
                        Stride.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long devlistEntry(int zone, int stride, int index) {
                                return Stride.devlistEntry(zone, stride, index);
                            }
                        },
                        "Z3"),
                new Mistake(
                        "a zone without one of its disks",
                        OneDiskLess.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long zoneSectors(long depth, int nbDev) {
                                return OneDiskLess.zoneSectors(depth, nbDev);
                            }
                        },
                        "Z2"),
                new Mistake(
                        "a zone that ends a sector early",
                        OneSectorLess.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long nextZoneEnd(long previousEnd, long sectors) {
                                return OneSectorLess.nextZoneEnd(previousEnd, sectors);
                            }
                        },
                        "Z2"),
                new Mistake(
                        "disks rounded up",
                        RoundedUp.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long wholeChunks(Rdev rdev, int chunk) {
                                return RoundedUp.wholeChunks(rdev.deviceSectors(), chunk);
                            }
                        },
                        "Z2"),
                new Mistake(
                        "a zone that starts where the first does",
                        NoStart.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long diskSector(long row, int chunk, long inChunk, long devStart) {
                                return NoStart.diskSector(row, chunk, inChunk, devStart);
                            }
                        },
                        "Z3"),
                new Mistake(
                        "a rotation the other way",
                        OtherWay.class,
                        host -> new Raid0(host) {
                            @Override
                            protected int rotate(int disk, int nbDev, int diskShift) {
                                return OtherWay.rotate(disk, nbDev, diskShift);
                            }
                        },
                        "I4"),
                new Mistake(
                        "a disk in the zone that begins where it ends",
                        AtMost.class,
                        host -> new Raid0(host) {
                            @Override
                            protected boolean reaches(long sectors, long devStart) {
                                return AtMost.reaches(sectors, devStart);
                            }
                        },
                        "Z1"),
                new Mistake(
                        "a mask that is short of a bit",
                        Mask.class,
                        host -> new Raid0(host) {
                            @Override
                            protected long chunkOffset(long selector, int chunk) {
                                return Mask.chunkOffset(selector, chunk);
                            }
                        },
                        "Z3"));
    }

    /** The hardened driver with a mistake, as one of somebody's own. */
    private record Wrong(Function<Host, Raid0> maker) implements DriverProvider {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public String base() {
            return "hardened";
        }

        @Override
        public String description() {
            return "with a mistake";
        }

        @Override
        public Raid0 driver(Host host) {
            return maker.apply(host);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeTurnsProvedIntoRefuted(Mistake mistake) {
        Law law = PROVIDERS.laws().find(mistake.law()).get();
        Argument argument =
                Arguments.of(law, PROVIDERS.kernel("hardened").get()).get();
        Providers wrong = PROVIDERS.withDrivers(new Wrong(mistake.driver()));
        Setup right = Setup.asShipped(
                PROVIDERS.allocators(), PROVIDERS.kernel("hardened").get());
        Setup setup = Setup.asShipped(wrong.allocators(), wrong.kernel("wrong").get());
        try (Solver solver = new Solver(10_000)) {
            assertThat(new Proving(solver, Z3Prover.functions())
                            .prove(law, right, argument)
                            .verdict())
                    .isEqualTo(Proof.Verdict.PROVED);
            Functions functions = Functions.of(mistake.functions(), Arithmetic.class, TableArithmetic.class);
            Proof proof = new Proving(solver, functions).prove(law, setup, argument);
            assertThat(proof.outcome()).isInstanceOf(Proof.Refuted.class);
            Proof.Refuted refuted = (Proof.Refuted) proof.outcome();
            assertThat(Examiner.examine(law, setup, refuted.defect().counterexample())
                            .violations())
                    .isNotEmpty();
            assertThat(Examiner.examine(law, right, refuted.defect().counterexample())
                            .violations())
                    .isEmpty();
        }
    }
}
