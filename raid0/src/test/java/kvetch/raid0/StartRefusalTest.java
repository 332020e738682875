package kvetch.raid0;

import static kvetch.raid0.Rig.EINVAL;
import static kvetch.raid0.Rig.ENOMEM;
import static kvetch.raid0.Rig.EOPNOTSUPP;
import static kvetch.raid0.Rig.STARTED;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which an array does not start: its errno, which comes first, and what is freed. */
class StartRefusalTest {

    static Stream<String> kernels() {
        return KernelProfiles.all().map(KernelProfile::name).toJavaStream();
    }

    static Stream<String> realKernels() {
        return kernels().filter(name -> !name.equals("hardened"));
    }

    /** Refuses the array, leaves nothing behind, and starts a good array on the same machine. */
    private static void refusesCleanly(Rig rig, Mddev mddev, RunResult refusal, String... calls) {
        assertThat(rig.run(mddev)).isEqualTo(refusal);
        assertThat(rig.calls()).containsExactly(calls);
        assertThat(rig.live()).isEmpty();
        assertThat(rig.machine.splats()).isEmpty();
        assertThat(mddev.isRunning()).isFalse();
        assertThat(mddev.arraySectors()).isZero();
        assertThat(rig.failing(0).run(array(8, 64, 64))).isEqualTo(STARTED);
    }

    /** What a kernel does that finds the fault after it has the tables of two disks of distinct sizes. */
    private static String[] abortsWithTables(Rig rig) {
        return abortsWithTables(rig, "48", "32");
    }

    private static String[] abortsWithTables(Rig rig, String stripZoneBytes, String devlistBytes) {
        String zalloc = rig.kernel.allocFamily().allocFunction();
        String free = rig.kernel.abortFamily().freeFunction();
        return new String[] {
            "kzalloc(24) conf",
            zalloc + "(" + stripZoneBytes + ") strip_zone",
            zalloc + "(" + devlistBytes + ") devlist",
            free + " strip_zone",
            free + " devlist",
            "kfree conf"
        };
    }

