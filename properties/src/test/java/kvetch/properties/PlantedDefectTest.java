package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.util.function.BiFunction;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.CodeLocation;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.properties.Planted.Around;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No law is vacuous: each is seen to fail, through the real engine, on a defect planted in a driver and an allocator on which
 * it holds otherwise.
 */
class PlantedDefectTest {
    private static final int TRIES = 1000;
    private static final long SEED = 7;

    private static final Setup SOUND = Checks.asShipped("hardened");
    private static final Setup SOUND_ON_KZALLOC = Checks.setup("hardened", "kzalloc");

    /** What every law holds on, so that a planted defect is the only one. */
    private static Vector<Law> laws() {
        return StandardLaws.ALL;
    }

    @ParameterizedTest
    @MethodSource("laws")
    void aLawHoldsWhereNothingIsPlanted(Law law) {
        assertThat(Checks.run(SOUND, law, TRIES, SEED).verdict()).isEqualTo(Verdict.HELD);
        assertThat(Checks.run(SOUND_ON_KZALLOC, law, TRIES, SEED).verdict()).isEqualTo(Verdict.HELD);
    }

    private static void assertBroken(Law law, Setup planted, String what) throws IOException {
        if (Boolean.getBoolean("kvetch.huge"))
            Pins.check(
                    "planted.txt",
                    caller(),
                    Vector.of(law),
                    100,
                    seed -> Vector.of(Checks.run(planted, law, TRIES, seed)));
        LawResult result = Checks.run(planted, law, TRIES, SEED);
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.defects().map(defect -> defect.violation().what())).contains(what);
        assertThat(result.defects().map(defect -> defect.violation().law())).containsOnly(law);
    }

    /** The name of the test. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(2)
                        .map(frame -> frame.getClassName().replaceAll(".*\\$", "") + " " + frame.getMethodName())
                        .findFirst()
                        .orElseThrow());
    }

    /** The hardened driver, made worse in one way. */
    private static Setup driver(Fix missing) {
        KernelProfile kernel = KernelProfiles.find("hardened-" + missing.word()).get();
        return new Setup(SOUND.allocators(), kernel, SOUND.provider());
    }

    @Nested
    class AnAllocatorThatLeavesDirtInTheFirstTable {
        /** In zone 0's dev_start, which the driver never writes. */
        private final Setup planted = Planted.beside(SOUND, leavingDirt(machine -> true));

        @Test
        void breaksZ1() throws IOException {
            assertBroken(StandardLaws.Z1, planted, "zone 0 starts late");
        }

        @Test
        void breaksZ3() throws IOException {
            assertBroken(StandardLaws.Z3, planted, "a sector is outside its disk");
        }

        @Test
        void breaksM4() throws IOException {
            assertBroken(StandardLaws.M4, planted, "a block does not read as zero");
        }

        @Test
        void breaksI1() throws IOException {
            assertBroken(StandardLaws.I1, planted, "a sector maps differently");
        }

        @Test
        void breaksI2WhereItHitsSomeKernelsOnly() throws IOException {
            Setup onHardened = Planted.beside(
                    SOUND, leavingDirt(machine -> !machine.profile().sites().containsKey(KernelSite.KVMALLOC_SIZE)));
            assertBroken(StandardLaws.I2, onHardened, "a sector maps differently");
        }

        private static BiFunction<Machine, Allocator, Allocator> leavingDirt(
                java.util.function.Predicate<Machine> where) {
            return (machine, sound) -> new Around(machine, sound) {
                @Override
                public long alloc(long bytes, int gfp) {
                    boolean isFirst = live.isEmpty();
                    long address = super.alloc(bytes, gfp);
                    if (isFirst && address != 0 && where.test(machine))
                        machine.memory().writeU64(address + 8, 0xd7);
                    return address;
                }
            };
        }
    }

    @Nested
    class AnAllocatorThatWritesToALiveTable {
        /** When the bio pool for integrity is allocated, which is when the tables are complete: the only use of dirty memory. */
        private abstract static class OnceComplete extends Around {
            OnceComplete(Machine machine, Allocator sound) {
                super(machine, sound);
            }

            @Override
            public long alloc(long bytes, int gfp) {
                if (!Gfp.has(gfp, Gfp.ZERO)) {
                    long conf = live.get(live.size() - 3);
                    long zones = live.get(live.size() - 2);
                    scribble(zones, machine.memory().readU32(conf + 16));
                }
                return super.alloc(bytes, gfp);
            }

            abstract void scribble(long zones, int count);
        }

        @Test
        void breaksZ2() throws IOException {
            Setup planted =
                    Planted.inPlaceOfKzalloc(SOUND_ON_KZALLOC, (machine, sound) -> new OnceComplete(machine, sound) {
                        @Override
                        void scribble(long zones, int count) {
                            long zoneEnd = zones + 24L * (count - 1);
                            machine.memory().writeU64(zoneEnd, machine.memory().readU64(zoneEnd) - 1);
                        }
                    });
            assertBroken(StandardLaws.Z2, planted, "the zones do not cover the disks' whole chunks");
        }

        @Test
        void breaksI4() throws IOException {
            Setup planted =
                    Planted.inPlaceOfKzalloc(SOUND_ON_KZALLOC, (machine, sound) -> new OnceComplete(machine, sound) {
                        @Override
                        void scribble(long zones, int count) {
                            for (int zone = 1; zone < count; zone++) {
                                long diskShift = zones + 24L * zone + 20;
                                int nbDev = machine.memory().readU32(diskShift - 4);
                                machine.memory()
                                        .writeU32(diskShift, (machine.memory().readU32(diskShift) + 1) % nbDev);
                            }
                        }
                    });
            assertBroken(
                    StandardLaws.I4, planted, "a discard in a later zone is not rotated as the original layout is");
        }

        @Test
        void breaksM2WhereItMakesTheDriverForgetATable() throws IOException {
            Setup planted = Planted.inPlaceOfKzalloc(SOUND_ON_KZALLOC, (machine, sound) -> new Around(machine, sound) {
                private boolean done;

                @Override
                public long alloc(long bytes, int gfp) {
                    for (long block : live)
                        if (!done
                                && live.size() < 16
                                && live.contains(machine.memory().readU64(block))) {
                            machine.memory().writeU64(block, Address.NULL);
                            done = true;
                        }
                    return super.alloc(bytes, gfp);
                }
            });
            assertBroken(StandardLaws.M2, planted, "a block is never freed");
        }
    }

    @Nested
    class AnAllocatorThatComplains {
        /** About anything above 64 bytes, which it then refuses. */
        private final Setup planted = Planted.beside(SOUND, (machine, sound) -> new Around(machine, sound) {
            @Override
            public long alloc(long bytes, int gfp) {
                if (Long.compareUnsigned(bytes, 64) <= 0) return super.alloc(bytes, gfp);
                machine.warn(new CodeLocation("mm/planted.c", 1, "planted_alloc"), "");
                return Address.NULL;
            }
        });

        @Test
        void breaksW1() throws IOException {
            assertBroken(StandardLaws.W1, planted, "WARN in planted_alloc");
        }

        @Test
        void breaksW3() throws IOException {
            assertBroken(StandardLaws.W3, planted, "a refusal taints the kernel: WARN in planted_alloc");
        }
    }

    @Nested
    class AnAllocatorThatHandsOutWhatIsNotMapped {
        private final Setup planted = Planted.beside(SOUND, (machine, sound) -> new Around(machine, sound) {
            @Override
            public long alloc(long bytes, int gfp) {
                return bytes <= 64 ? super.alloc(bytes, gfp) : Address.VMALLOC_START;
            }

            @Override
            public void free(long address) {
                if (address != Address.VMALLOC_START) super.free(address);
            }
        });

        @Test
        void breaksW2() throws IOException {
            assertBroken(StandardLaws.W2, planted, "OOPS in create_strip_zones");
        }

        @Test
        void breaksM4() throws IOException {
            assertBroken(StandardLaws.M4, planted, "a block is not mapped memory");
        }
    }

    @Nested
    class AnAllocatorWithUnsoundBlocks {
        @Test
        void breaksM4WhereTheyOverlap() throws IOException {
            Setup planted = Planted.beside(SOUND, (machine, sound) -> new Around(machine, sound) {
                @Override
                public long alloc(long bytes, int gfp) {
                    return live.isEmpty() ? super.alloc(bytes, gfp) : live.get(0) + 16;
                }

                @Override
                public void free(long address) {
                    if (live.contains(address)) super.free(address);
                }

                @Override
                public long ksize(long address) {
                    return 1 << 20;
                }
            });
            assertBroken(StandardLaws.M4, planted, "live blocks overlap");
        }

        @Test
        void breaksM4WhereTheyAreShort() throws IOException {
            Setup planted = Planted.beside(SOUND, (machine, sound) -> new Around(machine, sound) {
                @Override
                public long alloc(long bytes, int gfp) {
                    return super.alloc(Long.compareUnsigned(bytes, 64) < 0 ? bytes : 64, gfp);
                }
            });
            assertBroken(StandardLaws.M4, planted, "a block is too small");
        }

        @Test
        void breaksM4WhereTheyAreMisaligned() throws IOException {
            Setup planted = Planted.beside(SOUND, (machine, sound) -> new Around(machine, sound) {
                @Override
                public long alloc(long bytes, int gfp) {
                    return super.alloc(bytes + 4, gfp) + 4;
                }

                @Override
                public void free(long address) {
                    if (!Address.isZeroOrNull(address)) super.free(address - 4);
                }

                @Override
                public long ksize(long address) {
                    return super.ksize(address - 4) - 4;
                }
            });
            assertBroken(StandardLaws.M4, planted, "a block is misaligned");
        }
    }

    @Nested
    class ADriver {
        @Test
        void thatFreesWithTheWrongFunctionBreaksM1() throws IOException {
            Setup planted = driver(Fix.FREE);
            assertBroken(StandardLaws.M1, planted, "freed with the wrong function");
        }

        @Test
        void thatFreesTwiceBreaksM1() throws IOException {
            assertBroken(StandardLaws.M1, driver(Fix.FREE_ONCE), "freed twice");
        }

        @Test
        void thatReadsAFreedConfBreaksM3() throws IOException {
            assertBroken(StandardLaws.M3, driver(Fix.FREE_ONCE), "read after free");
        }

        @Test
        void thatDoesNotCutTheRestOfARequestBreaksI3() throws IOException {
            Setup planted = driver(Fix.CUT_REMAINDER);
            assertBroken(StandardLaws.I3, planted, "the rest of a request is not cut at the next chunk");
        }

        @Test
        void whoseLimitsWrapBreaksQ1() throws IOException {
            assertBroken(StandardLaws.Q1, driver(Fix.LIMITS_SATURATE), "io_opt is not the chunk times the disks");
        }
    }
}
