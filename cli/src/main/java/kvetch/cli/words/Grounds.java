package kvetch.cli.words;

import io.vavr.collection.Map;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of laws from elsewhere than a check: from an exploration, and from proofs.
 *
 * @param explored what an exploration says, by kernel and law; null if there was none
 * @param proved what the prover says, by kernel and law; null if it was not asked
 */
public record Grounds(
        @Nullable Map<Place, Explored> explored, @Nullable Map<Place, Proved> proved) {
    /** Nothing. */
    public static final Grounds NONE = new Grounds(null, null);

    /** A law on a kernel. */
    public record Place(String kernel, String law) {}

    /** What came of a law in all of a scope. */
    public enum Explored {
        HELD,
        BROKEN,
        NOT_TESTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * What came of proving a law.
     *
     * @param verdict in one word, as {@code kvetch prove} has it
     * @param condition the borders; empty if there are none
     */
    public record Proved(String verdict, String condition) {}

    /** What an exploration says of a law; null if it says nothing. */
    public @Nullable Explored explored(String kernel, String law) {
        return explored == null ? null : explored.get(new Place(kernel, law)).getOrNull();
    }

    /** What the prover says of a law; null if it says nothing. */
    public @Nullable Proved proved(String kernel, String law) {
        return proved == null ? null : proved.get(new Place(kernel, law)).getOrNull();
    }

    /** With what an exploration says. */
    public Grounds withExplored(Map<Place, Explored> all) {
        return new Grounds(all, proved);
    }

    /** With what the prover says. */
    public Grounds withProved(Map<Place, Proved> all) {
        return new Grounds(explored, all);
    }
}
