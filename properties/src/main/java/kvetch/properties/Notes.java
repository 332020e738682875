package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Violations as they happen. What goes wrong again and again is noted some times only, and its words are not even made after
 * that: an allocator that is wrong at every call takes hardly longer than a right one.
 */
final class Notes {
    /** How often the same is noted. */
    private static final int MOST = 100;

    private final List<Violation> violations = new ArrayList<>();
    private final EnumMap<LawId, Map<String, Integer>> counts = new EnumMap<>(LawId.class);

    /**
     * Notes a violation.
     *
     * @param what what went wrong, without figures
     * @param message the same with them
     * @param allocations the ones that it is about
     */
    void add(LawId law, String what, Supplier<String> message, Integer... allocations) {
        int count = counts.computeIfAbsent(law, none -> new HashMap<>()).merge(what, 1, Integer::sum);
        if (count <= MOST)
            violations.add(new Violation(law, what, new Evidence.Blocks(Vector.of(allocations), message.get())));
    }

    /** Whether the same was noted so often that it is not noted any more. */
    boolean isEnough(LawId law, String what) {
        return counts.getOrDefault(law, Map.of()).getOrDefault(what, 0) >= MOST;
    }

    /** Those that were noted, in the order they happened. */
    List<Violation> all() {
        return violations;
    }
}
