package kvetch.live;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Population;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Shrinker;
import org.jspecify.annotations.Nullable;

/** Holds the model against a real kernel, side by side, on arrays that are drawn. */
public final class LiveConformance {
    private static final int MOST_SHRINK_EVALUATIONS = 400;

    /** Of so many cases one is of an array most of whose like are refused. */
    private static final int REFUSED_ONE_IN = 3;

    private LiveConformance() {}

    /**
     * Where model and kernel do not do the same.
     *
     * @param smallest the smallest array that shows it
     * @param original the array that was drawn
     * @param what what differs, in a few words
     * @param onKernel what the kernel does
     * @param onModel what the model does
     */
    public record Disagreement(ArrayCase smallest, ArrayCase original, String what, String onKernel, String onModel) {}

    /**
     * What came of it.
     *
     * @param tries how many arrays were tried
     * @param signs of how many of them there was each sign
     * @param untriable of how many arrays a part could not be tried, by reason
     * @param disagreements the arrays on which model and kernel do not do the same, in the order drawn; the first is shrunk
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
        SILENT
    }

    /** Who wants to know how far it is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * An array was tried.
         *
         * @param done how many were by now
         * @param line it as a line of recordings; null if nothing of it can be recorded
         */
        void tried(int done, @Nullable String line);
    }

    /**
     * Goes through arrays.
     *
     * @param kernel the kernel
     * @param providers the allocators, the kernel's own among them
     * @param tries how many arrays
     * @param seed the seed: the same one gives the same arrays
     * @param isCancelled asked between arrays; once it is true, what is known is the outcome
     * @param listener told after each array
     * @return what came of it
     */
    public static Outcome run(
            LiveKernel kernel,
            Providers providers,
            int tries,
            long seed,
            BooleanSupplier isCancelled,
            Listener listener) {
        return run(kernel, kernel.setup(providers), tries, seed, isCancelled, listener);
    }

    /** The same with another model, as one with a mistake planted in it. */
    static Outcome run(
            LiveKernel kernel, Setup setup, int tries, long seed, BooleanSupplier isCancelled, Listener listener) {
        SideBySide compare = new SideBySide(kernel, setup);
        Tally tally = new Tally();
        ExecutorService threads = Executors.newFixedThreadPool(kernel.guests().most());
        try {
            List<Future<SideBySide.Comparison>> results = new ArrayList<>();
            for (ArrayCase c : cases(kernel, tries, seed))
                results.add(threads.submit(() -> isCancelled.getAsBoolean() ? null : compare.compare(c, false)));
            for (Future<SideBySide.Comparison> result : results) {
                SideBySide.Comparison comparison = outcome(result);
                if (comparison == null) break;
                tally.count(comparison);
                listener.tried(tally.tries, comparison.line());
            }
        } finally {
            threads.shutdownNow();
        }
        return tally.outcome(compare, isCancelled);
    }

    private static SideBySide.@Nullable Comparison outcome(Future<SideBySide.Comparison> result) {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static List<ArrayCase> cases(LiveKernel kernel, int tries, long seed) {
        Random random = new Random(seed);
        List<ArrayCase> cases = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            Population population = i % REFUSED_ONE_IN == 0 ? Population.REFUSED : Population.RUNNING;
            ArrayCase drawn = CaseGenerator.next(population, random);
            cases.add((ArrayCase) Trial.adapted(drawn, kernel.memoryMb()));
        }
        return cases;
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
            if (comparison.difference() != null) differing.add(comparison);
        }

        Outcome outcome(SideBySide compare, BooleanSupplier isCancelled) {
            Vector<Disagreement> disagreements = Vector.empty();
            for (SideBySide.Comparison comparison : differing) {
                ArrayCase c = comparison.testCase();
                ArrayCase smallest = disagreements.isEmpty() ? shrink(compare, comparison, isCancelled) : c;
                SideBySide.Difference shown = compare.compare(smallest, true).difference();
                if (shown == null) shown = comparison.difference();
                if (shown == null) continue;
                disagreements = disagreements.append(
                        new Disagreement(smallest, c, shown.what(), shown.onKernel(), shown.onModel()));
            }
            return new Outcome(tries, signs, untriable, disagreements);
        }

        private static ArrayCase shrink(SideBySide compare, SideBySide.Comparison found, BooleanSupplier isCancelled) {
            SideBySide.Difference difference = found.difference();
            String what = difference == null ? "" : difference.what();
            return (ArrayCase) Shrinker.shrink(
                            found.testCase(),
                            c -> {
                                if (isCancelled.getAsBoolean()) return false;
                                SideBySide.Difference here =
                                        compare.compare((ArrayCase) c, false).difference();
                                return here != null && here.what().equals(what);
                            },
                            MOST_SHRINK_EVALUATIONS)
                    .smallest();
        }
    }
}
