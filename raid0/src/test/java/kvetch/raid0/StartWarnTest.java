package kvetch.raid0;

import static kvetch.raid0.Rig.EINVAL;
import static kvetch.raid0.Rig.ENOMEM;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From which raid_disks on the allocation of the tables warns, where, and what the caller gets. */
class StartWarnTest {

    /** raid_disks is whatever the caller likes; the disks are those there are, of 64, 128, ... sectors. */
    private static Mddev tables(int raidDisks, int distinctSizes) {
        long[] sizes = new long[distinctSizes];
        for (int i = 0; i < distinctSizes; i++) sizes[i] = 64L * (i + 1);
        return array(8, sizes).configure(raidDisks, 8);
    }

    private static String firstWarn(Rig rig) {
        Splat splat = rig.machine.firstSplat();
        return splat == null ? "" : splat.site().function();
    }

    @ParameterizedTest
    @CsvSource({
        "5.10, __alloc_pages_nodemask",
        "5.15, __alloc_pages",
        "6.1, __alloc_pages",
        "6.6, __alloc_pages",
        "6.12, __alloc_pages_noprof",
        "7.0, __alloc_frozen_pages_noprof",
    })
    void beforeTheFixTheDevlistWarnsFromRaidDisks524289On(String kernel, String function) {
        Rig below = Rig.on(kernel);
        assertThat(below.run(tables(524288, 1))).isEqualTo(EINVAL);
        assertThat(below.machine.splats()).isEmpty();
        assertThat(below.calls()).contains("kzalloc(4194304) devlist");

        Rig rig = Rig.on(kernel);
        assertThat(rig.run(tables(524289, 1))).isEqualTo(ENOMEM);
        assertThat(rig.calls())
                .containsExactly(
                        "kzalloc(24) conf",
                        "kzalloc(24) strip_zone",
                        "kzalloc(4194312) devlist: NULL",
                        "kfree strip_zone",
                        "kfree NULL",
                        "kfree conf");
        assertThat(rig.machine.splats()).hasSize(1);
        assertThat(firstWarn(rig)).isEqualTo(function);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE, 268435456})
    void beforeTheFixTheExtremesWarnToo(int raidDisks) {
        Rig rig = Rig.on("7.0");
        assertThat(rig.run(tables(raidDisks, 1))).isEqualTo(ENOMEM);
        assertThat(firstWarn(rig)).isEqualTo("__alloc_frozen_pages_noprof");
        assertThat(rig.live()).isEmpty();
    }

    @Test
    void theSizeOfTheDevlistIsSaturatedForANegativeRaidDisks() {
        Rig rig = Rig.on("7.0");
        rig.run(tables(-1, 1));
        assertThat(rig.calls()).contains("kzalloc(18446744073709551615) devlist: NULL");
    }

    @Test
    void theSizeOfTheDevlistIsThatOfAllZones() {
        assertThat(Rig.on("7.0").run(tables(174762, 3))).isEqualTo(EINVAL);
        Rig rig = Rig.on("7.0");
        assertThat(rig.run(tables(174763, 3))).isEqualTo(ENOMEM);
        assertThat(rig.calls()).contains("kzalloc(72) strip_zone", "kzalloc(4194312) devlist: NULL");
    }

    @ParameterizedTest
    @CsvSource({"4096, 524288", "16384, 4194304", "65536, 67108864"})
    void beforeTheFixTheThresholdIsWhatThePageSizeGives(int pageSize, int largest) {
        Rig below = Rig.on("7.0", MachineProfile.of(pageSize, 2048));
        assertThat(below.run(tables(largest, 1))).isEqualTo(EINVAL);
        assertThat(below.machine.splats()).isEmpty();
        Rig above = Rig.on("7.0", MachineProfile.of(pageSize, 2048));
        assertThat(above.run(tables(largest + 1, 1))).isEqualTo(ENOMEM);
        assertThat(above.machine.splats()).hasSize(1);
    }

    @Test
    void withTheFixTheDevlistWarnsFromRaidDisks268435456On() {
        Rig below = Rig.on("7.2", MachineProfile.of(4096, 4096));
        assertThat(below.run(tables(268435455, 1))).isEqualTo(EINVAL);
        assertThat(below.calls()).contains("kvzalloc(2147483640) devlist");
        assertThat(below.live()).isEmpty();
        assertThat(below.machine.splats()).isEmpty();

        Rig rig = Rig.on("7.2", MachineProfile.of(4096, 4096));
        assertThat(rig.run(tables(268435456, 1))).isEqualTo(ENOMEM);
        assertThat(rig.calls())
                .containsExactly(
                        "kzalloc(24) conf",
                        "kvzalloc(24) strip_zone",
                        "kvzalloc(2147483648) devlist: NULL",
                        "kvfree strip_zone",
                        "kvfree NULL",
                        "kfree conf");
        assertThat(rig.machine.firstSplat()).satisfies(splat -> {
            assertThat(splat.headline()).isEqualTo("WARNING: mm/slub.c:6946 at __kvmalloc_node_noprof");
            assertThat(splat.callTrace())
                    .containsExactly("create_strip_zones", "raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
        });
    }

    @Test
    void withTheFixAMachineThatIsTooSmallForTheDevlistSaysEnomemWithoutAWarn() {
        Rig rig = Rig.on("7.2");
        assertThat(rig.run(tables(268435455, 1))).isEqualTo(ENOMEM);
        assertThat(rig.machine.splats()).isEmpty();
        assertThat(rig.live()).isEmpty();
    }

    /** Recorded on 7.3.4 with 2048 MiB: the caller of RUN_ARRAY is killed. */
    @Test
    void withTheFixADevlistSomewhatSmallerThanMemoryHasItsCallerKilled() {
        Rig rig = Rig.on("7.3");
        assertThat(rig.run(tables(253000000, 1))).isEqualTo(ENOMEM);
        assertThat(rig.machine.oomKill()).satisfies(kill -> {
            assertThat(kill.kind()).isEqualTo(Splat.Kind.OOM_KILL);
            assertThat(kill.callTrace())
                    .containsExactly("create_strip_zones", "raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
        });
        assertThat(rig.machine.isTainted()).isFalse();
        assertThat(rig.live()).isEmpty();
    }

    @Test
    void withoutTheFixNobodyIsKilled() {
        Rig rig = Rig.on("7.0");
        assertThat(rig.run(tables(253000000, 1))).isEqualTo(ENOMEM);
        assertThat(rig.machine.oomKill()).isNull();
    }

    @Test
    void whereTheCallerWasKilledAndTheNextRunsShortTooNothingIsLeftToKill() {
        Rig rig = Rig.on("7.3");
        assertThat(rig.run(tables(253000000, 1))).isEqualTo(ENOMEM);
        assertThatThrownBy(() -> rig.run(tables(253000000, 1)))
                .isInstanceOfSatisfying(
                        OopsException.class,
                        death -> assertThat(death.splat().headline())
                                .isEqualTo("Kernel panic: create_strip_zones (System is deadlocked on memory)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE})
    void withTheFixTheExtremesWarn(int raidDisks) {
        Rig rig = Rig.on("7.2");
        assertThat(rig.run(tables(raidDisks, 1))).isEqualTo(ENOMEM);
        assertThat(firstWarn(rig)).isEqualTo("__kvmalloc_node_noprof");
    }

    @ParameterizedTest
    @ValueSource(ints = {524289, 268435455, 268435456, Integer.MAX_VALUE})
    void theHardenedDriverSaysEinvalBeforeItAllocates(int raidDisks) {
        Rig rig = Rig.on("hardened");
        assertThat(rig.run(tables(raidDisks, 1))).isEqualTo(EINVAL);
        assertThat(rig.calls()).isEmpty();
        assertThat(rig.machine.log()).isEmpty();
    }

    @Test
    void theSecondWarnOfABootIsSilentAndTheErrnoTheSame() {
        Rig rig = Rig.on("7.0");
        assertThat(rig.run(tables(524289, 1))).isEqualTo(ENOMEM);
        assertThat(rig.run(tables(524289, 1))).isEqualTo(ENOMEM);
        assertThat(rig.machine.splats()).hasSize(1);
    }

    @Test
    void withPanicOnWarnTheMachineDies() {
        Rig rig = Rig.on("7.0", MachineProfile.of(4096, 2048).withPanicOnWarn(true));
        assertThatThrownBy(() -> rig.run(tables(524289, 1)))
                .isInstanceOfSatisfying(
                        OopsException.class,
                        oops -> assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.PANIC));
    }

    @Test
    void arraySizesSaturate() {
        assertThat(Raid0.arraySize(8, 0)).isEqualTo(0);
        assertThat(Raid0.arraySize(24, 3)).isEqualTo(72);
        assertThat(Raid0.arraySize(8, Integer.MAX_VALUE)).isEqualTo(17179869176L);
        assertThat(Raid0.arraySize(8, -1)).isEqualTo(-1);
        assertThat(Raid0.arraySize(8, Integer.MIN_VALUE)).isEqualTo(-1);
        assertThat(Raid0.arraySize(1, -1)).isEqualTo(-1);
        assertThat(Raid0.arraySize(1, -2)).isEqualTo(-2);
        assertThat(Raid0.arraySize(-1, 1)).isEqualTo(-1);
        assertThat(Raid0.arraySize(-1, 2)).isEqualTo(-1);
        assertThat(Raid0.arraySize(1L << 62, 3)).isEqualTo(3L << 62);
        assertThat(Raid0.arraySize(1L << 62, 4)).isEqualTo(-1);
    }
}
