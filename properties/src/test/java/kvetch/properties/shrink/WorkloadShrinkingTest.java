package kvetch.properties.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadShrinkingTest {
    private static final int STARTS = 30;

    private static Arguments ends(String what, Predicate<Case> breaks, String smallest) {
        return Arguments.of(what, breaks, smallest);
    }

    static Stream<Arguments> synthetic() {
        return Stream.of(
                ends("anything", c -> true, "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1"),
                ends("any workload", c -> c instanceof WorkloadCase, "alloc 0"),
                ends("two blocks", c -> asked(c, 1) >= 2, "alloc 1, 2 times"),
                ends("two blocks of a page", c -> asked(c, 4096) >= 2, "alloc 4096, 2 times"),
                ends("blocks of two sizes", c -> asked(c, 1) > asked(c, 9) && asked(c, 9) > 0, "alloc 1; alloc 9"),
                ends(
                        "a size that wraps when it is rounded up to a page",
                        c -> asks(c, step -> step.bytes() < 0 && step.bytes() + 4095 >= 0),
                        "alloc 18446744073709547521"),
                ends(
                        "a size that wraps when it is rounded up to the page of the machine",
                        c -> asks(
                                c,
                                step -> step.bytes() < 0
                                        && step.bytes() + c.machine().pageSize() - 1 >= 0),
                        "alloc 18446744073709547521"),
                ends(
                        "a block and a free of it",
                        c -> asks(c, step -> step.bytes() > 0) && has(c, Kind.FREE),
                        "alloc 1; free block 0"),
                ends(
                        "more than memory in fragments has in one piece",
                        c -> c.machine().freeOrder() < c.machine().maxPageOrder()
                                && asks(
                                        c,
                                        step -> step.bytes()
                                                > (long) c.machine().pageSize()
                                                        << c.machine().freeOrder()),
                        "alloc 4097, 4 KiB pages, 2048 MiB fragmented to order 0"),
                ends(
                        "a size next to that of the memory",
                        c -> asks(
                                c,
                                step -> step.bytes() > 0
                                        && step.bytes() > (long) c.machine().memoryMib() << 19),
                        "alloc 1073741825"),
                ends("three hundred blocks", c -> asked(c, 1) >= 300, "alloc 1, 300 times"),
                ends(
                        "five thousand requests",
                        c -> steps(c).filter(step -> step.kind().asks())
                                        .map(Step::times)
                                        .sum()
                                        .intValue()
                                >= 5000,
                        "alloc 0, 5000 times"),
                ends(
                        "a block, and five thousand that come and go",
                        c -> asks(c, step -> step.bytes() > 0)
                                && calls(c, Kind.CHURN) + asked(c, 1) > 5000
                                && has(c, Kind.CHURN),
                        "alloc 1; alloc 0 and free it, 5000 times"),
                ends("a queue", c -> calls(c, Kind.QUEUE) >= 100, "free the oldest block and alloc 0, 100 times"),
                ends(
                        "a block that is freed again",
                        c -> asks(c, step -> step.bytes() > 0) && has(c, Kind.FREE_AGAIN),
                        "alloc 1; free once more the block that was freed last"),
                ends(
                        "a block that is freed again after another",
                        c -> asked(c, 1) > 1
                                && steps(c).exists(step -> step.kind() == Kind.FREE_AGAIN && step.bytes() == 1),
                        "alloc 1, 2 times; free once more the block that was freed 1 before the last"),
                ends(
                        "all in some order",
                        c -> asked(c, 1) >= 2
                                && steps(c).exists(step -> step.kind().freesAll()),
                        "alloc 1, 2 times; free all blocks"),
                ends(
                        "all the newest first",
                        c -> asked(c, 1) >= 2 && (has(c, Kind.FREE_ALL_REVERSED) || has(c, Kind.FREE_ALL_SHUFFLED)),
                        "alloc 1, 2 times; free all blocks, the newest first"),
                ends("varied sizes", c -> has(c, Kind.ALLOC_VARIED), "alloc 1 to 0"));
    }

    private static int calls(Case c, Kind kind) {
        return steps(c).filter(step -> step.kind() == kind)
                .map(Step::times)
                .sum()
                .intValue();
    }

    private static Vector<Step> steps(Case c) {
        return c instanceof WorkloadCase alone ? alone.workload().steps() : Vector.empty();
    }

    private static boolean asks(Case c, Predicate<Step> what) {
        return steps(c).exists(step -> step.kind() == Kind.ALLOC && what.test(step));
    }

    private static boolean has(Case c, Kind kind) {
        return steps(c).exists(step -> step.kind() == kind);
    }

    /** How many blocks of at least so many bytes are asked for. */
    private static int asked(Case c, long bytes) {
        return steps(c).filter(step -> step.kind() == Kind.ALLOC && Long.compareUnsigned(step.bytes(), bytes) >= 0)
                .map(Step::times)
                .sum()
                .intValue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("synthetic")
    void endsInTheSmallestWhereverItBegins(String what, Predicate<Case> breaks, String smallest) {
        Random random = new Random(5);
        Set<String> ends = HashSet.empty();
        int starts = 0;
        for (int i = 0; i < 200_000 && starts < STARTS; i++) {
            Case drawn = CaseGenerator.draw(StandardLaws.M1, random);
            if (!(drawn instanceof WorkloadCase start) || !breaks.test(start)) continue;
            starts++;
            ends = ends.add(Shrinker.shrinkWorkload(start, breaks).smallest().toString());
        }
        assertThat(starts).isGreaterThanOrEqualTo(10);
        assertThat(ends).containsExactly(smallest);
    }

    @Test
    void neverEndsInSomethingLargerOrSound() {
        Random random = new Random(6);
        for (int i = 0; i < 50; i++) {
            Case drawn = CaseGenerator.draw(StandardLaws.M1, random);
            if (!(drawn instanceof WorkloadCase start)) continue;
            int salt = random.nextInt();
            Predicate<Case> breaks =
                    c -> c.equals(start) || (c instanceof WorkloadCase && ((c.hashCode() ^ salt) & 15) == 0);
            Case smallest = Shrinker.shrinkWorkload(start, breaks).smallest();
            assertThat(Case.SMALLER_FIRST.compare(smallest, start)).isNotPositive();
            assertThat(breaks.test(smallest)).isTrue();
        }
    }

    @Test
    void endsAfterABoundedNumberOfEvaluations() {
        Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            Case drawn = CaseGenerator.draw(StandardLaws.M1, random);
            int[] evaluations = {0};
            if (!(drawn instanceof WorkloadCase start)) continue;
            Shrinker.Result<? extends Case> result = Shrinker.shrinkWorkload(start, c -> {
                evaluations[0]++;
                return false;
            });
            assertThat(result.smallest()).isEqualTo(start);
            assertThat(result.evaluations()).isEqualTo(evaluations[0]).isLessThanOrEqualTo(60_000);
        }
    }
}
