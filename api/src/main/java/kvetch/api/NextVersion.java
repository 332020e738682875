package kvetch.api;

import java.util.concurrent.atomic.AtomicLong;

/** Versions for memory that keeps none of its own: no two are alike, and so nothing that was read of it is remembered. */
final class NextVersion {
    private static final AtomicLong TAKEN = new AtomicLong();

    private NextVersion() {}

    static long take() {
        return TAKEN.incrementAndGet();
    }
}
