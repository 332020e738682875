package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import kvetch.properties.cases.Case;

/**
 * The way from a found case to the smallest: watches what a minimiser tries and keeps each case that was smaller and broke the
 * law still. Where there are too many, evenly picked ones are kept, the first and the last always.
 */
public final class ShrinkSteps {
    /** More than this nobody steps through. */
    static final int MOST = 64;

    private final List<Case> kept = new ArrayList<>();
    private Case last;
    private int stride = 1;
    private int count;

    public ShrinkSteps(Case found) {
        kept.add(found);
        last = found;
    }

    /** The same test, watched. */
    public Predicate<Case> watching(Predicate<Case> breaks) {
        return c -> {
            boolean broke = breaks.test(c);
            if (broke && Case.SMALLER_FIRST.compare(c, last) < 0) add(c);
            return broke;
        };
    }

    private void add(Case step) {
        last = step;
        if (++count % stride != 0) return;
        kept.add(step);
        if (kept.size() < MOST) return;
        stride *= 2;
        for (int i = kept.size() - 1; i > 0; i--) if (i % 2 != 0) kept.remove(i);
    }

    /** The smallest so far. */
    Case last() {
        return last;
    }

    public Vector<Case> all() {
        Vector<Case> steps = Vector.ofAll(kept);
        return steps.last().equals(last) ? steps : steps.append(last);
    }
}
