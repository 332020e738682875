package kvetch.raid0;

import static kvetch.raid0.Rig.EINVAL;
import static kvetch.raid0.Rig.ENOMEM;
import static kvetch.raid0.Rig.EOPNOTSUPP;
import static kvetch.raid0.Rig.STARTED;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole lives of an array: run, I/O, stop and again; failing and again. */
class LifeTest {

    @ParameterizedTest
    @MethodSource("kvetch.raid0.StartRefusalTest#kernels")
    void stoppingFreesTheTablesThenConfEachOnce(String kernel) {
        Rig rig = Rig.on(kernel);
        String zalloc = rig.kernel.allocFamily().allocFunction();
        String free = rig.kernel.freeFamily().freeFunction();
        Mddev mddev = rig.started(array(8, 64, 128));
        rig.driver.stop(mddev);
        assertThat(rig.calls())
                .containsExactly(
                        "kzalloc(24) conf",
                        zalloc + "(48) strip_zone",
                        zalloc + "(32) devlist",
                        free + " strip_zone",
                        free + " devlist",
                        "kfree conf",
                        "kfree NULL"); // no pool
        assertThat(rig.live()).isEmpty();
        assertThat(rig.machine.splats()).isEmpty();
    }

    @Test
    void stoppingAnArrayWithIntegrityFreesItsPoolToo() {
        Rig rig = Rig.on("7.2");
        Mddev mddev = new Mddev().configure(1, 8);
        mddev.add(new Rdev(64, 0, 512, 3));
        rig.started(mddev);
        rig.driver.stop(mddev);
        assertThat(rig.calls()).endsWith("kvfree strip_zone", "kvfree devlist", "kfree conf", "kfree pool");
        assertThat(rig.live()).isEmpty();
    }

    @Test
    void aStoppedArrayHasNoDisksAndNoSizeAndDoesNotStartWithoutNewOnes() {
        Rig rig = Rig.on("7.2");
        Mddev mddev = rig.started(array(8, 64, 128));
        assertThat(mddev.isRunning()).isTrue();
        assertThat(mddev.arraySectors()).isEqualTo(192);
        rig.driver.stop(mddev);
        assertThat(mddev.isRunning()).isFalse();
        assertThat(mddev.arraySectors()).isZero();
        assertThat(mddev.disks()).isEmpty();
        assertThat(rig.run(mddev)).isEqualTo(EINVAL);
    }

    @Test
    void runIoStopAndAgainWithOtherParameters() {
        Rig rig = Rig.on("6.12+fix");
        Mddev mddev = rig.started(array(8, 64, 128));
        assertThat(rig.map(mddev, 8)).isEqualTo("disk 1 sector 0");
        rig.driver.stop(mddev);

        mddev.configure(3, 16);
        for (int slot = 0; slot < 3; slot++) mddev.add(new Rdev(100, slot));
        assertThat(rig.run(mddev)).isEqualTo(STARTED);
        assertThat(mddev.arraySectors()).isEqualTo(288);
        assertThat(rig.map(mddev, 16)).isEqualTo("disk 1 sector 0");
        rig.driver.stop(mddev);
        assertThat(rig.live()).isEmpty();
    }

    @Test
    void aDiskThatIsAddedAgainHasItsWholeSizeAgain() {
        Rig rig = Rig.on("7.2");
        Mddev mddev = array(1000, 4095);
        Rdev disk = mddev.disks().get(0);
        rig.started(mddev);
        assertThat(disk.sectors()).isEqualTo(4000);
        rig.driver.stop(mddev);
        mddev.configure(1, 8).add(disk);
        rig.started(mddev);
        assertThat(mddev.arraySectors()).isEqualTo(4088);
    }

