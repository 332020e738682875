package kvetch.properties.narrow;

import io.vavr.collection.Vector;

/**
 * Which arrays are explored: those of so many disks of these sizes, with every chunk_sectors but 0 and in both layouts.
 *
 * @param widths of the integers
 * @param fewestDisks 1 or more
 * @param mostDisks up to {@link Widths#mostDisks}
 * @param sizes of the disks, none twice, in ascending order
 */
public record NarrowScope(Widths widths, int fewestDisks, int mostDisks, Vector<Sizes> sizes) {
    /** md adds no smaller disk. */
    public static final int SMALLEST_DISK = 2;

    /** So many of the largest sizes are explored where nobody says otherwise: with small disks beside them they wrap, and just do not. */
    private static final int LARGEST_SIZES = 4;

    /**
     * Sizes of disks.
     *
     * @param first the least, in sectors
     * @param last the most, in sectors
     */
    public record Sizes(long first, long last) {
        @Override
        public String toString() {
            return first == last ? "" + first : first + ".." + last;
        }
    }

    /**
     * A scope.
     *
     * @param widths of the integers
     * @param fewestDisks 1 or more
     * @param mostDisks up to {@link Widths#mostDisks}
     * @param sizes of the disks, none twice, in ascending order
     * @throws IllegalArgumentException if there is no array in it, or more than can be explored
     */
    public NarrowScope {
        boolean areWidths = widths.integer() >= Widths.LEAST_INTEGER
                && widths.integer() <= Widths.MOST_INTEGER
                && widths.sector() >= Widths.leastSector(widths.integer())
                && widths.sector() <= Widths.MOST_SECTOR;
        if (!areWidths) throw new IllegalArgumentException("widths that are not explored: " + widths);
        if (fewestDisks < 1 || fewestDisks > mostDisks || mostDisks > widths.mostDisks())
            throw new IllegalArgumentException("disks out of range: " + fewestDisks + " to " + mostDisks);
        long least = SMALLEST_DISK;
        for (Sizes band : sizes) {
            if (band.first < least || band.last < band.first || band.last >= widths.sectors())
                throw new IllegalArgumentException("sizes out of range: " + band);
            least = band.last + 1;
        }
        if (sizes.isEmpty()) throw new IllegalArgumentException("no sizes");
    }

    /**
     * The sizes that are explored where nobody says otherwise: up to two of the largest chunk, and the largest.
     *
     * @param widths of the integers
     * @return in sectors
     */
    public static Vector<Sizes> usualSizes(Widths widths) {
        long most = widths.sectors() - 1;
        long small = Math.min(2 * widths.integers() - 1, most);
        long large = Math.max(small + 1, most - LARGEST_SIZES + 1);
        Vector<Sizes> sizes = Vector.of(new Sizes(SMALLEST_DISK, small));
        return large > most ? sizes : sizes.append(new Sizes(large, most));
    }

    /**
     * How many arrays there are, disks in ascending order of size.
     *
     * @return 1 or more
     */
    public long arrays() {
        long count = sizes.map(band -> band.last - band.first + 1).sum().longValue();
        long arrays = 0;
        for (int disks = fewestDisks; disks <= mostDisks; disks++) arrays += multisets(count, disks);
        return 2 * (widths.integers() - 1) * arrays;
    }

    /**
     * In how many ways so many can be taken of so many kinds, any of them more than once.
     *
     * @param kinds 1 or more
     * @param taken 0 or more
     * @return 1 or more
     */
    public static long multisets(long kinds, int taken) {
        long ways = 1;
        for (int i = 0; i < taken; i++) ways = ways * (kinds + i) / (i + 1);
        return ways;
    }
}
