package kvetch.properties.shrink;

import java.util.function.LongPredicate;
import kvetch.properties.cases.Case;

/**
 * Passes of a {@link Search}: each looks for the smallest value of one part of the case, or moves several at once where one
 * alone cannot move.
 *
 * @param <C> the kind of case
 */
abstract class Passes<C extends Case> {
    /** Machines, the nearest to the usual one first. */
    static final int[] PAGE_SIZES = {4096, 16384, 65536};

    private final Search<C> search;

    Passes(Search<C> search) {
        this.search = search;
    }

    final C best() {
        return search.best();
    }

    final boolean isOver() {
        return search.isOver();
    }

    final boolean accept(C candidate) {
        return search.accept(candidate);
    }

    final boolean acceptFirst(Iterable<? extends C> candidates) {
        for (C candidate : candidates) if (accept(candidate)) return true;
        return false;
    }

    /** Looks between a value that does not do and one that does for the smallest that does. */
    static void bisect(long refutedUpTo, long accepted, LongPredicate accepts) {
        long low = refutedUpTo;
        long high = accepted;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (accepts.test(middle)) high = middle;
            else low = middle;
        }
    }
}
