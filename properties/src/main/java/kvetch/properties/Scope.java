package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

        /** What a disk may have: n times the chunk, but never less than the 2 sectors that md wants. */
        private long[] ofOne(int chunk) {
            return IntStream.rangeClosed(fewestChunks, mostChunks)
                    .mapToLong(n -> n == 0 ? chunk - 1L : (long) n * chunk)
                    .filter(size -> size >= 2)
                    .toArray();
        }

        /** How many arrays have so many disks, each of so many sizes. */
        private long count(int disks, int sizes) {
            long count = 1;
            for (int i = 0; i < disks; i++) count = allOrders ? count * sizes : count * (sizes + i) / (i + 1);
            return count;
        }

        /** The how-many-eth of them, from 0: the last disk changes fastest. */
        private long[] disks(int disks, long[] sizes, long number) {
            long[] chosen = new long[disks];
            long rest = number;
            int least = 0;
            for (int i = 0; i < disks; i++) {
                int size = least;
                for (long with; rest >= (with = withFirst(disks - i, sizes.length, size)); size++) rest -= with;
                chosen[i] = sizes[size];
                if (!allOrders) least = size;
            }
            return chosen;
        }

        /** How many of them begin with a certain size. */
        private long withFirst(int disks, int sizes, int size) {
            return count(disks - 1, allOrders ? sizes : sizes - size);
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
        return size() == 0;
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
     * How many arrays there are.
     *
     * @return 0 or more
     */
    public long size() {
        return blocks().map(Block::size).sum().longValue();
    }

    /**
     * All arrays of the scope.
     *
     * @return in a fixed order
     */
    public List<ArrayCase> arrays() {
        return isEmpty() ? List.of() : arrays(new Stretch(0, size()));
    }

    /**
     * Some of the arrays.
     *
     * @param stretch which, by their place in {@link #arrays()}
     * @return in the same order
     * @throws IllegalArgumentException if there are not so many
     */
    public List<ArrayCase> arrays(Stretch stretch) {
        if (stretch.to() > size()) throw new IllegalArgumentException("there are " + size() + " arrays");
        List<ArrayCase> arrays = new ArrayList<>();
        long before = 0;
        for (Block block : blocks()) {
            long[] ofOne = sizes.ofOne(block.chunk);
            long end = Math.min(stretch.to() - before, block.size);
            for (long i = Math.max(0, stretch.from() - before); i < end; i++)
                arrays.add(ArrayCase.of(block.chunk, sizes.disks(block.disks, ofOne, i))
                        .withLayout(block.layout));
            before += block.size;
        }
        return arrays;
    }

    /**
     * Arrays that have the same chunk, layout and number of disks. They follow each other in {@link #arrays()}, the last disk
     * changing fastest.
     *
     * @param chunk chunk_sectors
     * @param layout 1 or 2
     * @param disks how many
     * @param size how many arrays
     */
    public record Block(int chunk, int layout, int disks, long size) {}

    /**
     * All arrays of the scope.
     *
     * @return in the order of {@link #arrays()}
     */
    public Vector<Block> blocks() {
        return chunks.flatMap(chunk -> layouts.flatMap(layout ->
                Vector.rangeClosed(sizes.fewestDisks, sizes.mostDisks).map(disks -> block(chunk, layout, disks))));
    }

    private Block block(int chunk, int layout, int disks) {
        return new Block(chunk, layout, disks, sizes.count(disks, sizes.ofOne(chunk).length));
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
        for (int disks = 1; disks <= Math.min(DISKS_AGAIN, sizes.mostDisks); disks++) {
            long size = block(chunk, layouts.head(), disks).size;
            for (long i = 0; i < size; i++) again.add(sizes.disks(disks, sizes.ofOne(chunk), i));
        }
        return again;
    }
}
