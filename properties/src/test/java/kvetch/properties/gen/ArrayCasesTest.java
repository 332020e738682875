package kvetch.properties.gen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import kvetch.api.MachineProfile;
import kvetch.properties.Check;
import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole domain of the widest entry is drawn from, its edges often. */
class ArrayCasesTest {
    private static final Vector<ArrayCase> RUNNING = cases(StandardLaws.Z1, 20_000);
    private static final Vector<ArrayCase> LIVES = cases(StandardLaws.M1, 20_000);

    private static Vector<ArrayCase> cases(Law law, int count) {
        Random random = new Random(11);
        return Vector.fill(count, () -> CaseGenerator.next(law.population(), random));
    }

    private static void assertSome(Vector<ArrayCase> cases, Predicate<ArrayCase> what) {
        assertThat(cases.count(what)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 524_288, 524_289, 268_435_455, 268_435_456})
    void anyRaidDisksIsDrawn(int raidDisks) {
        assertSome(LIVES, c -> c.raidDisks() == raidDisks);
    }

    @Test
    void raidDisksIsDrawnNearTheNumberOfDisks() {
        for (int distance = -3; distance <= 3; distance++) {
            int wanted = distance;
            assertSome(LIVES, c -> c.raidDisks() == c.disks() + wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 1 << 20, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anyChunkIsDrawn(int chunk) {
        assertSome(LIVES, c -> c.chunkSectors() == chunk);
        assertSome(RUNNING, c -> c.chunkSectors() == chunk);
    }

    @Test
    void noChunkIsDrawnWhereArraysAreRefused() {
        assertSome(LIVES, c -> c.chunkSectors() == 0);
        assertSome(LIVES, c -> c.chunkSectors() < 0 && c.chunkSectors() > -100);
    }

    @Test
    void smallAndLargePowersOfTwoAreDrawnAsChunks() {
        for (int shift = 0; shift < 31; shift++) {
            if (shift >= 12 && shift < 20) continue;
            int chunk = 1 << shift;
            assertSome(RUNNING, c -> c.chunkSectors() == chunk);
        }
    }

    @Test
    void aStripeIsDrawnThatJustOverflows() {
        assertSome(RUNNING, c -> (int) ((long) c.chunkSectors() * c.disks()) == 0 && c.chunkSectors() != 0);
        assertSome(RUNNING, c -> {
            long stripe = Integer.toUnsignedLong(c.chunkSectors()) * c.disks();
            return stripe > 1L << 32 && stripe < (1L << 32) + 5L * c.disks();
        });
    }

    @Test
    void disksAreOfAllSizes() {
        assertSome(RUNNING, c -> has(c, size -> size == 2));
        assertSome(RUNNING, c -> has(c, size -> size == Disks.LARGEST));
        assertSome(RUNNING, c -> has(c, size -> size == Disks.LARGEST - 2));
        assertSome(RUNNING, c -> has(c, size -> size < c.chunkSectors()));
        assertSome(RUNNING, c -> has(c, size -> size % c.chunkSectors() == 0));
        assertSome(RUNNING, c -> has(c, size -> size % c.chunkSectors() == c.chunkSectors() - 1));
        assertSome(RUNNING, c -> has(c, size -> size % c.chunkSectors() == 1));
    }

    @Test
    void everyDiskIsOneThatThereMayBe() {
        assertThat(RUNNING.appendAll(LIVES)).allMatch(c -> !has(c, size -> size < 1 || size > Disks.LARGEST));
    }

    private static boolean has(ArrayCase c, java.util.function.LongPredicate size) {
        return c.chunkSectors() > 0
                && IntStream.range(0, c.disks()).mapToLong(c::diskSectors).anyMatch(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 16, 32, 100})
    void anyNumberOfDisksIsDrawn(int disks) {
        assertSome(RUNNING, c -> c.disks() == disks);
    }

    @Test
    void manyDisksAreDrawn() {
        assertSome(RUNNING, c -> c.disks() > 500);
    }

    @Test
    void disksAreEqualOrOfAFewSizesOrAllDifferent() {
        assertSome(RUNNING, c -> c.disks() > 4 && distinct(c) == 1);
        assertSome(RUNNING, c -> c.disks() > 4 && distinct(c) == 2);
        assertSome(RUNNING, c -> c.disks() > 8 && distinct(c) == c.disks());
    }

    private static int distinct(ArrayCase c) {
        return HashSet.ofAll(c.diskSectors()).size();
    }

    @Test
    void everyLayoutIsDrawn() {
        for (int layout = 0; layout <= 2; layout++) {
            int wanted = layout;
            assertSome(RUNNING, c -> c.layout() == wanted);
        }
    }

    @Test
    void everyAllocationFailsAtTimes() {
        for (int failAt = 0; failAt <= 8; failAt++) {
            int wanted = failAt;
            assertSome(LIVES, c -> c.failAt() == wanted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfIntegrityIsDrawn(Integrity integrity) {
        assertSome(LIVES, c -> c.integrity() == integrity);
    }

    @Test
    void slotsArePermutedAndTakenTwiceAndOutOfRange() {
        assertSome(LIVES, c -> slots(c).size() == c.disks() && !slots(c).exists(s -> s < 0 || s >= c.disks()));
        assertSome(LIVES, c -> !c.isInOrder() && slots(c).size() < c.disks());
        assertSome(LIVES, c -> slots(c).exists(slot -> slot < 0));
        assertSome(LIVES, c -> slots(c).exists(slot -> slot >= c.disks()));
    }

    private static Set<Integer> slots(ArrayCase c) {
        return c.isInOrder() ? HashSet.empty() : HashSet.ofAll(c.array().disks().slots());
    }

    @Test
    void anyMachineIsDrawn() {
        for (int pageSize : new int[] {4096, 16384, 65536}) {
            assertSome(RUNNING, c -> c.machine().pageSize() == pageSize);
            for (int order = 0; order <= MachineProfile.maxPageOrder(pageSize); order++) {
                int wanted = order;
                assertSome(
                        LIVES,
                        c -> c.machine().pageSize() == pageSize && c.machine().freeOrder() == wanted);
            }
        }
        for (int mib : new int[] {16, 64, 256, 512, 1024, 2048, 4096, 16384})
            assertSome(RUNNING, c -> c.machine().memoryMib() == mib);
    }

    @Test
    void anyBlockSizeIsDrawn() {
        for (int bytes = 512; bytes <= 65536; bytes *= 2) {
            int wanted = bytes;
            assertSome(LIVES, c -> c.blockSize() == wanted);
        }
    }

    @Test
    void mostArraysHaveARequest() {
        assertThat(RUNNING.count(c -> c.requestSectors() > 0)).isGreaterThan(RUNNING.size() / 2);
        assertSome(RUNNING, c -> c.requestSectors() == 1);
        assertSome(RUNNING, c -> c.chunkSectors() > 8 && c.requestSectors() > c.chunkSectors());
    }

    @Test
    void arraysStartMoreOftenWhereTheLawNeedsIt() {
        Setup setup = Checks.asShipped("hardened");
        assertThat(started(setup, StandardLaws.Z1)).isGreaterThan(650);
        assertThat(started(setup, StandardLaws.M1)).isBetween(400, 650);
        assertThat(started(setup, StandardLaws.W3)).isBetween(50, 400);
    }

    private static int started(Setup setup, Law law) {
        return cases(law, 1000)
                .count(c -> Examiner.examine(law, setup, c).sights(law).contains(Coverage.STARTED));
    }

    @ParameterizedTest
    @EnumSource
    void everySightIsSeen(Coverage sight) {
        Setup setup = Checks.asShipped("7.2");
        Vector<Law> laws =
                Vector.of(StandardLaws.Z3, StandardLaws.I3, StandardLaws.I4, StandardLaws.M1, StandardLaws.W3);
        assertThat(laws.exists(law -> {
                    Random random = new Random(3);
                    return Vector.range(0, 1500)
                            .exists(i -> Examiner.examine(law, setup, CaseGenerator.next(law.population(), random))
                                    .sights(law)
                                    .contains(sight));
                }))
                .isTrue();
    }

    /** What few arrays have. */
    enum Odd {
        OWN_ORIGINAL(c -> own(c) == 1 && c.array().layouts().byDefault() == 2),
        OWN_ALTERNATE(c -> own(c) == 2 && c.array().layouts().byDefault() == 1),
        OWN_WHERE_THE_MACHINE_HAS_NONE(
                c -> own(c) > 0 && own(c) < 3 && c.array().layouts().byDefault() == 0),
        OWN_THAT_IS_NONE(c -> own(c) == 0 || own(c) > 2 || own(c) < -1),
        A_DEFAULT_THAT_IS_NONE(
                c -> c.array().layouts().byDefault() > 2 || c.array().layouts().byDefault() < 0),
        BLOCKS_LARGER_THAN_THE_FIRST_DISKS(
                c -> c.blockSize() > c.array().blockSizes().ofDisk(0)),
        BLOCKS_LARGER_THAN_THE_LAST_DISKS(
                c -> c.disks() > 0 && c.blockSize() > c.array().blockSizes().ofDisk(c.disks() - 1)),
        NO_DISKS(c -> c.disks() == 0),
        A_DISK_THAT_MD_DOES_NOT_ADD(c -> !c.asAdded().equals(c) && c.raidDisks() == c.disks()),
        A_DISK_THAT_NOBODY_MISSES(c -> !c.asAdded().equals(c) && c.raidDisks() == c.disks() - 1),
        A_DISK_SMALLER_THAN_A_CHUNK(c -> has(c, size -> size < c.chunkSectors())),
        AN_EMPTY_SLOT(c -> c.raidDisks() > c.disks()
                && slots(c).size() == c.disks()
                && slots(c).forAll(slot -> slot >= 0 && slot < c.raidDisks())
                && slots(c).exists(slot -> slot >= c.disks())),
        NO_POOL(c -> c.failAt() == 4 && c.integrity() == Integrity.SAME),
        A_FAILURE_AND_UNLIKE_PROFILES(c -> c.failAt() != 0 && c.integrity() == Integrity.MIXED);

        private final Predicate<ArrayCase> what;

        Odd(Predicate<ArrayCase> what) {
            this.what = what;
        }
    }

    private static int own(ArrayCase c) {
        return c.array().layouts().own();
    }

    @ParameterizedTest
    @EnumSource
    void whatFewArraysHaveIsDrawnInTheDefaultTries(Odd odd) {
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Vector<ArrayCase> cases =
                    Vector.fill(Check.DEFAULT_TRIES, () -> CaseGenerator.next(StandardLaws.M1.population(), random));
            assertSome(cases, odd.what);
        }
    }

    @Test
    void whatNoSoundArrayLacksIsOddWhereArraysRunToo() {
        for (Odd odd : new Odd[] {
            Odd.OWN_ORIGINAL,
            Odd.OWN_ALTERNATE,
            Odd.OWN_WHERE_THE_MACHINE_HAS_NONE,
            Odd.BLOCKS_LARGER_THAN_THE_FIRST_DISKS
        }) assertSome(RUNNING.take(Check.DEFAULT_TRIES), odd.what);
    }

    /** They cost as much as many others, so a check of one law sees them now and then. */
    @Test
    void tablesOfManyZonesAndHugeSumsAreDrawnNowAndThen() {
        assertSome(LIVES, c -> c.disks() >= 725 && distinct(c) == c.disks());
        assertSome(LIVES, c -> bitsOfSum(c) == 64);
        assertSome(LIVES, c -> bitsOfSum(c) == 65);
        assertSome(RUNNING, c -> bitsOfSum(c) == 64);
        assertSome(RUNNING, c -> bitsOfSum(c) == 65);
        assertThat(LIVES.count(c -> c.disks() > 500)).isLessThan(LIVES.size() / 100);
    }

    private static int bitsOfSum(ArrayCase c) {
        return sum(c).bitLength();
    }

    private static BigInteger sum(ArrayCase c) {
        return c.array().disks().sumOfWholeChunks(c.array().chunk());
    }

    /** As 2^64 - 1 is, which is not too much yet. */
    @ParameterizedTest
    @CsvSource({"63, -1", "63, 0", "63, 1", "64, -1", "64, 0", "64, 1"})
    void sumsNextToAPowerAreDrawnNowAndThen(int power, int beside) {
        BigInteger sum = BigInteger.ONE.shiftLeft(power).add(BigInteger.valueOf(beside));
        assertSome(RUNNING.appendAll(LIVES), c -> c.disks() > 500 && sum(c).equals(sum));
    }

    @Test
    void whereSectorsTake64BitsRequestsAreToTheLastOnesAndAcrossChunks() {
        Vector<ArrayCase> huge = RUNNING.filter(c -> bitsOfSum(c) == Long.SIZE);
        assertSome(huge, c -> c.requestStart() < 0);
        assertSome(
                huge,
                c -> Long.remainderUnsigned(c.requestStart(), c.array().chunk()) + c.requestSectors()
                        > c.array().chunk());
        assertThat(huge.filter(c -> c.requestStart() < 0))
                .allMatch(c -> new BigInteger(Long.toUnsignedString(c.requestStart()))
                                .add(BigInteger.valueOf(c.requestSectors()))
                                .compareTo(sum(c))
                        <= 0);
    }

    @Test
    void whereAnAllocationFailsIntegrityIsAskedForAsOftenAsNot() {
        Vector<ArrayCase> failing = LIVES.filter(c -> c.failAt() != 0);
        int with = failing.count(c -> c.integrity() != Integrity.NONE);
        assertThat(with).isBetween(failing.size() * 2 / 5, failing.size() * 3 / 5);
    }

    @Test
    void theSameSeedGivesTheSameCases() {
        assertThat(cases(StandardLaws.I3, 500)).isEqualTo(cases(StandardLaws.I3, 500));
    }
}
