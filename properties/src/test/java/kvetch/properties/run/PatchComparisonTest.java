package kvetch.properties.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Gfp;
import kvetch.properties.Checks;
import kvetch.properties.Patch;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Divergence;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.Host;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mistake is placed in the function of the kernel that makes it. */
class PatchComparisonTest {
    private static final ArrayCase THREE_DISKS =
            ArrayCase.of(2, 4, 9, 9).withIntegrity(Integrity.SAME).withRequest(3, 8);

    enum Mistake {
        NOTHING_IS_REFUSED_FIRST("raid0_run", THREE_DISKS.withChunk(0), host -> new Raid0(host) {
            @Override
            protected @Nullable Errno refusal(Mddev mddev) {
                return Errno.EIO;
            }
        }),
        ALL_IS_REFUSED_FIRST("raid0_run", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected @Nullable Errno refusal(Mddev mddev) {
                return Errno.EINVAL;
            }
        }),
        SIZES_ARE_NOT_ROUNDED("create_strip_zones", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected long wholeChunks(Rdev rdev, int chunk) {
                return rdev.deviceSectors();
            }
        }),
        DISKS_ARE_NOT_SHIFTED("create_strip_zones", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected int diskShift(long previousEnd, int chunk, int nbDev) {
                return 1;
            }
        }),
        THE_SIZE_IS_ONE_MORE("raid0_size", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected long raid0Size(Mddev mddev) {
                return super.raid0Size(mddev) + 1;
            }
        }),
        A_LIMIT_IS_IN_SECTORS("raid0_set_limits", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected int ioMin(Mddev mddev) {
                return mddev.chunkSectors();
            }
        }),
        A_PROFILE_GETS_NO_POOL("md_integrity_register", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected @Nullable Errno mdIntegrityRegister(Mddev mddev) {
                return null;
            }
        }),
        THE_FIRST_ZONE_IS_NOT_FOUND("find_zone", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected int findZone(long sector) {
                return sector == 11 ? 1 : super.findZone(sector);
            }
        }),
        DISKS_ARE_TAKEN_BACKWARDS("map_sector", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected int diskIndex(long chunkIndex, int nbDev) {
                return nbDev - 1 - super.diskIndex(chunkIndex, nbDev);
            }
        }),
        A_REQUEST_IS_NOT_CUT("raid0_make_request", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                return left;
            }
        }),
        A_DISCARD_STOPS_SHORT("raid0_handle_discard", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
                return Math.max(0, super.discardEdge(chunk, stripe, position, offset, disk) - 1);
            }
        }),
        NOTHING_IS_FREED("raid0_free", THREE_DISKS, host -> new Raid0(host) {
            @Override
            protected void raid0Free(Mddev mddev) {
                setConf(mddev, Address.NULL);
            }
        });

        private final String function;
        private final ArrayCase array;
        private final Function<Host, Raid0> maker;

        Mistake(String function, ArrayCase array, Function<Host, Raid0> maker) {
            this.function = function;
            this.array = array;
            this.maker = maker;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsInItsFunction(Mistake mistake) {
        Divergence divergence = comparison(Patch.worse(mistake.maker).with("kvzalloc"), mistake.array);
        assertThat(divergence.function()).isEqualTo(mistake.function);
        assertThat(divergence.base()).isEqualTo("hardened");
        assertThat(divergence.here()).isNotEqualTo(divergence.there());
    }

    @Test
    void whatADriverRemembersShowsOnceItWasAsked() {
        Divergence divergence = comparison(
                Patch.worse(host -> new Raid0(host) {
                            private int asked;

                            @Override
                            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                                asked++;
                                return super.partSectors(chunk, at, left, isFirst);
                            }

                            @Override
                            protected int findZone(long sector) {
                                return asked > 0 ? 0 : super.findZone(sector);
                            }
                        })
                        .with("kvzalloc"),
                THREE_DISKS);
        assertThat(divergence.function()).isEqualTo("find_zone");
    }

    @Test
    void whereAPatchDoesWhatItsKernelDoesThatIsSaid() {
        Divergence divergence = comparison(
                new Patch("same", "7.2", Raid0::new).with("kvzalloc"),
                ArrayCase.of(1, 2).withRaidDisks(268435456));
        assertThat(divergence).isEqualTo(Divergence.none("7.2"));
        assertThat(divergence.sentence()).isEqualTo("in nothing from 7.2, as far as they were compared");
    }

    @Test
    void aKernelThatIsNobodysPatchIsComparedWithNone() {
        assertThat(PatchComparison.of(Checks.asShipped("7.2"), THREE_DISKS)).isNull();
    }

    @Test
    void aWorkloadHasNoDriver() {
        assertThat(PatchComparison.of(
                        Patch.worse(Raid0::new).with("kvzalloc"),
                        new WorkloadCase(Workload.NONE.alloc(8, Gfp.KERNEL, 1), ArrayCase.USUAL_MACHINE)))
                .isNull();
    }

    private static Divergence comparison(Setup setup, ArrayCase c) {
        return Objects.requireNonNull(PatchComparison.of(setup, c));
    }
}
