package kvetch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.function.Function;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.DriverProvider;
import kvetch.raid0.Host;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model with a mistake does not agree with a real kernel. It runs where KVETCH_LIVE names a user-mode kernel. */
@Tag("long")
class PlantedMistakesTest {
    private static final LiveConformance.Scope SCOPE = new LiveConformance.Scope(200, 0, 1);

    /** Each in one step, as one who models a kernel might make it. */
    enum Mistake {
        SIZES_ARE_NOT_ROUNDED(host -> new Raid0(host) {
            @Override
            protected long wholeChunks(Rdev rdev, int chunk) {
                return rdev.sectors();
            }
        }),
        A_ROUNDED_SIZE_IS_ONE_CHUNK_LESS(host -> new Raid0(host) {
            @Override
            protected long wholeChunks(Rdev rdev, int chunk) {
                long whole = super.wholeChunks(rdev, chunk);
                return whole == 0 ? 0 : whole - Integer.toUnsignedLong(chunk);
            }
        }),
        ANY_CHUNK_FITS_BLOCKS(host -> new Raid0(host) {
            @Override
            protected boolean blocksFitChunk(int chunk, int blockSize) {
                return true;
            }
        }),
        THE_LIST_OF_DISKS_IS_AS_LONG_AS_THERE_ARE_DISKS(host -> new Raid0(host) {
            @Override
            protected long devlistBytes(int nrStripZones, int raidDisks) {
                return super.devlistBytes(nrStripZones, Math.min(Math.max(raidDisks, 0), 1024));
            }
        }),
        MISSING_DISKS_ARE_NOT_MISSED(host -> new Raid0(host) {
            @Override
            protected boolean areAllThere(int disks, int raidDisks) {
                return true;
            }
        }),
        A_ZONE_IS_AS_LARGE_AS_ITS_FIRST_DISK(host -> new Raid0(host) {
            @Override
            protected long zoneSectors(long depth, int nbDev) {
                return depth;
            }
        }),
        THE_LAYOUTS_ARE_EXCHANGED(host -> new Raid0(host) {
            @Override
            protected long selector(int layout, long sector, long offset) {
                return super.selector(3 - layout, sector, offset);
            }
        }),
        A_REQUEST_IS_CUT_A_SECTOR_LATE(host -> new Raid0(host) {
            @Override
            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                return Math.min(left, super.partSectors(chunk, at, left, isFirst) + 1);
            }
        }),
        A_DISCARD_DOES_NOT_TURN_THE_DISKS(host -> new Raid0(host) {
            @Override
            protected boolean isRotated(int zone, int layout) {
                return !super.isRotated(zone, layout);
            }
        }),
        THE_BEST_SIZE_IS_ONE_DISK_SHORT(host -> new Raid0(host) {
            @Override
            protected int ioOpt(Mddev mddev, int ioMin) {
                return super.ioOpt(mddev, ioMin) - ioMin;
            }
        });

        private final Function<Host, Raid0> driver;

        Mistake(Function<Host, Raid0> driver) {
            this.driver = driver;
        }

        Setup on(LiveKernel kernel) {
            Providers providers =
                    Providers.load().withDrivers(new Worse(kernel.profile().name(), driver));
            return Setup.asShipped(
                    providers.allocators(), providers.kernel("worse").get());
        }
    }

    /** The driver of a kernel with a mistake. */
    private record Worse(String base, Function<Host, Raid0> maker) implements DriverProvider {
        @Override
        public String name() {
            return "worse";
        }

        @Override
        public String description() {
            return "a driver with a mistake";
        }

        @Override
        public Raid0 driver(Host host) {
            return maker.apply(host);
        }
    }

    private static LiveKernel open() {
        String path = System.getenv("KVETCH_LIVE");
        assumeThat(path).as("KVETCH_LIVE names a kernel").isNotEmpty();
        return LiveKernel.open(Path.of(path), null, LiveKernel.Options.usual());
    }

    @ParameterizedTest
    @EnumSource
    void itDisagreesWithinTwoHundredArrays(Mistake mistake) {
        try (LiveKernel kernel = open()) {
            SideBySide compare = new SideBySide(kernel, mistake.on(kernel));
            Vector<LiveConformance.Drawn> cases = LiveConformance.cases(kernel, SCOPE);
            int first = 0;
            while (first < cases.size()
                    && compare.compare(cases.get(first), false).at() == null) first++;
            assertThat(first).as("the first array that tells").isLessThan(cases.size());
        }
    }

    /** Else a kernel that the model is wrong about would make every mistake show. */
    @Test
    void theModelItselfAgrees() {
        try (LiveKernel kernel = open()) {
            LiveConformance.Outcome outcome = LiveConformance.run(
                    kernel, kernel.setup(Providers.load()), SCOPE, () -> false, (done, lines) -> {});
            assertThat(outcome.disagreements()).isEmpty();
        }
    }
}
