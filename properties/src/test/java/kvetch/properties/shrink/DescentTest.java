package kvetch.properties.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever takes the first case that does, again and again, goes the way of the shrinker. */
class DescentTest {
    private static final int STARTS = 10;
    private static final int BUDGET = 60_000;

    static Stream<Arguments> arrays() {
        return Stream.of(
                array("anything", c -> true),
                array("raid_disks from a value on", c -> c.raidDisks() >= 12_345),
                array("a large disk", c -> c.disks() > 1 && c.diskSectors(c.disks() - 1) >= 77_777),
                array("three disks and a chunk", c -> c.disks() >= 3 && c.chunkSectors() >= 1000),
                array("a request", c -> c.requestSectors() >= 3 && c.requestStart() > 100),
                array("an early failure", c -> c.failAt() >= 1 && c.failAt() <= 3),
                array("large pages", c -> c.machine().pageSize() > 4096));
    }

    private static Arguments array(String what, Predicate<ArrayCase> breaks) {
        return Arguments.of(what, breaks);
    }

    /** The cases that are tried, each once, until none does. */
    private static <C extends Case> List<C> way(Descent<C> start, Predicate<? super C> breaks) {
        List<C> tried = new ArrayList<>();
        Set<C> known = new HashSet<>();
        Descent<C> at = start;
        for (boolean isOver = false; !isOver; ) {
            isOver = true;
            for (Iterator<Descent<C>> next = at.next().iterator(); isOver && next.hasNext(); ) {
                Descent<C> there = next.next();
                if (known.add(there.smallest())) tried.add(there.smallest());
                if (!breaks.test(there.smallest())) continue;
                at = there;
                isOver = false;
            }
        }
        return tried;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrays")
    void triesWhatTheShrinkerTriesOfArrays(String what, Predicate<ArrayCase> breaks) {
        Random random = new Random(3);
        int starts = 0;
        while (starts < STARTS) {
            ArrayCase start = CaseGenerator.next(Population.LIVES, random);
            if (start.disks() > 64 || !breaks.test(start)) continue;
            starts++;
            List<ArrayCase> tried = new ArrayList<>();
            Shrinker.shrinkArray(
                    start,
                    c -> {
                        tried.add(c);
                        return breaks.test(c);
                    },
                    BUDGET);
            assertThat(way(Descent.of(start, c -> true), breaks)).isEqualTo(tried);
        }
    }

    @Test
    void triesWhatTheShrinkerTriesOfWorkloads() {
        Predicate<Case> breaks = c -> c instanceof WorkloadCase alone
                && alone.workload().steps().exists(step -> step.kind().asks() && step.bytes() > 5000);
        Random random = new Random(4);
        int starts = 0;
        while (starts < STARTS) {
            WorkloadCase start = CaseGenerator.nextWorkload(random);
            if (start.workload().steps().size() > 16 || !breaks.test(start)) continue;
            starts++;
            List<Case> tried = new ArrayList<>();
            Shrinker.shrinkWorkload(start, c -> {
                tried.add(c);
                return breaks.test(c);
            });
            List<Case> way = new ArrayList<>();
            Descent.insteadOfWorkload().forEach(array -> way.add(array.smallest()));
            way.addAll(way(Descent.of(start), breaks));
            assertThat(way).isEqualTo(tried);
        }
    }

    @Test
    void triesNothingThatItMayNot() {
        ArrayCase start = ArrayCase.of(4096, 1 << 20, 1 << 21, 1 << 22);
        List<ArrayCase> way = way(Descent.of(start, c -> c.disks() == 2), c -> true);
        assertThat(way).allMatch(c -> c.disks() == 2);
        assertThat(way.get(way.size() - 1))
                .hasToString("2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 1");
    }

    @Test
    void canBeGoneOnWithFromAnyPlace() {
        Descent<ArrayCase> start = Descent.of(ArrayCase.of(4096, 1 << 20, 1 << 21), c -> true);
        List<ArrayCase> first = start.next().map(Descent::smallest).limit(200).toList();
        assertThat(start.next().skip(3).findFirst().orElseThrow().next()).isNotEmpty();
        assertThat(start.next().map(Descent::smallest).limit(200)).isEqualTo(first);
    }
}
