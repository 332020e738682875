package kvetch.live;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final ArrayCase USUAL = ArrayCase.of(8, 64, 128);
    private static final Trial TRIAL = new Trial(2048, false, false);

    @Test
    void theUsualArrayCanBeTried() {
        assertThat(TRIAL.objection(USUAL)).isEmpty();
    }

    @Test
    void whatCannotIsTold() {
        assertThat(new Trial(256, false, false).objection(USUAL))
                .isEqualTo("the guest has 256 MiB of memory, not 2048");
        assertThat(TRIAL.objection(USUAL.onMachine(MachineProfile.of(65536, 2048))))
                .isEqualTo("the kernel has pages of 4096 bytes, not of 65536");
        assertThat(TRIAL.objection(USUAL.withFailAt(2))).startsWith("an allocation fails");
        assertThat(TRIAL.objection(USUAL.withIntegrity(Integrity.MIXED))).startsWith("its disks have integrity");
        assertThat(TRIAL.objection(USUAL.withBlockSizes(8192))).isEqualTo("its disks have blocks larger than a page");
        assertThat(TRIAL.objection(ArrayCase.of(8, 1L << 54)))
                .isEqualTo("a disk has 18014398509481984 sectors, and no file is as large");
    }

    @Test
    void theNearestCanBeTried() {
        ArrayCase odd = USUAL.withFailAt(2)
                .withIntegrity(Integrity.SAME)
                .withBlockSizes(65536)
                .onMachine(MachineProfile.of(16384, 64).withFreeOrder(2));
        assertThat(new Trial(256, false, false).objection(new Trial(256, false, false).adapted(odd)))
                .isEmpty();
        assertThat(TRIAL.adapted(USUAL)).isEqualTo(USUAL);
    }

    /** Three of each start, and a fourth where all disks have a profile; then it begins anew. */
    @Test
    void eachAllocationOfTwoStartsMayFailWhereAnyCan() {
        Trial failing = new Trial(2048, true, true);
        for (int failAt = 1; failAt <= 6; failAt++)
            assertThat(failing.objection(USUAL.withFailAt(failAt))).isEmpty();
        assertThat(failing.objection(USUAL.withFailAt(7)))
                .isEqualTo("an allocation fails that is of neither the first start nor the second");
        assertThat(failing.adapted(USUAL.withFailAt(7))).isEqualTo(USUAL.withFailAt(1));
        assertThat(failing.objection(USUAL.withIntegrity(Integrity.SAME).withFailAt(8)))
                .isEmpty();
    }
}
