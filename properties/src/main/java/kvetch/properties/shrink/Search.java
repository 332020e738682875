package kvetch.properties.shrink;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import kvetch.properties.cases.Case;

/**
 * The search for the smallest case: the best so far, and what was found not to do. What it tries is said by {@link Passes}.
 *
 * @param <C> the kind of case
 */
final class Search<C extends Case> {
    private final Predicate<? super C> breaks;
    private final int budget;
    private final Set<C> refuted = new HashSet<>();
    private C best;
    private int evaluations;

    /**
     * At its beginning.
     *
     * @param found the case that was found
     * @param breaks whether a case breaks the law in the same way
     * @param budget how many cases may be tried
     */
    Search(C found, Predicate<? super C> breaks, int budget) {
        this.best = found;
        this.breaks = breaks;
        this.budget = budget;
    }

    /** The smallest case so far. */
    C best() {
        return best;
    }

    /** How many cases were tried. */
    int evaluations() {
        return evaluations;
    }

    /** Whether no more may be tried. */
    boolean isOver() {
        return evaluations >= budget;
    }

    /** Takes the candidate if it is smaller and breaks the law in the same way. */
    boolean accept(C candidate) {
        if (isOver() || Case.SMALLER_FIRST.compare(candidate, best) >= 0 || refuted.contains(candidate)) return false;
        evaluations++;
        if (breaks.test(candidate)) {
            best = candidate;
            return true;
        }
        refuted.add(candidate);
        return false;
    }
}
