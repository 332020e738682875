package kvetch.properties.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import kvetch.properties.cases.ArrayCase;

/** Passes over arrays. */
abstract class ArrayPasses extends Passes<ArrayCase> {
    /** So many values are tried one by one. */
    static final int LINEAR = 20;

    /** Later than this nothing fails for the first time. */
    static final int LATEST_FAIL_AT = 12;

    ArrayPasses(Search<ArrayCase> search) {
        super(search);
    }

    /**
     * Looks for the smallest accepted value: one by one, then in doubling steps, then between two steps.
     *
     * @param low where to begin
     * @param high where to end
     * @param highBreaks whether the best case is the one with {@code high}
     */
    final void smallest(long low, long high, boolean highBreaks, LongFunction<Iterable<ArrayCase>> candidates) {
        long value = low;
        for (int i = 0; i < LINEAR && value <= high; i++, value++) if (acceptFirst(candidates.apply(value))) return;
        long refutedUpTo = value - 1;
        for (long step = 1; value < high && value >= low; step *= 2, value = low + LINEAR + step) {
            if (acceptFirst(candidates.apply(value))) {
                bisect(refutedUpTo, value, middle -> acceptFirst(candidates.apply(middle)));
                return;
            }
            refutedUpTo = value;
        }
        if (highBreaks || acceptFirst(candidates.apply(high)))
            bisect(refutedUpTo, high, middle -> acceptFirst(candidates.apply(middle)));
    }

    /** The request of the best case at other places, which an array of another shape may need. */
    final List<ArrayCase> withEarlierRequests(ArrayCase c) {
        List<ArrayCase> candidates = new ArrayList<>();
        long length = best().requestSectors();
        long start = best().requestStart();
        long chunk = Variants.unsignedChunk(best());
        for (long small = 0; small <= 6; small++) candidates.add(c.withRequest(small, length));
        candidates.add(Variants.atWrap(c));
        candidates.add(c.withRequest(start % chunk, length));
        candidates.add(c.withRequest(start % (chunk * Math.max(1, best().disks())), length));
        for (int shift = 30; shift <= 33; shift++)
            for (long near = -2; near <= 0; near++) candidates.add(c.withRequest((1L << shift) + near, length));
        return candidates;
    }
}
