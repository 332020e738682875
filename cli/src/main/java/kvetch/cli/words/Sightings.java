package kvetch.cli.words;

import java.util.HashMap;
import java.util.Map;
import kvetch.live.Sighting;
import kvetch.properties.law.Defect;
import org.jspecify.annotations.Nullable;

/** What a real kernel did with the defects that were found; empty where none was asked. */
public final class Sightings {
    private final Map<String, Sighting> sightings = new HashMap<>();

    /** Keeps what came of trying a defect. */
    public void note(Defect defect, Sighting sighting) {
        sightings.put(key(defect), sighting);
    }

    /** What came of trying it; null if nobody has. */
    public @Nullable Sighting of(Defect defect) {
        return sightings.get(key(defect));
    }

    /** The same, in few words; empty if nobody has. */
    public String brief(Defect defect) {
        Sighting sighting = of(defect);
        return sighting == null ? "" : sighting.toString();
    }

    /** With what was seen, in a sentence. */
    public static String sentence(Sighting sighting) {
        String words = words(sighting);
        return words.isEmpty() || sighting instanceof Sighting.CannotBeTried
                ? sighting.toString()
                : sighting + ": " + words;
    }

    /** What was seen, or why nothing was. */
    public static String words(Sighting sighting) {
        if (sighting instanceof Sighting.Seen seen) return seen.words();
        if (sighting instanceof Sighting.NotSeen not) return not.words();
        return ((Sighting.CannotBeTried) sighting).reason();
    }

    /** One token may break its law in several ways. */
    private static String key(Defect defect) {
        return defect.replay() + " " + defect.violation().what();
    }
}
