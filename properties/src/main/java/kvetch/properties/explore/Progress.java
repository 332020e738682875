package kvetch.properties.explore;

import java.util.concurrent.atomic.AtomicLong;

/** How far an exploration is. May be asked from any thread. */
public final class Progress {
    private final AtomicLong arrays = new AtomicLong();
    private final AtomicLong states = new AtomicLong();

    /** Begins anew. */
    void reset() {
        arrays.set(0);
        states.set(0);
    }

    void arrayDone() {
        arrays.incrementAndGet();
    }

    void statesDone(long count) {
        states.addAndGet(count);
    }

    /** How many arrays are done, for all kernels and allocators. */
    public long arrays() {
        return arrays.get();
    }

    /** How many lives were led, by whatever allocator. */
    public long states() {
        return states.get();
    }
}
