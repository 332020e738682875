package kvetch.properties.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.stream.Stream;
import kvetch.api.MachineProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrayCaseTest {
    private static final ArrayCase CASE = ArrayCase.of(8, 64, 64);

    private static Arguments order(String why, ArrayCase smaller, ArrayCase larger) {
        return Arguments.of(why, smaller, larger);
    }

    static Stream<Arguments> clauses() {
        ArrayCase request = CASE.withRequest(8, 2);
        return Stream.of(
                order("fewer disks", ArrayCase.of(8, 1 << 20).withRaidDisks(-1).withFailAt(1), CASE),
                order("no failed allocation", CASE.withRaidDisks(-1), CASE.withFailAt(8)),
                order("a later failed allocation", CASE.withFailAt(8).withRaidDisks(-1), CASE.withFailAt(7)),
                order("usual blocks", CASE.withRaidDisks(-1), CASE.withBlockSizes(4096)),
                order("some disks", CASE, ArrayCase.of(8)),
                order("blocks alike", CASE.withBlockSizes(4096), CASE.withBlockSizes(512, 1024)),
                order("disks that md adds", CASE.withRaidDisks(-1), CASE.withDisks(64, 1)),
                order("no layout of its own", CASE.withRaidDisks(-1), CASE.withOwnLayout(1)),
                order("no integrity", CASE.withRaidDisks(-1), CASE.withIntegrity(Integrity.SAME)),
                order("usual slots", CASE.withRaidDisks(-1), CASE.withSlots(new int[] {1, 0})),
                order("the usual machine", CASE.withRaidDisks(-1), CASE.onMachine(MachineProfile.of(4096, 1024))),
                order("the same disks again", CASE.withRaidDisks(-1), CASE.withAgain(new long[] {2})),
                order("positive raid_disks", CASE.withRaidDisks(Integer.MAX_VALUE), CASE.withRaidDisks(-1)),
                order("positive raid_disks, not 0", CASE.withRaidDisks(Integer.MAX_VALUE), CASE.withRaidDisks(0)),
                order("raid_disks nearer to the disks", CASE.withRaidDisks(4).withChunk(-1), CASE.withRaidDisks(5)),
                order("raid_disks nearer from below", CASE.withRaidDisks(1), CASE.withRaidDisks(4)),
                order("negative raid_disks nearer", CASE.withRaidDisks(-1), CASE.withRaidDisks(Integer.MIN_VALUE)),
                order("a positive chunk", CASE.withChunk(Integer.MAX_VALUE), CASE.withChunk(-1)),
                order("a smaller chunk", CASE.withChunk(7).withDisks(1 << 20, 64), CASE),
                order("a smaller negative chunk", CASE.withChunk(-1), CASE.withChunk(Integer.MIN_VALUE)),
                order(
                        "a smaller sum",
                        CASE.withDisks(100, 27),
                        CASE.withDisks(64, 64).withLayout(1)),
                order("a sum that is unsigned and wide", CASE.withDisks(-1, 2), CASE.withDisks(-1, 3)),
                order("a sum above 64 bits", CASE.withDisks(2, Long.MAX_VALUE), CASE.withDisks(-1, -1)),
                order("ascending sizes", CASE.withDisks(63, 65).withLayout(2), CASE.withDisks(64, 64)),
                order("layout 1", CASE.withRequest(0, 9), CASE.withLayout(2)),
                order("layout 2, not unknown", CASE.withLayout(2).withRequest(0, 9), CASE.withLayout(0)),
                order("no layout, not an odd one", CASE.withLayout(0).withRequest(0, 9), CASE.withLayout(3)),
                order("the original layout of its own", CASE.withOwnLayout(1), CASE.withOwnLayout(2)),
                order("fewer large blocks", CASE.withBlockSizes(512, 1024), CASE.withBlockSizes(1024, 512)),
                order("no request", CASE, request),
                order("a shorter request", CASE.withRequest(9, 1), request),
                order("an earlier request", CASE.withRequest(7, 2), request),
                order("smaller blocks", CASE.withBlockSizes(1024), CASE.withBlockSizes(2048)),
                order("integrity alike", CASE.withIntegrity(Integrity.SAME), CASE.withIntegrity(Integrity.MIXED)),
                order("earlier slots", CASE.withSlots(new int[] {0, 5}), CASE.withSlots(new int[] {1, 0})),
                order(
                        "smaller pages",
                        CASE.onMachine(MachineProfile.of(4096, 16)),
                        CASE.onMachine(MachineProfile.of(16384, 2048))),
                order(
                        "memory nearer to the usual",
                        CASE.onMachine(MachineProfile.of(4096, 1024)),
                        CASE.onMachine(MachineProfile.of(4096, 4096))),
                order(
                        "less fragments",
                        CASE.onMachine(MachineProfile.of(4096, 2048).withFreeOrder(5)),
                        CASE.onMachine(MachineProfile.of(4096, 2048).withFreeOrder(4))),
                order("fewer disks again", CASE.withAgain(new long[] {9}), CASE.withAgain(new long[] {2, 2})),
                order("smaller disks again", CASE.withAgain(new long[] {2}), CASE.withAgain(new long[] {3})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clauses")
    void isSmallerWith(String why, ArrayCase smaller, ArrayCase larger) {
        assertThat(Case.SMALLER_FIRST.compare(smaller, larger)).isNegative();
        assertThat(Case.SMALLER_FIRST.compare(larger, smaller)).isPositive();
        assertThat(smaller).isNotEqualTo(larger);
    }

    @Test
    void equalCasesHaveEqualHashes() {
        ArrayCase one = ArrayCase.of(8, 64, 128).withRaidDisks(3).withSlots(new int[] {1, 0});
        ArrayCase other = ArrayCase.of(1, 2, 2)
                .withDisks(64, 128)
                .withSlots(new int[] {1, 0})
                .withChunk(8)
                .withRaidDisks(3);
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(Case.SMALLER_FIRST.compare(one, other)).isZero();
        assertThat(one).isNotEqualTo("1 disk");
    }

    private static int[] slots(ArrayCase c) {
        return c.array().disks().slots();
    }

    @Test
    void slotsGoWithTheNumberOfDisks() {
        ArrayCase c = CASE.withSlots(new int[] {1, 0});
        assertThat(slots(c.withDisks(2, 3))).containsExactly(1, 0);
        assertThat(c.withDisks(2).isInOrder()).isTrue();
        assertThat(slots(c.withDisks(2))).containsExactly(0);
    }

    @Test
    void blockSizesGoWithTheNumberOfDisks() {
        ArrayCase c = ArrayCase.of(8, 64, 64, 64).withBlockSizes(512, 4096, 1024);
        assertThat(c.withDisks(2, 3).array().blockSizes().toArray()).containsExactly(512, 4096);
        assertThat(c.withDisks(2).array().blockSizes().toArray()).containsExactly(512);
        assertThat(c.withDisks(2, 2, 2, 2).array().blockSizes().toArray()).containsExactly(512, 4096, 1024, 1024);
        assertThat(c.blockSize()).isEqualTo(4096);
    }

    @Test
    void theLayoutIsItsOwnIfThatIsOneAndElseTheMachines() {
        assertThat(CASE.withLayout(2).layout()).isEqualTo(2);
        assertThat(CASE.withLayout(2).withOwnLayout(1).layout()).isEqualTo(1);
        assertThat(CASE.withLayout(0).withOwnLayout(2).layout()).isEqualTo(2);
        assertThat(CASE.withLayout(2).withOwnLayout(0).layout()).isEqualTo(2);
        assertThat(CASE.withLayout(3).withOwnLayout(-2).layout()).isZero();
        assertThat(CASE.withLayout(-1).layout()).isZero();
    }

    @Test
    void mdDoesNotAddADiskOfASector() {
        ArrayCase c = ArrayCase.of(8, 64, 1, 128).withBlockSizes(512, 4096, 1024);
        ArrayCase added = c.asAdded();
        assertThat(c.toMddev().diskCount()).isEqualTo(2);
        assertThat(added.diskSectors()).containsExactly(64, 128);
        assertThat(slots(added)).containsExactly(0, 2);
        assertThat(added.array().blockSizes().toArray()).containsExactly(512, 1024);
        assertThat(added.raidDisks()).isEqualTo(3);
        assertThat(CASE.asAdded()).isSameAs(CASE);
    }

    @Test
    void isNotChangedThroughItsArrays() {
        long[] sizes = {64, 64};
        int[] slots = {0, 1};
        ArrayCase c = ArrayCase.of(8, sizes).withSlots(slots);
        sizes[0] = 1;
        c.diskSectors()[0] = 1;
        slots[0] = 7;
        slots(c)[0] = 9;
        assertThat(c.diskSectors()).containsExactly(64, 64);
        assertThat(slots(c)).containsExactly(0, 1);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(ArrayCase.of(1, 2), "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1"),
                Arguments.of(ArrayCase.of(1), "no disks, raid_disks 0, chunk_sectors 1, layout 1"),
                Arguments.of(ArrayCase.of(1, 1), "1 disk of 1 sector, raid_disks 1, chunk_sectors 1, layout 1"),
                Arguments.of(
                        ArrayCase.of(1, 2, 2).withLayout(3).withOwnLayout(2).withBlockSizes(512, 1024),
                        "2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 3, own layout 2, blocks of [512, 1024]"
                                + " bytes"),
                Arguments.of(
                        ArrayCase.of(-1, -1, 5).withRaidDisks(-7).withLayout(0),
                        "2 disks of 18446744073709551615, 5 sectors, raid_disks -7, chunk_sectors -1, layout 0"),
                Arguments.of(
                        ArrayCase.of(8, 3, 3, 3, 4, 4)
                                .withRequest(-2, 1)
                                .withFailAt(4)
                                .withIntegrity(Integrity.MIXED)
                                .withBlockSizes(4096)
                                .withSlots(new int[] {4, 3, 2, 1, 0})
                                .onMachine(MachineProfile.of(16384, 64).withFreeOrder(2))
                                .withAgain(new long[] {2, 3}),
                        "5 disks of 3 (3 times), 4, 4 sectors, raid_disks 5, chunk_sectors 8, layout 1, request"
                                + " [18446744073709551614, 18446744073709551615), allocation 4 fails, integrity"
                                + " profiles differ, 4096-byte blocks, slots [4, 3, 2, 1, 0], then 2, 3, 16 KiB pages,"
                                + " 64 MiB fragmented to order 2"),
                Arguments.of(
                        ArrayCase.of(
                                1,
                                Vector.rangeClosed(2L, 20L)
                                        .toJavaStream()
                                        .mapToLong(x -> x)
                                        .toArray()),
                        "19 disks of 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, ... sectors, raid_disks 19,"
                                + " chunk_sectors 1, layout 1"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsInOneLine(ArrayCase c, String text) {
        assertThat(c).hasToString(text);
    }
}