    // Before create_strip_zones

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aDiskOfLessThanTwoSectorsIsNotAdded(long sectors) {
        Mddev mddev = new Mddev();
        assertThat(mddev.add(new Rdev(sectors, 0))).isFalse();
        assertThat(mddev.disks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aDiskOfTwoSectorsOrMoreIsAddedAndSizesAreUnsigned(long sectors) {
        Mddev mddev = new Mddev();
        assertThat(mddev.add(new Rdev(sectors, 0))).isTrue();
        assertThat(mddev.disks()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anArrayWithoutDisksIsEinval(String kernel) {
        refusesCleanly(Rig.on(kernel), new Mddev().configure(2, 8), EINVAL);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void noRaidDisksAndNoSuperblockIsEinvalAtOnce(String kernel) {
        refusesCleanly(Rig.on(kernel), array(8, 64).configure(0, 8), EINVAL);
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void noRaidDisksWithASuperblockGetsAsFarAsTheSlotsWithADevlistOfZeroBytes(String kernel) {
        Rig rig = Rig.on(kernel);
        String zalloc = rig.kernel.allocFamily().allocFunction();
        String free = rig.kernel.abortFamily().freeFunction();
        refusesCleanly(
                rig,
                array(8, 64).configure(0, 8).persistent(true),
                EINVAL,
                "kzalloc(24) conf",
                zalloc + "(24) strip_zone",
                zalloc + "(0) devlist",
                free + " strip_zone",
                free + " 0000000000000010",
                "kfree conf");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aChunkOfZeroIsEinval(String kernel) {
        refusesCleanly(Rig.on(kernel), array(0, 64, 64), EINVAL);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aChunkOfZeroComesBeforeTheAllocationOfConf(String kernel) {
        refusesCleanly(Rig.on(kernel).failing(1), array(0, 64, 64), EINVAL);
    }

    // create_strip_zones

    @ParameterizedTest
    @MethodSource("kernels")
    void noMemoryForConfIsEnomemAndTheSizesAreNotRoundedYet(String kernel) {
        Mddev mddev = array(8, 71, 64);
        refusesCleanly(Rig.on(kernel).failing(1), mddev, ENOMEM, "kzalloc(24) conf: NULL");
        assertThat(mddev.disks().get(0).sectors()).isEqualTo(71);
    }

    private static Mddev withBlocksOf4096(int chunkSectors) {
        Mddev mddev = new Mddev().configure(2, chunkSectors).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ORIGINAL);
        mddev.add(new Rdev(71, 0));
        mddev.add(new Rdev(64, 1, 4096, 0));
        return mddev;
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void aChunkThatIsNoMultipleOfTheLargestLogicalBlockIsEinvalAfterTheSizesAreRounded(String kernel) {
        Rig rig = Rig.on(kernel);
        String free = rig.kernel.abortFamily().freeFunction();
        Mddev mddev = withBlocksOf4096(12);
        refusesCleanly(rig, mddev, EINVAL, "kzalloc(24) conf", free + " NULL", free + " NULL", "kfree conf");
        assertThat(mddev.disks().get(0).sectors()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 1 << 23, 1 << 30, Integer.MIN_VALUE, -8})
    void aChunkThatIsAMultipleOfTheLargestLogicalBlockInIntArithmeticIsNotRefused(int chunk) {
        // 2^23 << 9 is 0 in an int, and -8 << 9 is 2^32 - 4096.
        Rig rig = Rig.on("7.2");
        assertThat(rig.run(withBlocksOf4096(chunk))).isEqualTo(STARTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 12, -1, -4, (1 << 30) + 4})
    void aChunkThatIsNoMultipleOfItIsRefused(int chunk) {
        assertThat(Rig.on("7.2").run(withBlocksOf4096(chunk))).isEqualTo(EINVAL);
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void theBlockSizeIsCheckedBeforeTheTablesAreAllocated(String kernel) {
        Rig rig = Rig.on(kernel).failing(2);
        assertThat(rig.run(withBlocksOf4096(12).configure(Integer.MAX_VALUE, 12)))
                .isEqualTo(EINVAL);
        assertThat(rig.machine.splats()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void noMemoryForStripZoneIsEnomemAndDevlistIsNotAskedFor(String kernel) {
        Rig rig = Rig.on(kernel).failing(2);
        String zalloc = rig.kernel.allocFamily().allocFunction();
        String free = rig.kernel.abortFamily().freeFunction();
        refusesCleanly(
                rig,
                array(8, 64, 128),
                ENOMEM,
                "kzalloc(24) conf",
                zalloc + "(48) strip_zone: NULL",
                free + " NULL",
                free + " NULL",
                "kfree conf");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void noMemoryForDevlistIsEnomemAndStripZoneIsFreed(String kernel) {
        Rig rig = Rig.on(kernel).failing(3);
        String zalloc = rig.kernel.allocFamily().allocFunction();
        String free = rig.kernel.abortFamily().freeFunction();
        refusesCleanly(
                rig,
                array(8, 64, 128),
                ENOMEM,
                "kzalloc(24) conf",
                zalloc + "(48) strip_zone",
                zalloc + "(32) devlist: NULL",
                free + " strip_zone",
                free + " NULL",
                "kfree conf");
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void theTablesAreAllocatedBeforeTheSlotsAreLookedAt(String kernel) {
        assertThat(Rig.on(kernel).failing(3).run(withSlots(2, 0, 0))).isEqualTo(ENOMEM);
    }

    /** Disks of 64, 128, ... sectors. */
    private static Mddev withSlots(int raidDisks, int... slots) {
        Mddev mddev = new Mddev().configure(raidDisks, 8);
        for (int i = 0; i < slots.length; i++) mddev.add(new Rdev(64L * (i + 1), slots[i]));
        return mddev;
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "-2147483648, 0",
        "0, -1",
        "0, 2",
        "2, 1",
        "0, 2147483647",
        "0, 0",
        "1, 1",
    })
    void aSlotThatIsNegativeOrRaidDisksOrMoreOrTakenIsEinval(int first, int second) {
        for (String kernel : realKernels().toList()) {
            Rig rig = Rig.on(kernel);
            refusesCleanly(rig, withSlots(2, first, second), EINVAL, abortsWithTables(rig));
        }
        refusesCleanly(Rig.on("hardened"), withSlots(2, first, second), EINVAL);
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void fewerDisksThanRaidDisksIsEinval(String kernel) {
        Rig rig = Rig.on(kernel);
        refusesCleanly(rig, withSlots(3, 0, 2), EINVAL, abortsWithTables(rig, "48", "48"));
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void moreDisksThanRaidDisksIsEinvalBecauseOneHasNoSlot(String kernel) {
        Rig rig = Rig.on(kernel);
        refusesCleanly(rig, withSlots(1, 0, 1), EINVAL, abortsWithTables(rig, "48", "16"));
    }

    @Test
    void theOrderOfTheDisksNeedNotBeThatOfTheSlots() {
        Mddev mddev = withSlots(2, 1, 0).layout(Mddev.LAYOUT_UNKNOWN, 0);
        Rig rig = Rig.on("7.2");
        rig.started(mddev);
        assertThat(rig.driver.zoneDisks(mddev, 0)).containsExactly(1, 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anUnknownLayoutOfAnArrayThatNeedsOneIsEopnotsupp(String kernel) {
        for (int layout : new int[] {Mddev.LAYOUT_UNKNOWN, 0, 3, Integer.MIN_VALUE})
            for (int defaultLayout : new int[] {0, 3, -1}) {
                Rig rig = Rig.on(kernel);
                refusesCleanly(
                        rig,
                        array(8, 64, 128, 192).layout(layout, defaultLayout),
                        EOPNOTSUPP,
                        abortsWithTables(rig, "72", "72"));
            }
    }

    @ParameterizedTest
    @MethodSource("realKernels")
    void theSlotsAreLookedAtBeforeTheLayout(String kernel) {
        assertThat(Rig.on(kernel).run(withSlots(4, 0, 1, 2))).isEqualTo(EINVAL);
    }

    @ParameterizedTest
    @CsvSource({
        // the array's own, the default, what is taken
        "1, 0, 1",
        "1, 2, 1",
        "2, 1, 2",
        "-1, 1, 1",
        "-1, 2, 2",
        "0, 2, 2",
        "3, 1, 1",
    })
    void theArraysOwnLayoutComesBeforeTheDefault(int own, int defaultLayout, int taken) {
        Rig rig = Rig.on("7.2");
        Mddev mddev = rig.started(array(8, 64, 128, 192).layout(own, defaultLayout));
        assertThat(rig.driver.layout(mddev)).isEqualTo(taken);
    }

    @Test
    void oneZoneOrASecondZoneOfOneDiskIsTheOriginalLayoutWhateverIsSet() {
        for (long[] sizes : new long[][] {{64}, {64, 64}, {64, 128}, {64, 64, 71}, {64, 64, 72}}) {
            for (int layout : new int[] {Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE}) {
                Rig rig = Rig.on("6.1");
                Mddev mddev = rig.started(array(8, sizes).layout(layout, 0));
                assertThat(rig.driver.layout(mddev)).isEqualTo(Mddev.LAYOUT_ORIGINAL);
            }
        }
    }

    @Test
    void aSecondZoneOfTwoDisksNeedsALayout() {
        Rig rig = Rig.on("6.1");
        assertThat(rig.run(array(8, 64, 72, 72).layout(Mddev.LAYOUT_UNKNOWN, 0)))
                .isEqualTo(EOPNOTSUPP);
    }

    /** Seen on 5.10.46, which says so with an errno of its own. */
    @Test
    void whoeverAsksForALayoutWithoutLookingAtZonesAsksBeforeAnythingElse() {
        Rig rig = Rig.on("7.2-layouts-alike");
        Mddev mddev = new Mddev().configure(5, 3);
        mddev.add(new Rdev(64, 0, 4096, 0));
        mddev.add(new Rdev(72, 7, 4096, 0));
        refusesCleanly(rig, mddev, EOPNOTSUPP, "kzalloc(24) conf", "kvfree NULL", "kvfree NULL", "kfree conf");
        assertThat(rig.run(array(8, 64).layout(Mddev.LAYOUT_UNKNOWN, 0))).isEqualTo(STARTED);
        assertThat(KernelProfiles.ofRelease("5.10.46").get().tree().unchosenLayout())
                .isEqualTo(Errno.ENOTSUPP);
    }

    // Data integrity

    private static Mddev withIntegrity(int... profiles) {
        Mddev mddev = new Mddev().configure(profiles.length, 8);
        for (int i = 0; i < profiles.length; i++) mddev.add(new Rdev(64, i, 512, profiles[i]));
        return mddev;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1, 2"})
    void disksOfUnlikeIntegrityProfilesAreEinvalAndEverythingIsFreedOnce(int first, int second) {
        for (String kernel : List.of("5.10", "5.15", "6.12", "6.12+fix", "6.12+alloc,free")) {
            Rig rig = Rig.on(kernel);
            String zalloc = rig.kernel.allocFamily().allocFunction();
            String free = rig.kernel.freeFamily().freeFunction();
            refusesCleanly(
                    rig,
                    withIntegrity(first, second),
                    EINVAL,
                    "kzalloc(24) conf",
                    zalloc + "(24) strip_zone",
                    zalloc + "(16) devlist",
                    free + " strip_zone",
                    free + " devlist",
                    "kfree conf");
        }
    }

    /** Seen on 7.2.7: after the refusal the disks' sizes are not rounded. */
    @ParameterizedTest
    @ValueSource(strings = {"7.0", "7.2", "7.3", "hardened", "7.0+alloc,free"})
    void since7DisksOfUnlikeIntegrityProfilesAreEinvalBeforeAnythingElse(String kernel) {
        Rig rig = Rig.on(kernel);
        Mddev mddev = new Mddev().configure(2, 24);
        mddev.add(new Rdev(64, 0, 512, 1));
        mddev.add(new Rdev(128, 1, 512, 0));
        refusesCleanly(rig, mddev, EINVAL);
        assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactly(64L, 128L);
    }

    @Test
    void disksOfOneIntegrityProfileNeedAPool() {
        Rig rig = Rig.on("7.2");
        assertThat(rig.run(withIntegrity(7, 7))).isEqualTo(STARTED);
        assertThat(rig.live()).containsExactly("conf", "strip_zone", "devlist", "pool");
    }

    /** Whatever was there before. */
    @Test
    void aPoolIsFilledUpToItsEnd() {
        Rig rig = Rig.on("7.2");
        Allocator kmalloc = rig.machine.allocator(Family.KMALLOC);
        long before = kmalloc.alloc(256, Gfp.KERNEL);
        for (int word = 0; word < 256; word += 8) rig.machine.memory().writeU64(before + word, -1);
        kmalloc.free(before);
        Mddev mddev = rig.started(withIntegrity(7, 7));
        assertThat(mddev.hasIntegrityPool()).isTrue();
        assertThat(rig.machine.memory().readU64(before)).isZero();
        assertThat(rig.machine.memory().readU64(before + 248)).isZero();
        assertThat(rig.machine.memory().readU64(before + 8)).isEqualTo(-1);
        rig.driver.stop(mddev);
        assertThat(mddev.hasIntegrityPool()).isFalse();
    }

    @Test
    void disksWithoutIntegrityNeedNoPool() {
        Rig rig = Rig.on("7.2");
        assertThat(rig.failing(4).run(withIntegrity(0, 0))).isEqualTo(STARTED);
        assertThat(rig.live()).containsExactly("conf", "strip_zone", "devlist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "5.15", "6.12", "7.0", "7.2", "hardened"})
    void noMemoryForThePoolIsEinvalAndEverythingIsFreedOnce(String kernel) {
        Rig rig = Rig.on(kernel).failing(4);
        String zalloc = rig.kernel.allocFamily().allocFunction();
        String free = rig.kernel.freeFamily().freeFunction();
        refusesCleanly(
                rig,
                withIntegrity(1, 1),
                EINVAL,
                "kzalloc(24) conf",
                zalloc + "(24) strip_zone",
                zalloc + "(16) devlist",
                "kzalloc(256) pool: NULL",
                free + " strip_zone",
                free + " devlist",
                "kfree conf");
    }

    @Test
    void theLayoutIsSettledBeforeIntegrityIsRegistered() {
        Mddev mddev = new Mddev().configure(3, 8);
        for (int i = 0; i < 3; i++) mddev.add(new Rdev(64 + 8 * i, i, 512, i));
        assertThat(Rig.on("6.12").run(mddev)).isEqualTo(EOPNOTSUPP);
        assertThat(Rig.on("7.2").run(mddev)).isEqualTo(EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.6"})
    void on61EverythingIsFreedTwiceWhenIntegrityFails(String kernel) {
        // Tables of 32 bytes and conf share a size class, and kfree only notices an object that is first on its list.
        Rig rig = Rig.on(kernel);
        assertThat(rig.run(withIntegrity(0, 0, 1))).isEqualTo(EINVAL);
        assertThat(rig.calls())
                .containsExactly(
                        "kzalloc(24) conf",
                        "kzalloc(24) strip_zone",
                        "kzalloc(24) devlist",
                        "kfree strip_zone",
                        "kfree devlist",
                        "kfree conf",
                        "kfree strip_zone",
                        "kfree devlist",
                        "kfree conf");
        assertThat(rig.machine.splats()).isEmpty();
    }

    @Test
    void on61TheSecondFreeIsABugWhereTheObjectIsFirstOnItsList() {
        // A devlist of 16 bytes is alone in its size class.
        Rig rig = Rig.on("6.1");
        assertThatThrownBy(() -> rig.run(withIntegrity(0, 1))).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.BUG);
            assertThat(oops.splat().callTrace()).startsWith("raid0_free", "md_run");
        });
        assertThat(rig.calls())
                .endsWith("kfree strip_zone", "kfree devlist", "kfree conf", "kfree strip_zone", "kfree devlist");
    }

    @Test
    void on61TheFirstFreeIsRaid0RunsOwn() {
        Rig rig = Rig.on("6.1+free");
        assertThatThrownBy(() -> rig.run(withIntegrity(0, 1))).isInstanceOf(OopsException.class);
        assertThat(rig.calls())
                .endsWith("kvfree strip_zone", "kvfree devlist", "kfree conf", "kvfree strip_zone", "kvfree devlist");
    }

    @Test
    void on61AFreeThatDiesInRaid0RunSaysSo() {
        // With the allocations moved to kvzalloc and the frees not, a devlist of more than two pages is not kfree's.
        Rig rig = Rig.on("6.1+alloc", MachineProfile.of(4096, 2048).withFreeOrder(1));
        Mddev mddev = new Mddev().configure(33, 8).layout(Mddev.LAYOUT_ORIGINAL, 0);
        for (int i = 0; i < 33; i++) mddev.add(new Rdev(8L * (i + 1), i, 512, i));
        assertThatThrownBy(() -> rig.run(mddev)).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.OOPS);
            assertThat(oops.splat().callTrace()).startsWith("raid0_run", "md_run");
        });
    }

    @Test
    void on61AnyOtherRefusalFreesOnce() {
        for (int failAt = 1; failAt <= 3; failAt++) {
            Rig rig = Rig.on("6.1").failing(failAt);
            assertThat(rig.run(array(8, 64, 128))).isEqualTo(ENOMEM);
            assertThat(rig.live()).isEmpty();
            assertThat(rig.calls().stream().filter(call -> call.equals("kfree conf")))
                    .hasSize(failAt == 1 ? 0 : 1);
        }
    }

    // Half a fix

    @Test
    void withoutTheAbortHunkASmallTableOnlyHappensToBeFreed() {
        Rig rig = Rig.on("6.12+alloc");
        assertThat(rig.run(withSlots(3, 0, 2))).isEqualTo(EINVAL);
        assertThat(rig.calls())
                .containsExactly(
                        "kzalloc(24) conf",
                        "kvzalloc(48) strip_zone",
                        "kvzalloc(48) devlist",
                        "kfree strip_zone",
                        "kfree devlist",
                        "kfree conf");
        assertThat(rig.machine.splats()).isEmpty();
    }

    @Test
    void withoutTheAbortHunkALargeTableIsAnOopsFromRaidDisks524289On() {
        assertThat(Rig.on("6.12+alloc").run(withSlots(524288, 0))).isEqualTo(EINVAL);
        Rig rig = Rig.on("6.12+alloc");
        assertThatThrownBy(() -> rig.run(withSlots(524289, 0))).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.OOPS);
            assertThat(oops.splat().callTrace()).startsWith("create_strip_zones", "raid0_run");
        });
        assertThat(rig.calls()).endsWith("kfree strip_zone", "kfree devlist");
        assertThat(Rig.on("6.12+alloc,abort").run(withSlots(524289, 0))).isEqualTo(EINVAL);
    }

    @Test
    void withoutTheFreeHunkStoppingALargeArrayIsAnOops() {
        // 33 disks of 33 sizes: a devlist of 8712 bytes is more than two pages, which fragmented memory does not have.
        MachineProfile fragmented = MachineProfile.of(4096, 2048).withFreeOrder(1);
        long[] sizes = new long[33];
        for (int i = 0; i < sizes.length; i++) sizes[i] = 8L * (i + 1);
        Rig rig = Rig.on("6.12+alloc,abort", fragmented);
        Mddev mddev = rig.started(array(8, sizes));
        assertThatThrownBy(() -> rig.driver.stop(mddev))
                .isInstanceOfSatisfying(
                        OopsException.class,
                        oops -> assertThat(oops.splat().callTrace()).startsWith("raid0_free", "__md_stop"));
        assertThat(rig.calls())
                .containsExactly(
                        "kzalloc(24) conf",
                        "kvzalloc(792) strip_zone",
                        "kvzalloc(8712) devlist",
                        "kfree strip_zone",
                        "kfree devlist");

        Rig fixed = Rig.on("6.12+fix", fragmented);
        Mddev again = fixed.started(array(8, sizes));
        fixed.driver.stop(again);
        assertThat(fixed.live()).isEmpty();
        assertThat(fixed.machine.splats()).isEmpty();
    }
}
