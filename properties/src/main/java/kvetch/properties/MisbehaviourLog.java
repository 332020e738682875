package kvetch.properties;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** What a run knows of how its allocators and drivers misbehave. */
final class MisbehaviourLog {
    private final Map<Culprit, Misbehaviour> hung = new HashMap<>();
    private final Map<Culprit, Set<Misbehaviour.Kind>> seen = new HashMap<>();

    /**
     * Takes note.
     *
     * @return true if it is the first of its kind by its culprit
     */
    boolean note(Misbehaviour misbehaviour) {
        if (misbehaviour.kind() == Misbehaviour.Kind.HUNG || misbehaviour.kind() == Misbehaviour.Kind.EXITED)
            hung.putIfAbsent(misbehaviour.culprit(), misbehaviour);
        return seen.computeIfAbsent(misbehaviour.culprit(), name -> EnumSet.noneOf(Misbehaviour.Kind.class))
                .add(misbehaviour.kind());
    }

    /** Whether its culprit was seen at something of its kind before. */
    boolean isKnown(Misbehaviour misbehaviour) {
        return seen.getOrDefault(misbehaviour.culprit(), Set.of()).contains(misbehaviour.kind());
    }

    /** How the allocator or the driver of a setup hung or ended, which must not be called any more; null if neither did. */
    @Nullable
    Misbehaviour hung(Setup setup) {
        for (Culprit each : setup.plugged()) if (hung.containsKey(each)) return hung.get(each);
        return null;
    }
}
