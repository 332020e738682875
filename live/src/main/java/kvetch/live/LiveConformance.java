package kvetch.live;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Population;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Shrinker;
import kvetch.properties.vectors.Difference;
import kvetch.properties.vectors.LifeComparison;
import kvetch.properties.vectors.LifeStep;
import org.jspecify.annotations.Nullable;

/** Holds the model against a real kernel, side by side, on arrays and lives that are drawn. */
public final class LiveConformance {
    private static final int MOST_SHRINK_EVALUATIONS = 400;

    /** Of so many cases one is of an array most of whose like are refused. */
    private static final int REFUSED_ONE_IN = 3;

    private LiveConformance() {}

    /**
     * How much to draw.
     *
     * @param arrays how many arrays
     * @param lives how many lives
     * @param seed the same one gives the same arrays and the same lives
     */
    public record Scope(int arrays, int lives, long seed) {}

    /**
     * A case.
     *
     * @param array what starts first
     * @param isLife whether it is stopped and started again, or refused and something else is started, and used every time; else it is
     *     started, looked at more closely and stopped
     */
    public record Drawn(ArrayCase array, boolean isLife) {
        @Override
        public String toString() {
            return (isLife ? "a life: " : "") + array;
        }
    }

    /**
     * Where model and kernel do not do the same.
     *
     * @param smallest the smallest case that shows it
     * @param original the case that was drawn
     * @param steps what the kernel does with the smallest, up to where they differ
     * @param difference what differs, and how
     */
    public record Disagreement(Drawn smallest, Drawn original, Vector<LifeStep> steps, Difference difference) {}

    /**
     * What came of it.
     *
     * @param tries how many arrays and lives were tried
     * @param signs of how many of them there was each sign
     * @param untriable of how many a part could not be tried, by reason
     * @param disagreements the cases on which model and kernel do not do the same, in the order drawn; the first is shrunk
     */
    public record Outcome(
            int tries,
            Map<Sign, Integer> signs,
            TreeMap<String, Integer> untriable,
            Vector<Disagreement> disagreements) {
        /**
         * How often there was a sign.
         *
         * @param sign which
         * @return 0 to {@link #tries}
         */
        public int count(Sign sign) {
            return signs.getOrElse(sign, 0);
        }
    }

    /** What a kernel shows of an array. */
    public enum Sign {
        /** It starts. */
        STARTED,
        /** The kernel dies of it. */
        DIED,
        /** The kernel WARNs. */
        WARNED,
        /** The model WARNs, and the kernel, which does so once a boot, is silent with the same errno. */
        SILENT,
        /** It WARNs of the length of a line that it prints, with the names of disks, of which no model knows. */
        PRINTED
    }

    /** Who wants to know how far it is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * An array or a life was tried.
         *
         * @param done how many were by now
         * @param lines all that the kernel did, as lines of recordings
         */
        void tried(int done, Vector<String> lines);
    }

    /**
     * Goes through arrays, and then through lives.
     *
     * @param kernel the kernel
     * @param model what is held against it, as {@link LiveKernel#setup}
     * @param scope how many
     * @param isCancelled asked in between; once it is true, what is known is the outcome
     * @param listener told after each
     * @return what came of it
     */
    public static Outcome run(
            LiveKernel kernel, Setup model, Scope scope, BooleanSupplier isCancelled, Listener listener) {
        SideBySide compare = new SideBySide(kernel, model);
        Tally tally = new Tally();
        ExecutorService threads = Executors.newFixedThreadPool(kernel.guests().most());
        try {
            List<Future<SideBySide.Comparison>> results = new ArrayList<>();
            for (Drawn c : cases(kernel, scope))
                results.add(threads.submit(() -> {
                    if (isCancelled.getAsBoolean()) return null;
                    SideBySide.Comparison comparison = compare.compare(c, false);
                    // Whoever ends a run may have ended its guests, too, and half an answer differs.
                    return isCancelled.getAsBoolean() ? null : comparison;
                }));
            for (Future<SideBySide.Comparison> result : results) {
                SideBySide.Comparison comparison = outcome(result);
                if (comparison == null) break;
                tally.count(comparison);
                listener.tried(tally.tries, Recorded.lines(kernel, comparison));
            }
        } finally {
            threads.shutdownNow();
        }
        return tally.outcome(compare, isCancelled);
    }

    private static SideBySide.@Nullable Comparison outcome(Future<SideBySide.Comparison> result) {
        try {
            return Outcomes.of(result);
        } catch (InterruptedException e) {
            return null;
        }
    }

    static Vector<Drawn> cases(LiveKernel kernel, Scope scope) {
        List<Drawn> cases = new ArrayList<>();
        Random arrays = new Random(scope.seed);
        for (int i = 0; i < scope.arrays; i++)
            cases.add(drawn(kernel, i % REFUSED_ONE_IN == 0 ? Population.REFUSED : Population.RUNNING, arrays, false));
        Random lives = new Random(~scope.seed);
        for (int i = 0; i < scope.lives; i++) cases.add(drawn(kernel, Population.LIVES, lives, true));
        return Vector.ofAll(cases);
    }

    private static Drawn drawn(LiveKernel kernel, Population population, Random random, boolean isLife) {
        return new Drawn((ArrayCase) kernel.trial().adapted(CaseGenerator.next(population, random)), isLife);
    }

    private static final class Tally {
        private int tries;
        private Map<Sign, Integer> signs = HashMap.empty();
        private TreeMap<String, Integer> untriable = TreeMap.empty();
        private final List<SideBySide.Comparison> differing = new ArrayList<>();

        void count(SideBySide.Comparison comparison) {
            tries++;
            for (Sign sign : comparison.signs()) signs = signs.put(sign, 1, Integer::sum);
            if (!comparison.untriable().isEmpty()) untriable = untriable.put(comparison.untriable(), 1, Integer::sum);
            if (comparison.at() != null) differing.add(comparison);
        }

        Outcome outcome(SideBySide compare, BooleanSupplier isCancelled) {
            Vector<Disagreement> disagreements = Vector.empty();
            for (SideBySide.Comparison comparison : differing) {
                SideBySide.Comparison shown =
                        disagreements.isEmpty() ? shrink(compare, comparison, isCancelled) : comparison;
                LifeComparison.At at = shown.at();
                if (at == null) continue;
                disagreements = disagreements.append(new Disagreement(
                        shown.drawn(), comparison.drawn(), shown.steps().take(at.step() + 1), at.difference()));
            }
            return new Outcome(tries, signs, untriable, disagreements);
        }

        /** The comparison on the smallest case that shows it, or the one at hand where it does not show again. */
        private static SideBySide.Comparison shrink(
                SideBySide compare, SideBySide.Comparison found, BooleanSupplier isCancelled) {
            boolean isLife = found.drawn().isLife();
            ArrayCase smallest = (ArrayCase) Shrinker.shrink(
                            found.drawn().array(),
                            c -> !isCancelled.getAsBoolean()
                                    && isSame(found, compare.compare(new Drawn((ArrayCase) c, isLife), false)),
                            MOST_SHRINK_EVALUATIONS)
                    .smallest();
            SideBySide.Comparison shown = compare.compare(new Drawn(smallest, isLife), true);
            return isSame(found, shown) ? shown : found;
        }

        private static boolean isSame(SideBySide.Comparison found, SideBySide.Comparison here) {
            return found.at() != null
                    && here.at() != null
                    && found.at()
                            .difference()
                            .what()
                            .equals(here.at().difference().what());
        }
    }
}
