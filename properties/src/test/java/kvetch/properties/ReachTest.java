package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    @ParameterizedTest
    @CsvSource({
        "2, 2, 8, mdadm",
        "1, 1, 4194296, mdadm",
        "1920, 1920, 8, mdadm",
        "1921, 1921, 8, ioctl",
        "2, 3, 8, ioctl",
        "2, -1, 8, ioctl",
        "2, 2, 4, ioctl",
        "2, 2, 1, ioctl",
        "2, 2, 0, ioctl",
        "1, 1, 4194303, ioctl",
        "1, 1, 4194304, sysfs",
        "1, 1, 2147483647, sysfs",
        "1, 1, -1, ioctl",
        "1, 1, -4194304, ioctl",
        "1, 1, -4194305, sysfs",
        "1, 1, -2147483648, sysfs",
        "2, -1, -2147483648, sysfs",
        "2, 0, 8, superblock",
        "2, 0, -2147483648, superblock"
    })
    void theNarrowestEntryFollowsFromRaidDisksAndChunk(int disks, int raidDisks, int chunk, String reach) {
        long[] sizes = new long[disks];
        Arrays.fill(sizes, 64);
        assertThat(Reach.of(ArrayCase.of(chunk, sizes).withRaidDisks(raidDisks)))
                .hasToString(reach);
    }

    @ParameterizedTest
    @CsvSource({"true, ioctl", "false, mdadm"})
    void mdadmGivesEachDiskASlotOfItsOwn(boolean given, String reach) {
        int[] slots = given ? new int[] {1, 0} : null;
        assertThat(Reach.of(ArrayCase.of(8, 64, 64).withSlots(slots))).hasToString(reach);
    }
}
