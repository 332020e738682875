package kvetch.properties.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import kvetch.properties.Replay;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import org.junit.jupiter.api.Test;
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
        ArrayCase c = ArrayCase.of(8, 64, 64);
        assertThat(Reach.of(given ? c.withSlots(1, 0) : c)).hasToString(reach);
    }

    /** mdadm writes it into a superblock, and SET_ARRAY_INFO has no word for it. */
    @Test
    void aLayoutOfTheArraysOwnIsNotForIoctl() {
        ArrayCase c = ArrayCase.of(8, 64, 128, 128);
        for (int layout = 0; layout <= 2; layout++)
            assertThat(Reach.of(c.withOwnLayout(layout))).isEqualTo(Reach.MDADM);
        for (int layout : new int[] {3, -2})
            assertThat(Reach.of(c.withOwnLayout(layout))).isEqualTo(Reach.SYSFS);
        assertThat(Reach.of(c.withOwnLayout(2).withChunk(1))).isEqualTo(Reach.SYSFS);
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(1, 2, 3).withOwnLayout(2)))
                .isEqualTo(ArrayCase.of(8, 16, 24).withOwnLayout(2));
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(1, 2, 3).withOwnLayout(3)))
                .isNull();
    }

    @Test
    void mdadmTakesNoDiskThatMdDoesNotAdd() {
        assertThat(Reach.of(ArrayCase.of(8, 64, 1))).isEqualTo(Reach.IOCTL);
        assertThat(Reach.of(ArrayCase.of(8).withRaidDisks(1))).isEqualTo(Reach.IOCTL);
    }

    /** Only where the chunk alone is what mdadm would not have. */
    @Test
    void aLargerChunkIsTriedWhereItIsAllThatMdadmMinds() {
        assertThat(Reach.withChunkForMdadm(
                        ArrayCase.of(3, 3, 7).withRequest(2, 5).withAgain(new long[] {4})))
                .isEqualTo(ArrayCase.of(24, 24, 56).withRequest(16, 40).withAgain(new long[] {32}));
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(12, 12))).isEqualTo(ArrayCase.of(24, 24));
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(8, 64))).isNull();
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(1, 2).withRaidDisks(3))).isNull();
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(-1, 2))).isNull();
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(1, 1L << 60))).isNull();
        assertThat(Reach.withChunkForMdadm(ArrayCase.of(4194303, 64))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "kv1/Z2/7.2/kvzalloc/d3/r1/c3/l1/f10eb80a, 24",
        "kv1/M1/6.12+alloc/kvzalloc/d2/r1/c1/l1/10d8b825, 8",
        "kv1/M1/6.1/kzalloc/d2/r1/c1/l1/f8/isame/ee11ba57, 8",
        "kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161, 0"
    })
    void aDefectSaysWithWhichChunkMdadmReachesIt(String token, int chunk) {
        assertThat(chunkForMdadm(token)).isEqualTo(chunk);
    }

    /** It needs a chunk of less than a page. */
    @Test
    void i3_theUncutRemainderIsOutOfReachOfMdadm() {
        assertThat(chunkForMdadm(new ReplayToken(
                                StandardLaws.I3,
                                "6.12",
                                "kzalloc",
                                ArrayCase.of(1, 2, 2).withRequest(0, 3))
                        .format()))
                .isZero();
    }

    private static int chunkForMdadm(String token) {
        Replay replay = Replay.of(token);
        Defect defect = Defects.of(
                replay.setup(), replay.violations().head(), replay.token().testCase(), Budget.NONE);
        ArrayCase larger = defect.throughMdadm();
        if (larger == null) return 0;
        assertThat(Reach.of(larger)).isEqualTo(Reach.MDADM);
        String there = new ReplayToken(
                        replay.token().law(),
                        replay.token().kernel(),
                        replay.token().allocator(),
                        larger)
                .format();
        assertThat(Replay.of(there).violations().map(Violation::what))
                .contains(defect.violation().what());
        return larger.chunkSectors();
    }
}
