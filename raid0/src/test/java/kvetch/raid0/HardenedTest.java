package kvetch.raid0;

import static kvetch.raid0.Rig.EINVAL;
import static kvetch.raid0.Rig.ENOMEM;
import static kvetch.raid0.Rig.STARTED;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kvetch.api.MachineProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hardened driver refuses that a kernel takes, and what it gets right that a kernel does not. */
class HardenedTest {
    private final Rig rig = Rig.on("hardened");

    private void refusesBeforeItAllocates(Mddev mddev) {
        List<Long> sizes = mddev.disks().stream().map(Rdev::sectors).toList();
        assertThat(rig.run(mddev)).isEqualTo(EINVAL);
        assertThat(rig.calls()).isEmpty();
        assertThat(rig.machine.log()).isEmpty();
        assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactlyElementsOf(sizes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -8, Integer.MIN_VALUE})
    void aChunkThatIsNotPositive(int chunk) {
        refusesBeforeItAllocates(array(chunk, 1L << 40, 1L << 40));
    }

    @Test
    void disksOf2To64SectorsAndMoreInAll() {
        refusesBeforeItAllocates(array(8, 1L << 63, 1L << 63));
        refusesBeforeItAllocates(array(8, -1, 64));
        refusesBeforeItAllocates(array(1, 1L << 62, 1L << 62, 1L << 62, 1L << 62));
        refusesBeforeItAllocates(array(1, -1, -1, -1));
    }

    @Test
    void thatFixAloneLooksAtSizesToo() {
        assertThat(Rig.on("7.2+size-fits").run(array(8, 1L << 63, 1L << 63))).isEqualTo(EINVAL);
        assertThat(Rig.on("7.2").run(array(8, 1L << 63, 1L << 63))).isEqualTo(STARTED);
        assertThat(Rig.on("7.2+limit-tables").run(array(8, 1L << 63, 1L << 63))).isEqualTo(STARTED);
    }

    @Test
    void disksOfALittleLessThanThatAreTaken() {
        assertThat(rig.run(array(8, 1L << 63, (1L << 63) - 1))).isEqualTo(STARTED);
        Mddev mddev = rig.started(array(1, -3, 2));
        assertThat(mddev.arraySectors()).isEqualTo(-1);
        assertThat(rig.map(mddev, -2)).isEqualTo("disk 0 sector 18446744073709551612");
    }

    @Test
    void disksOf2To64SectorsAreRefusedAlsoAfterAStartThatRoundedThem() {
        // With chunks of 2^31 - 1 sectors a disk of that size less one would count for nothing.
        Mddev mddev = array(Integer.MAX_VALUE, -1, Integer.MAX_VALUE - 1);
        assertThat(rig.failing(3).run(mddev)).isEqualTo(ENOMEM);
        assertThat(rig.failing(0).run(mddev.configure(2, 1))).isEqualTo(EINVAL);
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 1", "2, 0, 0", "2, -1, 0", "2, 0, 2", "1, 0, 1", "-1, 0, 1", "2147483647, 0, 1", "0, 0, 1"})
    void slotsThatDoNotFitRaidDisks(int raidDisks, int first, int second) {
        Mddev mddev = new Mddev().configure(raidDisks, 8).persistent(true);
        mddev.add(new Rdev(64, first));
        mddev.add(new Rdev(128, second));
        refusesBeforeItAllocates(mddev);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 12, (1 << 30) + 4})
    void aChunkThatIsNoMultipleOfTheLogicalBlock(int chunk) {
        Mddev mddev = new Mddev().configure(1, chunk);
        mddev.add(new Rdev(1L << 40, 0, 4096, 0));
        refusesBeforeItAllocates(mddev);
    }

    @Test
    void itsTablesAreAskedForWithoutAWarnOrALogLine() {
        // 2100 disks of distinct sizes ask for a devlist of 35 MB from a machine of 16 MiB.
        long[] sizes = new long[2100];
        for (int i = 0; i < sizes.length; i++) sizes[i] = 8L * (i + 1);
        Rig small = Rig.on("hardened", MachineProfile.of(4096, 16));
        assertThat(small.run(array(8, sizes))).isEqualTo(ENOMEM);
        assertThat(small.calls()).isEmpty();
        assertThat(small.machine.log()).isEmpty();
    }

