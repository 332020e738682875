package kvetch.properties.mutants;

import java.util.BitSet;

/** Where the driver that {@linkplain Places#noting notes} its statements says which it executes. */
public final class Hits {
    /** More than the driver has statements. */
    static final int MOST = 2048;

    private static final boolean[] HITS = new boolean[MOST];

    private Hits() {}

    /** A statement is about to be executed. */
    public static void hit(int place) {
        HITS[place] = true;
    }

    /** Which statements were executed since this was last asked. */
    static BitSet take() {
        BitSet taken = new BitSet(MOST);
        for (int place = 0; place < MOST; place++) {
            if (HITS[place]) taken.set(place);
            HITS[place] = false;
        }
        return taken;
    }
}
