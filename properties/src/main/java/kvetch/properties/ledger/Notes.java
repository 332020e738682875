package kvetch.properties.ledger;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;

/**
 * Faults as they happen. What goes wrong again and again is noted some times only, and its words are not even made after
 * that: an allocator that is wrong at every call takes hardly longer than a right one.
 */
public final class Notes {
    /** How often the same is noted. */
    private static final int MOST = 100;

    private final List<Fault.Seen> seen = new ArrayList<>();
    private final Map<Fault, Integer> counts = new HashMap<>();

    /**
     * Notes a fault.
     *
     * @param fault what went wrong
     * @param message the same with its figures
     * @param allocations the ones that it is about
     */
    public void add(Fault fault, Supplier<String> message, Integer... allocations) {
        addSeen(fault, () -> new Evidence.Blocks(Vector.of(allocations), message.get()));
    }

    /** The same with evidence of another kind. */
    void addSeen(Fault fault, Supplier<Evidence> evidence) {
        if (counts.merge(fault, 1, Integer::sum) <= MOST) seen.add(new Fault.Seen(fault, evidence.get()));
    }

    /** Whether the same was noted so often that it is not noted any more. */
    boolean isEnough(Fault fault) {
        return counts.getOrDefault(fault, 0) >= MOST;
    }

    /** Those that were noted, in the order they happened. */
    public List<Fault.Seen> all() {
        return seen;
    }
}
