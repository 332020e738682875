package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.properties.cases.ArrayCase;

/**
 * The arrays, requests and lives that an exploration goes through.
 *
 * <p>A disk of n chunks has n times the chunk in sectors; a disk of 0 chunks has one sector less than a chunk. Disks of less
 * than 2 sectors are left out, since md refuses to add them.
 *
 * @param sizes how many disks there are, and how large they are
 * @param chunks the values of chunk_sectors, each 1 to 128
 * @param layouts 1, 2 or both
 * @param longestRequest in sectors; longer ones are cut to what the block layer hands over
 * @param lives 1: run, stop, and run the same array again; 2: run again with every array of up to two disks, too
 */
public record Scope(Sizes sizes, Vector<Integer> chunks, Vector<Integer> layouts, int longestRequest, int lives) {

    /**
     * The sizes of disks.
     *
     * @param fewestDisks 1 or more
     * @param mostDisks at most 8
     * @param fewestChunks 0 or more
     * @param mostChunks at most 64
     * @param allOrders whether disks are taken in every order; otherwise in ascending order of size only
     */
    public record Sizes(int fewestDisks, int mostDisks, int fewestChunks, int mostChunks, boolean allOrders) {
        /**
         * Checks that there is something of everything.
         *
         * @param fewestDisks 1 or more
         * @param mostDisks at most 8
         * @param fewestChunks 0 or more
         * @param mostChunks at most 64
         * @param allOrders whether disks are taken in every order
         */
        public Sizes {
            if (fewestDisks < 1 || mostDisks < fewestDisks)
                throw new IllegalArgumentException("no array has " + fewestDisks + " to " + mostDisks + " disks");
            if (fewestChunks < 0 || mostChunks < fewestChunks)
                throw new IllegalArgumentException("no disk has " + fewestChunks + " to " + mostChunks + " chunks");
        }

        /** Those of so many disks, each of n times the chunk. */
        private List<long[]> of(int disks, int chunk) {
            List<long[]> tuples = new ArrayList<>(List.of(new long[0]));
            for (int i = 0; i < disks; i++) {
                List<long[]> longer = new ArrayList<>();
                for (long[] tuple : tuples)
                    for (int n = fewestChunks; n <= mostChunks; n++) {
                        long size = n == 0 ? chunk - 1L : (long) n * chunk;
                        boolean ordered = allOrders || i == 0 || size >= tuple[i - 1];
                        if (size < 2 || !ordered) continue;
                        long[] extended = Arrays.copyOf(tuple, i + 1);
                        extended[i] = size;
                        longer.add(extended);
                    }
                tuples = longer;
            }
            return tuples;
        }
    }

    /** The most disks of an array that runs in the second life. */
    private static final int DISKS_AGAIN = 2;

    /**
     * Checks that there is something of everything.
     *
     * @param sizes of disks
     * @param chunks the values of chunk_sectors
     * @param layouts 1, 2 or both
     * @param longestRequest in sectors
     * @param lives 1 or 2
     */
    public Scope {
        if (chunks.isEmpty() || layouts.isEmpty())
            throw new IllegalArgumentException("a scope needs a value of chunk_sectors and a layout");
        if (longestRequest < 1 || lives < 1)
            throw new IllegalArgumentException("a request has a sector at least, and there is one life at least");
    }

    /**
     * Whether there is no array in it, as where no disk has the 2 sectors that md wants.
     *
     * @return true if there is nothing to go through
     */
    public boolean isEmpty() {
        return chunks.forAll(chunk -> sizes.of(sizes.fewestDisks, chunk).isEmpty());
    }

    /**
     * The scope that is explored where nobody says otherwise.
     *
     * @return 1 to 4 disks of 0 to 6 chunks of 1, 2, 3 or 8 sectors, both layouts, requests up to 8 sectors, two lives
     */
    public static Scope usual() {
        return new Scope(new Scope.Sizes(1, 4, 0, 6, false), Vector.of(1, 2, 3, 8), Vector.of(1, 2), 8, 2);
    }

    /**
     * All arrays of the scope.
     *
     * @return in a fixed order
     */
    public List<ArrayCase> arrays() {
        List<ArrayCase> arrays = new ArrayList<>();
        for (int chunk : chunks)
            for (int layout : layouts)
                for (int disks = sizes.fewestDisks; disks <= sizes.mostDisks; disks++)
                    for (long[] sizes : sizes.of(disks, chunk))
                        arrays.add(ArrayCase.of(chunk, sizes).withLayout(layout));
        return arrays;
    }

    /**
     * The disks of the arrays that run in the second life after another one.
     *
     * @param chunk of that one, in sectors
     * @return the sizes of disks in sectors, for each array
     */
    public List<long[]> disksAgain(int chunk) {
        if (lives < 2) return List.of();
        List<long[]> again = new ArrayList<>();
        for (int disks = 1; disks <= Math.min(DISKS_AGAIN, sizes.mostDisks); disks++)
            again.addAll(sizes.of(disks, chunk));
        return again;
    }
}