    /** Whatever the allocator makes of its flags, it is never asked for so much that somebody would be killed for it. */
    @Test
    void itAsksForAQuarterOfMemoryAtMost() {
        MachineProfile profile = MachineProfile.of(4096, 16);
        long memory = (long) profile.totalFrames() * 4096;
        for (int disks : new int[] {620, 626, 627, 640}) {
            long[] sizes = new long[disks];
            for (int i = 0; i < disks; i++) sizes[i] = 8L * (i + 1);
            long tables = disks * (24 + 8L * disks);
            Rig small = Rig.on("hardened", profile);
            assertThat(small.run(array(8, sizes)))
                    .as(disks + " disks")
                    .isEqualTo(tables > memory / 4 ? ENOMEM : STARTED);
            assertThat(small.machine.log()).isEmpty();
        }
    }

    /** What is refused then is an array without its disks, as on any kernel. */
    @Test
    void exactlyAQuarterOfMemoryIsNotTooMuchAndNoSlotsNeedNone() {
        MachineProfile profile = MachineProfile.of(4096, 64);
        Rig limited = Rig.on("7.2+limit-tables", profile);
        int most = (int) ((profile.totalFrames() * 4096L / 4 - 24) / 8);
        assertThat(limited.run(array(8, 64).configure(most, 8))).isEqualTo(EINVAL);
        assertThat(limited.run(array(8, 64).configure(most + 1, 8))).isEqualTo(ENOMEM);
        List<String> before = limited.calls();
        assertThat(limited.run(array(8, 64).configure(-1, 8))).isEqualTo(ENOMEM);
        assertThat(limited.calls()).isEqualTo(before);
        assertThat(limited.run(array(8, 64).configure(0, 8).persistent(true))).isEqualTo(EINVAL);
    }

    /** Wherever they are among the others. */
    @Test
    void disksOfOneSizeAreInOneZone() {
        MachineProfile profile = MachineProfile.of(4096, 64);
        Rig limited = Rig.on("7.2+limit-tables", profile);
        int mostOfTwoZones = (int) ((profile.totalFrames() * 4096L / 4 / 2 - 24) / 8);
        assertThat(limited.run(array(8, 64, 128, 64).configure(mostOfTwoZones, 8)))
                .isEqualTo(EINVAL);
        assertThat(limited.run(array(8, 64, 128, 64).configure(mostOfTwoZones + 1, 8)))
                .isEqualTo(ENOMEM);
    }

    /** However much memory there is, ints count what is in tables. */
    @Test
    void tablesOf2GiBAreTooMuch() {
        Rig limited = Rig.on("7.2+limit-tables", MachineProfile.of(4096, 65536));
        int most = (Integer.MAX_VALUE - 24) / 8;
        assertThat(limited.run(array(8, 64).configure(most, 8))).isEqualTo(EINVAL);
        assertThat(limited.run(array(8, 64).configure(most + 1, 8))).isEqualTo(ENOMEM);
    }

    @Test
    void theReportedSizeIsTheEndOfTheLastZone() {
        Mddev mddev = rig.started(array(Rig.Layout.ORIGINAL, 24, 240, 192, 240, 192, 192, 192));
        assertThat(mddev.arraySectors()).isEqualTo(1248);
        assertThat(rig.driver.zones(mddev).last().zoneEnd()).isEqualTo(1248);
    }

    @Test
    void stripesOf2To32SectorsAndMore() {
        Mddev four = rig.started(array(1 << 30, 1L << 31, 1L << 31, 1L << 31, 1L << 31));
        assertThat(rig.map(four, (1L << 32) - 1)).isEqualTo("disk 3 sector 1073741823");
        assertThat(rig.map(four, 1L << 32)).isEqualTo("disk 0 sector 1073741824");
        assertThat(rig.discard(four, (1L << 32) - 8, 16))
                .containsExactly("disk 0: 1073741824+8", "disk 3: 1073741816+8");

        Mddev five = rig.started(array(1 << 30, 1L << 31, 1L << 31, 1L << 31, 1L << 31, 1L << 31));
        assertThat(rig.map(five, 1L << 30)).isEqualTo("disk 1 sector 0");

        Mddev eight = rig.started(
                array(3 << 29, 1L << 32, 1L << 32, 1L << 32, 1L << 32, 1L << 32, 1L << 32, 1L << 32, 1L << 32));
        assertThat(rig.map(eight, 3L << 32)).isEqualTo("disk 0 sector 1610612736");
        assertThat(rig.map(eight, 3L << 29)).isEqualTo("disk 1 sector 0");
    }
}
