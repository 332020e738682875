package kvetch.properties.narrow;

/**
 * How wide the driver's integers are.
 *
 * @param sector the width of sector_t in bits
 * @param integer the width of int in bits
 */
public record Widths(int sector, int integer) {
    /** As Linux has them. */
    public static final Widths LINUX = new Widths(64, 32);

    /** Where an int begins to be explored: with fewer bits it does not count a disk. */
    public static final int LEAST_INTEGER = 3;

    /** More chunks than so many bits have are too many to explore. */
    public static final int MOST_INTEGER = 8;

    /** More sectors than so many bits have are too many to map. */
    public static final int MOST_SECTOR = 16;

    /**
     * Widths.
     *
     * @param sector the width of sector_t in bits
     * @param integer the width of int in bits
     * @throws IllegalArgumentException if one is no number of bits from 1 to 64 or 32
     */
    public Widths {
        if (sector < 1 || sector > 64 || integer < 1 || integer > 32)
            throw new IllegalArgumentException("no widths: " + sector + "," + integer);
    }

    /**
     * The least width of sector_t that goes with an int of this width: a stripe of as many disks as there may be has to fit, as it
     * does in Linux.
     *
     * @param integer the width of int in bits
     * @return bits
     */
    public static int leastSector(int integer) {
        return 2 * integer - 2;
    }

    /**
     * With how many disks the driver may be explored: twice as many less one are an int, as they are with the most slots that
     * Linux has memory for.
     *
     * @return 2 or more
     */
    public int mostDisks() {
        return 1 << (integer - 2);
    }

    /**
     * How many sectors there can be.
     *
     * @return 2 to the power of the width, which is to be explored
     */
    public long sectors() {
        return 1L << sector;
    }

    /**
     * How many ints there are.
     *
     * @return 2 to the power of the width
     */
    public long integers() {
        return 1L << integer;
    }

    @Override
    public String toString() {
        return sector + "," + integer;
    }
}
