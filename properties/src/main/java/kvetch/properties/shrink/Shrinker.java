package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;

/**
 * Makes a counterexample as small as it gets, in {@link Case#SMALLER_FIRST}.
 *
 * <p>It works in passes. Each looks for the smallest value of one part of the case, from the smallest up rather than from the
 * found one down, and where one part alone cannot move, moves others with it: fewer disks with a larger raid_disks or chunk, a
 * smaller chunk with sizes and request that keep their number of chunks, a smaller disk with a larger later one. {@link Rounds} of
 * passes are repeated until none moves; what is small then is checked against all that is smaller. So the result depends on the
 * defect and not on where the search began.
 */
public final class Shrinker {
    /** How many cases are tried for a workload. */
    private static final int WORKLOAD_BUDGET = 60_000;

    /** Small arrays that are tried before any workload. */
    static final Vector<ArrayCase> ARRAYS_INSTEAD =
            Vector.of(1, 2, 1 << 19, 1 << 28, Integer.MAX_VALUE).map(ArrayCase.of(1, 2)::withRaidDisks);

    private Shrinker() {}

    /**
     * What it came to.
     *
     * @param <C> the kind of case
     * @param smallest the smallest case
     * @param evaluations how many cases were tried
     */
    public record Result<C extends Case>(C smallest, int evaluations) {
        private Result<C> after(int more) {
            return new Result<>(smallest, more + evaluations);
        }
    }

    /**
     * Makes a case small.
     *
     * @param found the case that was found
     * @param breaks whether a case breaks the law in the same way
     * @param budget how many arrays may be tried
     */
    public static Result<? extends Case> shrink(Case found, Predicate<Case> breaks, int budget) {
        return found instanceof ArrayCase array
                ? shrinkArray(array, breaks, budget)
                : shrinkWorkload((WorkloadCase) found, breaks);
    }

    static Result<ArrayCase> shrinkArray(ArrayCase found, Predicate<? super ArrayCase> breaks, int budget) {
        Search<ArrayCase> search = new Search<>(found, breaks, budget);
        Rounds.ofArrays(search).run(search);
        return new Result<>(search.best(), search.evaluations());
    }

    /** Fewer steps, then simpler ones, on the usual machine if it shows there; or an array, which is smaller than any. */
    static Result<? extends Case> shrinkWorkload(WorkloadCase found, Predicate<Case> breaks) {
        int tried = 0;
        for (ArrayCase array : ARRAYS_INSTEAD) {
            tried++;
            if (breaks.test(array))
                return shrinkArray(array, breaks, WORKLOAD_BUDGET - tried).after(tried);
        }
        Search<WorkloadCase> search = new Search<>(found, breaks, WORKLOAD_BUDGET - tried);
        Rounds.ofWorkloads(search).run(search);
        return new Result<>(search.best(), search.evaluations()).after(tried);
    }

    /**
     * The passes of a search, which are run until none moves.
     *
     * @param first what is run once, before any round
     * @param each what is run in each round, in order
     * @param whenStuck what is run after those, in order, as long as nothing has moved in the round
     */
    record Rounds(List<Runnable> first, List<Runnable> each, List<Runnable> whenStuck) {

        static Rounds ofArrays(Search<ArrayCase> search) {
            UsualArrays usual = new UsualArrays(search);
            FewerDisks fewerDisks = new FewerDisks(search);
            SmallerNumbers numbers = new SmallerNumbers(search);
            SmallerSizes sizes = new SmallerSizes(search);
            return new Rounds(
                    List.of(),
                    List.of(
                            usual::makeUsual,
                            usual::moveToUsualMachine,
                            fewerDisks::simplifySlots,
                            fewerDisks::dropDisks,
                            usual::moveFailPoint,
                            numbers::shrinkRaidDisks,
                            numbers::shrinkChunk,
                            sizes::shrinkSizes,
                            usual::makeLayoutUsual,
                            sizes::shrinkRequest),
                    List.of(fewerDisks::tryFewDisks, new SmallArrays(search)::enumerateSmaller));
        }

        static Rounds ofWorkloads(Search<WorkloadCase> search) {
            FewerSteps fewer = new FewerSteps(search);
            SmallerSteps smaller = new SmallerSteps(search);
            OtherMachines machines = new OtherMachines(search);
            return new Rounds(
                    List.of(smaller::halveTimes),
                    List.of(
                            fewer::dropSteps,
                            machines::makeMachineUsual,
                            new SimplerSteps(search)::simplifyEach,
                            fewer::exchangeSteps,
                            fewer::mergeRequests,
                            smaller::moveTimes,
                            fewer::freeAnOlderOne,
                            smaller::askForMoreLessOften,
                            smaller::askForOtherSizes,
                            fewer::freeOneByOne,
                            smaller::shrinkEqualSizes,
                            smaller::scaleSizes,
                            smaller::shrinkEachSize),
                    List.of(machines::fillMachines, new ShortWorkloads(search)::tryShort));
        }

        /** Runs them all, on the search that they are of. */
        void run(Search<? extends Case> search) {
            for (Runnable pass : first) pass.run();
            Case before;
            do {
                before = search.best();
                for (Runnable pass : each) pass.run();
                for (Runnable pass : whenStuck) if (search.best().equals(before)) pass.run();
            } while (!search.best().equals(before) && !search.isOver());
        }
    }
}
