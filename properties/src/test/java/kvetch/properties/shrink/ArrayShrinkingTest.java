package kvetch.properties.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Integrity;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrayShrinkingTest {
    private static final int BUDGET = 60_000;
    private static final int STARTS = 40;

    private static Arguments ends(String what, Predicate<ArrayCase> breaks, String smallest) {
        return Arguments.of(what, breaks, smallest);
    }

    static Stream<Arguments> synthetic() {
        return Stream.of(
                ends("anything", c -> true, "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1"),
                ends(
                        "a sum of sizes",
                        c -> sum(c).compareTo(BigInteger.valueOf(1000)) >= 0,
                        "1 disk of 1000 sectors, raid_disks 1, chunk_sectors 1, layout 1"),
                ends(
                        "a sum of sizes of two disks",
                        c -> c.disks() >= 2 && sum(c).compareTo(BigInteger.valueOf(1000)) >= 0,
                        "2 disks of 2, 998 sectors, raid_disks 2, chunk_sectors 1, layout 1"),
                ends(
                        "a product of disks and chunk",
                        c -> Integer.toUnsignedLong(c.chunkSectors()) * c.disks() >= 1L << 32,
                        "2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors -1, layout 1"),
                ends(
                        "a product of disks and a positive chunk",
                        c -> (long) c.chunkSectors() * c.disks() >= 1L << 32,
                        "3 disks of 2 (3 times) sectors, raid_disks 3, chunk_sectors 1431655766, layout 1"),
                ends(
                        "a difference of sizes",
                        c -> c.disks() > 1 && c.diskSectors(0) != c.diskSectors(1),
                        "2 disks of 2, 3 sectors, raid_disks 2, chunk_sectors 1, layout 1"),
                ends(
                        "three zones",
                        c -> HashSet.ofAll(Arrays.stream(c.diskSectors())
                                                .boxed()
                                                .toList())
                                        .size()
                                >= 3,
                        "3 disks of 2, 3, 4 sectors, raid_disks 3, chunk_sectors 1, layout 1"),
                ends(
                        "a size that is no multiple of the chunk",
                        c -> c.chunkSectors() > 0 && c.diskSectors(0) % c.chunkSectors() != 0,
                        "1 disk of 3 sectors, raid_disks 1, chunk_sectors 2, layout 1"),
                ends(
                        "raid_disks from a value on",
                        c -> c.raidDisks() >= 12_345,
                        "1 disk of 2 sectors, raid_disks 12345, chunk_sectors 1, layout 1"),
                ends(
                        "negative raid_disks",
                        c -> c.raidDisks() < 0,
                        "1 disk of 2 sectors, raid_disks -1, chunk_sectors 1, layout 1"),
                ends(
                        "a negative chunk",
                        c -> c.chunkSectors() < 0,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors -1, layout 1"),
                ends(
                        "a chunk between powers of two",
                        c -> c.chunkSectors() >= 1000,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1000, layout 1"),
                ends("layout 2", c -> c.layout() == 2, "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 2"),
                ends(
                        "an own layout",
                        c -> c.array().layouts().own() >= 0,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, own layout 1"),
                ends(
                        "an own layout unlike the machine's",
                        c -> c.layout() != 0
                                && c.layout() != c.array().layouts().byDefault(),
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, own layout 2"),
                ends(
                        "a default that is no layout",
                        c -> c.array().layouts().byDefault() > 2,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 3"),
                ends(
                        "unlike blocks",
                        c -> c.array().blockSizes().differ(),
                        "2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 1, blocks of [512, 1024] bytes"),
                ends(
                        "blocks larger than the last disk's",
                        c -> c.disks() > 0
                                && c.blockSize() > c.array().blockSizes().ofDisk(c.disks() - 1),
                        "2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 1, blocks of [1024, 512] bytes"),
                ends(
                        "blocks from a size on",
                        c -> c.blockSize() >= 2000,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, 2048-byte blocks"),
                ends("no disks", c -> c.disks() == 0, "no disks, raid_disks 1, chunk_sectors 1, layout 1"),
                ends(
                        "a disk that md does not add",
                        c -> !c.asAdded().equals(c),
                        "1 disk of 1 sector, raid_disks 1, chunk_sectors 1, layout 1"),
                ends(
                        "an empty slot",
                        c -> IntStream.range(0, c.disks())
                                .anyMatch(i -> c.slot(i) >= c.disks() && c.slot(i) < c.raidDisks()),
                        "1 disk of 2 sectors, raid_disks 2, chunk_sectors 1, layout 1, slots [1]"),
                ends(
                        "a sum that 64 bits do not count",
                        c -> sum(c).bitLength() > 64,
                        "1025 disks of 17996823486545905 (1025 times) sectors, raid_disks 1025, chunk_sectors 1, layout 1"),
                ends(
                        "many zones",
                        c -> (long) c.raidDisks()
                                        * c.array().disks().zones(c.array().chunk())
                                > 524_288,
                        "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1"),
                ends(
                        "an early failure",
                        c -> c.failAt() >= 1 && c.failAt() <= 3,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, allocation 3 fails"),
                ends(
                        "a request of a length",
                        c -> c.requestSectors() >= 3,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, request [0, 3)"),
                ends(
                        "a request past a sector",
                        c -> c.requestSectors() > 0 && c.requestStart() + c.requestSectors() > 100,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, request [100, 101)"),
                ends(
                        "integrity that differs",
                        c -> c.integrity() == Integrity.MIXED && c.disks() > 1,
                        "2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 1, integrity profiles differ"),
                ends(
                        "large pages",
                        c -> c.machine().pageSize() > 4096,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, 16 KiB pages, 2048 MiB"),
                ends(
                        "pages of 64 KiB in fragments",
                        c -> c.machine().pageSize() == 65536 && c.machine().freeOrder() <= 9,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, 64 KiB pages, 2048 MiB"
                                + " fragmented to order 9"),
                ends(
                        "little memory",
                        c -> c.machine().memoryMib() <= 64,
                        "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, 4 KiB pages, 64 MiB"));
    }

    private static BigInteger sum(ArrayCase c) {
        BigInteger sum = BigInteger.ZERO;
        for (long size : c.diskSectors()) sum = sum.add(BigInteger.valueOf(size));
        return sum;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("synthetic")
    void endsInTheSmallestWhereverItBegins(String what, Predicate<ArrayCase> law, String smallest) {
        // Without a chunk nothing happens that could go wrong.
        Predicate<ArrayCase> breaks = c -> c.chunkSectors() != 0 && law.test(c);
        Random random = new Random(5);
        Set<String> ends = HashSet.empty();
        int starts = 0;
        for (int i = 0; i < 100_000 && starts < STARTS; i++) {
            ArrayCase start = CaseGenerator.next(StandardLaws.M1.population(), random);
            if (!breaks.test(start)) continue;
            starts++;
            ends = ends.add(
                    Shrinker.shrinkArray(start, breaks, BUDGET).smallest().toString());
        }
        assertThat(starts).isGreaterThanOrEqualTo(10);
        assertThat(ends).containsExactly(smallest);
    }

    @Test
    void neverEndsInSomethingLargerOrSound() {
        Random random = new Random(6);
        for (int i = 0; i < 200; i++) {
            ArrayCase start = CaseGenerator.next(StandardLaws.M1.population(), random);
            int salt = random.nextInt();
            Predicate<ArrayCase> breaks = c -> c.equals(start) || ((c.hashCode() ^ salt) & 15) == 0;
            Shrinker.Result<ArrayCase> result = Shrinker.shrinkArray(start, breaks, 3000);
            assertThat(Case.SMALLER_FIRST.compare(result.smallest(), start)).isNotPositive();
            assertThat(breaks.test(result.smallest())).isTrue();
        }
    }

    @Test
    void keepsToItsBudget() {
        int[] evaluations = {0};
        ArrayCase start = ArrayCase.of(4096, 1 << 20, 1 << 21, 1 << 22).withRaidDisks(1 << 20);
        Shrinker.Result<ArrayCase> result = Shrinker.shrinkArray(
                start,
                c -> {
                    evaluations[0]++;
                    return c.raidDisks() > 1000 && c.diskSectors(0) > 77_777;
                },
                25);
        assertThat(result.evaluations()).isEqualTo(25);
        assertThat(evaluations[0]).isEqualTo(25);
        assertThat(result.smallest().raidDisks()).isGreaterThan(1000);
    }

    @Test
    void stopsWhereNothingIsSmaller() {
        ArrayCase smallest = ArrayCase.of(1, 2);
        assertThat(Shrinker.shrinkArray(smallest, c -> true, BUDGET)).isEqualTo(new Shrinker.Result<>(smallest, 0));
    }

    @Test
    void neverTriesACaseTwice() {
        java.util.Set<ArrayCase> tried = new java.util.HashSet<>();
        Random random = new Random(8);
        ArrayCase start = CaseGenerator.next(StandardLaws.Z1.population(), random);
        Shrinker.shrinkArray(
                start,
                c -> {
                    assertThat(tried.add(c)).isTrue();
                    return false;
                },
                BUDGET);
        assertThat(tried).isNotEmpty();
    }
}
