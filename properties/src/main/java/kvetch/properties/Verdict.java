package kvetch.properties;

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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
