package kvetch.properties.arbitraries;

import io.vavr.collection.Vector;
import java.util.Random;
import java.util.function.Function;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.gen.Edges;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Population;
import kvetch.properties.shrink.Descent;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/** Cases of all kinds, as a check draws them: arrays, and workloads for an allocator alone. */
public final class CheckedCases {
    private CheckedCases() {}

    /**
     * The cases that a law is put to the test on: for a seed, and without edge cases, those of a check with that seed.
     *
     * @param law a law
     * @return arrays and, where it is about memory, workloads among them
     */
    public static Arbitrary<Case> of(Law law) {
        return law instanceof LifeLaw ? of(law.population()) : arrays(law.population());
    }

    private static Arbitrary<Case> arrays(Population population) {
        return new Drawn<>(
                random -> CaseGenerator.next(population, random),
                SmallerShrinkable::ofLife,
                Vector.narrow(Edges.of(population)));
    }

    private static Arbitrary<Case> of(Population population) {
        if (!population.hasWorkloads()) return arrays(population);
        return new Drawn<>(
                random -> CaseGenerator.draw(population, random),
                SmallerShrinkable::ofLife,
                Vector.<Case>narrow(Edges.of(population)).appendAll(Edges.workloads()));
    }

    /**
     * Arrays of which many are refused, and workloads: those that the laws of memory are put to the test on, and what
     * {@code @ForAll Case} is.
     *
     * @return cases
     */
    public static Arbitrary<Case> lives() {
        return of(Population.LIVES);
    }

    /**
     * What callers do with an allocator alone, each on its machine.
     *
     * @return workloads, of those among {@link #lives()}
     */
    public static Arbitrary<WorkloadCase> workloads() {
        return new Drawn<>(
                CaseGenerator::nextWorkload, workload -> SmallerShrinkable.of(Descent.of(workload)), Edges.workloads());
    }

    /** What the generator draws. */
    private record Drawn<T extends Case>(
            Function<Random, T> draw, Function<T, Shrinkable<T>> shrinkable, Vector<T> edges) implements Arbitrary<T> {
        @Override
        public RandomGenerator<T> generator(int genSize) {
            return random -> shrinkable.apply(draw.apply(random));
        }

        @Override
        public EdgeCases<T> edgeCases(int maxEdgeCases) {
            return SmallerShrinkable.edges(edges.map(shrinkable), maxEdgeCases);
        }
    }
}