    @Test
    void theMemoryOfTheLastLifeDoesNotShowInTheNext() {
        // Rows of devlist are longer than their zones have disks: what is behind must be zero again.
        Rig rig = Rig.on("7.2");
        Mddev mddev = rig.started(array(Rig.Layout.ORIGINAL, 8, 64, 64, 64, 72, 72));
        rig.driver.stop(mddev);
        Mddev again = rig.started(array(Rig.Layout.ALTERNATE, 8, 64, 128, 128));
        assertThat(rig.bytes(rig.devlist(again) + 40, 8)).containsExactly("00 00 00 00 00 00 00 00");
        assertThat(rig.driver.zones(again)).extracting(StripZone::diskShift).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"7.2, 2", "7.2, 3", "7.2, 4", "7.0, 2", "7.0, 3", "7.0, 4", "hardened, 2", "hardened, 3", "hardened, 4"
    })
    void aStartThatFailedLeavesNothingThatHindersTheNext(String kernel, int failAt) {
        Rig rig = Rig.on(kernel).failing(failAt);
        Mddev mddev = new Mddev().configure(1, 8);
        mddev.add(new Rdev(4095, 0, 512, 5));
        assertThat(rig.run(mddev)).isEqualTo(failAt == 4 ? EINVAL : ENOMEM);
        assertThat(rig.live()).isEmpty();
        rig.failing(0).started(mddev);
        rig.driver.stop(mddev);
        assertThat(rig.live()).isEmpty();
        assertThat(rig.machine.splats()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5.10", "6.1", "6.12", "7.0", "7.2", "7.0+fix"})
    void theRoundedSizeStaysAfterAFailedStart(String kernel) {
        for (int failAt = 2; failAt <= 3; failAt++) {
            Rig rig = Rig.on(kernel).failing(failAt);
            Mddev mddev = array(1000, 4095, 2047);
            assertThat(rig.run(mddev)).isEqualTo(ENOMEM);
            assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactly(4000L, 2000L);
            rig.failing(0).started(mddev.configure(2, 8));
            assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactly(4000L, 2000L);
            assertThat(mddev.arraySectors()).isEqualTo(6000);
        }
    }

    @Test
    void aFailedStartWithAChunkLargerThanTheDisksLeavesNoSectorsForTheNext() {
        Rig rig = Rig.on("7.2");
        Mddev mddev = array(1 << 20, 4095, 2047).configure(3, 1 << 20);
        assertThat(rig.run(mddev)).isEqualTo(EINVAL);
        rig.started(mddev.configure(2, 8));
        assertThat(mddev.arraySectors()).isZero();
    }

    @Test
    void onTheHardenedDriverTheNextStartHasTheWholeSize() {
        for (int failAt = 2; failAt <= 3; failAt++) {
            Rig rig = Rig.on("hardened").failing(failAt);
            Mddev mddev = array(1000, 4095, 2047);
            assertThat(rig.run(mddev)).isEqualTo(ENOMEM);
            rig.failing(0).started(mddev.configure(2, 8));
            assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactly(4088L, 2040L);
            assertThat(mddev.arraySectors()).isEqualTo(6128);
            rig.driver.stop(mddev);
            assertThat(rig.live()).isEmpty();
        }
        Rig rig = Rig.on("hardened");
        Mddev refused = array(1000, 2047, 4095, 4095).layout(Mddev.LAYOUT_UNKNOWN, 0);
        assertThat(rig.run(refused)).isEqualTo(EOPNOTSUPP);
        rig.started(refused.configure(3, 8).layout(Mddev.LAYOUT_ORIGINAL, 0));
        assertThat(refused.arraySectors()).isEqualTo(2040 + 4088 + 4088);
    }

    @Test
    void aRefusedLayoutCanBeSetAndTheArrayStarts() {
        Rig rig = Rig.on("7.0");
        Mddev mddev = array(8, 64, 128, 192).layout(Mddev.LAYOUT_UNKNOWN, 0);
        assertThat(rig.run(mddev)).isEqualTo(EOPNOTSUPP);
        assertThat(rig.run(mddev.layout(Mddev.LAYOUT_UNKNOWN, 2))).isEqualTo(STARTED);
        assertThat(rig.driver.layout(mddev)).isEqualTo(2);
    }
}
