package kvetch.live;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final ArrayCase USUAL = ArrayCase.of(8, 64, 128);

    @Test
    void theUsualArrayCanBeTried() {
        assertThat(Trial.objection(USUAL, 2048)).isEmpty();
    }

    @Test
    void whatCannotIsTold() {
        assertThat(Trial.objection(USUAL, 256)).isEqualTo("the guest has 256 MiB of memory, not 2048");
        assertThat(Trial.objection(USUAL.onMachine(MachineProfile.of(65536, 2048)), 2048))
                .isEqualTo("the kernel has pages of 4096 bytes, not of 65536");
        assertThat(Trial.objection(USUAL.withFailAt(2), 2048)).startsWith("an allocation fails");
        assertThat(Trial.objection(USUAL.withIntegrity(Integrity.MIXED), 2048)).startsWith("its disks have integrity");
        assertThat(Trial.objection(USUAL.withBlockSizes(8192), 2048))
                .isEqualTo("its disks have blocks larger than a page");
        assertThat(Trial.objection(ArrayCase.of(8, 1L << 54), 2048))
                .isEqualTo("a disk has 18014398509481984 sectors, and no file is as large");
    }

    @Test
    void theNearestCanBeTried() {
        ArrayCase odd = USUAL.withFailAt(2)
                .withIntegrity(Integrity.SAME)
                .withBlockSizes(65536)
                .onMachine(MachineProfile.of(16384, 64).withFreeOrder(2));
        assertThat(Trial.objection(Trial.adapted(odd, 256), 256)).isEmpty();
        assertThat(Trial.adapted(USUAL, 2048)).isEqualTo(USUAL);
    }
}
