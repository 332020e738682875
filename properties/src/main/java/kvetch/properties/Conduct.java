package kvetch.properties;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run knows of how its allocators misbehave. */
final class Conduct {
    private final Map<String, Misbehaviour> hung = new HashMap<>();
    private final Map<String, Set<Misbehaviour.Kind>> seen = new HashMap<>();

    /**
     * Takes note.
     *
     * @return true if it is the first of its kind by its allocator
     */
    boolean note(Misbehaviour misbehaviour) {
        if (misbehaviour.kind() == Misbehaviour.Kind.HUNG || misbehaviour.kind() == Misbehaviour.Kind.EXITED)
            hung.putIfAbsent(misbehaviour.allocator(), misbehaviour);
        return seen.computeIfAbsent(misbehaviour.allocator(), name -> EnumSet.noneOf(Misbehaviour.Kind.class))
                .add(misbehaviour.kind());
    }

    /** Whether an allocator was seen at something of its kind before. */
    boolean isKnown(Misbehaviour misbehaviour) {
        return seen.getOrDefault(misbehaviour.allocator(), Set.of()).contains(misbehaviour.kind());
    }

    /** How an allocator hung or ended, which must not be called any more; null if it did not. */
    @Nullable
    Misbehaviour hung(String allocator) {
        return hung.get(allocator);
    }
}
