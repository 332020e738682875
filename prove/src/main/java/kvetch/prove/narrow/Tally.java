package kvetch.prove.narrow;

import io.vavr.collection.Vector;
import java.util.Arrays;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.NarrowArray;
import kvetch.properties.narrow.NarrowExploration.Border;
import kvetch.properties.narrow.NarrowExploration.Counts;
import kvetch.properties.narrow.NarrowExploration.Verdict;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Counts, for a law on a kernel, which arrays break it, and beyond which borders these are. */
final class Tally {
    private final int borders;
    private long started;
    private long judged;
    private long within;
    private long broken;
    private long brokenWithin;
    private final long[] beyond;
    private final long[] brokenBeyond;
    private @Nullable NarrowArray smallest;
    private final @Nullable NarrowArray[] smallestBeyond;

    /** Of so many borders, none of which an array has been held against. */
    Tally(int borders) {
        this.borders = borders;
        this.beyond = new long[borders];
        this.brokenBeyond = new long[borders];
        this.smallestBeyond = new NarrowArray[borders];
    }

    /** Arrays have started. */
    void started(long arrays) {
        started += arrays;
    }

    /**
     * The law had something to say.
     *
     * @param array about this one
     * @param arrays which stands for so many
     * @param isBroken whether it breaks the law
     * @param outside a bit for each border that it is beyond
     */
    void judged(NarrowArray array, long arrays, boolean isBroken, int outside) {
        judged += arrays;
        if (outside == 0) within += arrays;
        if (isBroken) {
            broken += arrays;
            smallest = smaller(smallest, array);
            if (outside == 0) brokenWithin += arrays;
        }
        if (Integer.bitCount(outside) != 1) return;
        int border = Integer.numberOfTrailingZeros(outside);
        beyond[border] += arrays;
        if (!isBroken) return;
        brokenBeyond[border] += arrays;
        smallestBeyond[border] = smaller(smallestBeyond[border], array);
    }

    private static @Nullable NarrowArray smaller(@Nullable NarrowArray a, @Nullable NarrowArray b) {
        if (a == null || b == null) return a == null ? b : a;
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Takes in what another thread has counted. */
    void add(Tally other) {
        started += other.started;
        judged += other.judged;
        within += other.within;
        broken += other.broken;
        brokenWithin += other.brokenWithin;
        smallest = smaller(smallest, other.smallest);
        Arrays.setAll(beyond, i -> beyond[i] + other.beyond[i]);
        Arrays.setAll(brokenBeyond, i -> brokenBeyond[i] + other.brokenBeyond[i]);
        for (int i = 0; i < borders; i++) smallestBeyond[i] = smaller(smallestBeyond[i], other.smallestBeyond[i]);
    }

    /** What it comes to, with the words of each border. */
    Verdict verdict(KernelProfile kernel, Law law, Vector<String> conditions) {
        return new Verdict(
                kernel,
                law,
                new Counts(started, judged, within, broken, brokenWithin),
                smallest,
                conditions.zipWithIndex(
                        (condition, i) -> new Border(condition, beyond[i], brokenBeyond[i], smallestBeyond[i])));
    }
}
