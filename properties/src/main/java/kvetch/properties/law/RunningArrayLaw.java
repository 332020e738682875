package kvetch.properties.law;

import kvetch.properties.cases.ArrayCase;
import org.jspecify.annotations.Nullable;

/** A law of arrays that run: of their zones, of where sectors are, of requests and discards. */
public abstract non-sealed class RunningArrayLaw extends Law {
    /** What a replay shows of the array. */
    public enum Scene {
        /** Its zones. */
        ZONES,
        /** Where its sectors are, too. */
        MAPPING,
        /** Where the request of the case goes, too. */
        REQUEST,
        /** What the request of the case would throw away as a discard, too. */
        DISCARD
    }

    /**
     * A law with its words.
     *
     * @param id what users and tokens call it, as {@link Law#ID} says
     * @param title the law in a few words, no more than a column of 33 characters holds
     * @param statement the law in a sentence
     * @param standsFor what it stands for, in a few words
     */
    protected RunningArrayLaw(String id, String title, String statement, String standsFor) {
        super(id, title, statement, standsFor);
    }

    /**
     * Judges an array that runs.
     *
     * @param array the array, on a machine of its own
     * @param judgement where to say that the case has something to say about the law, and how it breaks it
     */
    public abstract void judge(RunningArray array, Judgement judgement);

    /**
     * The fast form of the law for {@code explore}, which has an array of a small scope mapped sector by sector. It must find
     * what {@link #judge} finds on the cases of the scope, and says so with the case; {@link #judge} has the last word.
     *
     * <p>By default {@link #judge} itself looks at the array.
     *
     * @param array the array
     * @return a case that breaks the law: that of the array, or with a request; null if none does
     */
    public @Nullable ArrayCase explore(WalkedArray array) {
        return array.judged(this);
    }

    /**
     * Whether {@link #explore} has something to say of one array, and not only a comparison of several.
     *
     * @return by default true unless the law compares
     */
    public boolean looksAtOne() {
        return compares() == Comparison.NONE;
    }

    /**
     * What a replay shows.
     *
     * @return by default the mapping
     */
    public Scene scene() {
        return Scene.MAPPING;
    }

    @Override
    public Population population() {
        return Population.RUNNING;
    }

    @Override
    public String lookFirstAt() {
        return "M3 and M4 of the same allocator: the driver reads back other bytes than it wrote, or dirty ones";
    }
}
