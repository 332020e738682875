package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.Locale;

/** What came of putting a law to the test. */
public enum Verdict {
    /** No case broke it. */
    HELD,
    /** A case broke it. */
    BROKEN,
    /** It was not put to the test, or not on the cases that matter. */
    INCOMPLETE,
    /** The check itself failed, because the allocator misbehaved as a program or through a fault of our own. */
    ERROR,
    /** By what the allocator declares the law does not apply to it. */
    NOT_APPLICABLE;

    /**
     * What came of several in all.
     *
     * @param verdicts the verdicts
     * @return the worst: broken, then error, then incomplete, which it also is where no law applies
     */
    public static Verdict ofAll(Vector<Verdict> verdicts) {
        if (verdicts.contains(BROKEN)) return BROKEN;
        if (verdicts.contains(ERROR)) return ERROR;
        boolean isComplete = !verdicts.contains(INCOMPLETE) && verdicts.contains(HELD);
        return isComplete ? HELD : INCOMPLETE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
