package kvetch.properties.ideal;

import kvetch.properties.cases.ArrayCase;

/** What the block layer hands to an array, by its rules and not by what a driver tells it. */
public final class BlockLayer {
    /** The most sectors that a bio can hold: its size is an unsigned int of bytes. */
    public static final long LARGEST_BIO = ((1L << 32) - 1) / 512;

    private BlockLayer() {}

    /**
     * The longest request to an array.
     *
     * @param c a case with that array; its chunk counts as unsigned
     * @return sectors: a chunk, or a page if that is more, and no more than a bio holds
     */
    public static long longestRequest(ArrayCase c) {
        long page = c.machine().pageSize() / 512;
        return Math.min(Math.max(c.array().chunk(), page), LARGEST_BIO);
    }
}
