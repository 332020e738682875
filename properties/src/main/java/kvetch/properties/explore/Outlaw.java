package kvetch.properties.explore;

import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * A law that was plugged in and misbehaved on the way.
 *
 * @param place where in the order in which arrays are explored, each with each setup
 * @param law which
 * @param setup with which kernel and allocator
 * @param misbehaviour what it did
 */
public record Outlaw(long place, Law law, Setup setup, Misbehaviour misbehaviour) {
    /** Whichever comes first. */
    static @Nullable Outlaw first(@Nullable Outlaw one, @Nullable Outlaw other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.place <= other.place ? one : other;
    }
}
