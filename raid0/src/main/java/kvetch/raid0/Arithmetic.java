package kvetch.raid0;

/**
 * The arithmetic of I/O: what {@link Raid0} computes of sectors, apart from what it reads and writes. That of the tables is in
 * {@link TableArithmetic}.
 *
 * <p>Each function is static and without loops, on ints and longs as C has them: an int is signed and wraps, a sector_t is an
 * unsigned long of 64 bits. {@code Raid0} calls these, so that what is proved of them is proved of the driver: the
 * prover executes their very bytecode over formulas, and refuses whatever it does not understand. Whoever calls sees to it that no
 * divisor is 0.
 */
public final class Arithmetic {
    private Arithmetic() {}

    // C

    /**
     * Compares two unsigned numbers, in one comparison.
     *
     * @param a unsigned
     * @param b unsigned
     * @return whether a is below b
     */
    public static boolean isBelow(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    /**
     * The smaller of two unsigned numbers, without a branch that depends on them.
     *
     * @param a unsigned
     * @param b unsigned
     * @return one of the two
     */
    public static long smaller(long a, long b) {
        return Math.min(a + Long.MIN_VALUE, b + Long.MIN_VALUE) - Long.MIN_VALUE;
    }

    /**
     * The sum of two sector_t, which wraps.
     *
     * @param a sectors, unsigned
     * @param b sectors, unsigned
     * @return sectors, unsigned
     */
    public static long sum(long a, long b) {
        return a + b;
    }

    /**
     * The difference of two sector_t, which wraps.
     *
     * @param a sectors, unsigned
     * @param b what is taken away, in sectors, unsigned
     * @return sectors, unsigned
     */
    public static long difference(long a, long b) {
        return a - b;
    }

    /**
     * Divides unsigned numbers. A signed division is the faster one, and will do where neither is among the largest.
     *
     * @param dividend unsigned
     * @param divisor unsigned, not 0
     * @return the quotient
     */
    public static long divide(long dividend, long divisor) {
        return dividend >= 0 && divisor >= 0 ? dividend / divisor : Long.divideUnsigned(dividend, divisor);
    }

    /**
     * The remainder of unsigned numbers.
     *
     * @param dividend unsigned
     * @param divisor unsigned, 1 to 2^63 - 1
     * @return 0 to {@code divisor - 1}
     */
    public static long remainder(long dividend, long divisor) {
        return dividend >= 0 ? dividend % divisor : Long.remainderUnsigned(dividend, divisor);
    }

    /**
     * sector_div: the quotient, by a divisor cut to u32.
     *
     * @param dividend unsigned
     * @param divisor unsigned, not 0
     * @return the quotient
     */
    public static long sectorDiv(long dividend, int divisor) {
        return divide(dividend, Integer.toUnsignedLong(divisor));
    }

    /**
     * sector_div: the remainder, by a divisor cut to u32.
     *
     * @param dividend unsigned
     * @param divisor unsigned, not 0
     * @return below the divisor
     */
    public static long sectorRem(long dividend, int divisor) {
        return remainder(dividend, Integer.toUnsignedLong(divisor));
    }

    /**
     * A product of two ints, which is an int and wraps.
     *
     * @param zone the one
     * @param stride the other
     * @return an int
     */
    @SuppressWarnings({"IntLongMath", "NarrowCalculation"})
    public static long wrappingProduct(int zone, int stride) {
        return zone * stride;
    }

    // Mapping

    /**
     * Where in its zone a sector is, for a zone after the first.
     *
     * @param sector an array sector, unsigned
     * @param previousEnd where the zone before ends, in array sectors, unsigned
     * @return sectors from the beginning of the zone, unsigned
     */
    public static long zoneOffset(long sector, long previousEnd) {
        return sector - previousEnd;
    }

    /**
     * What the disk of a sector follows from: in the original layout its number, in the alternate one its place in the zone.
     *
     * @param layout 1 original, 2 alternate
     * @param sector an array sector, unsigned
     * @param offset sectors from the beginning of its zone, unsigned
     * @return one of the two
     */
    public static long selector(int layout, long sector, long offset) {
        return layout == Mddev.LAYOUT_ORIGINAL ? sector : offset;
    }

    /**
     * map_sector: how far into its chunk a sector is.
     *
     * @param selector what the disk follows from, in sectors, unsigned
     * @param chunk chunk_sectors, not 0
     * @return sectors
     */
    public static long chunkOffset(long selector, int chunk) {
        return Integer.bitCount(chunk) == 1
                ? selector & ((1L << Integer.numberOfTrailingZeros(chunk)) - 1)
                : sectorRem(selector, chunk);
    }

    /**
     * map_sector: which chunk a sector is in.
     *
     * @param selector what the disk follows from, in sectors, unsigned
     * @param chunk chunk_sectors, not 0
     * @return an index, unsigned
     */
    public static long chunkIndex(long selector, int chunk) {
        return Integer.bitCount(chunk) == 1
                ? selector >>> Integer.numberOfTrailingZeros(chunk)
                : sectorDiv(selector, chunk);
    }

    /**
     * How many sectors of a zone lie side by side on its disks, in 32 bits.
     *
     * @param chunk chunk_sectors, not 0
     * @param nbDev how many disks the zone has
     * @return sectors, unsigned; 0 is a divide error
     */
    public static long wrappedStripe(int chunk, int nbDev) {
        return Integer.toUnsignedLong(chunk * nbDev);
    }

    /**
     * How many sectors of a zone lie side by side on its disks, in 64 bits.
     *
     * @param chunk chunk_sectors, not 0
     * @param nbDev how many disks the zone has
     * @return sectors, unsigned
     */
    public static long wideStripe(int chunk, int nbDev) {
        return (long) chunk * nbDev;
    }

    /**
     * map_sector: which of its zone's disks a chunk is on.
     *
     * @param chunkIndex which chunk, unsigned
     * @param nbDev how many disks the zone has, not 0
     * @return its index in the zone's row of devlist
     */
    public static int diskIndex(long chunkIndex, int nbDev) {
        return (int) sectorRem(chunkIndex, nbDev);
    }

    /**
     * map_sector: where on its disk a sector is.
     *
     * @param row which stripe of its zone it is in, unsigned
     * @param chunk chunk_sectors
     * @param inChunk how far into its chunk it is, in sectors
     * @param devStart where the zone starts on its disks, in sectors, unsigned
     * @return a sector of the disk, unsigned
     */
    public static long diskSector(long row, int chunk, long inChunk, long devStart) {
        return row * Integer.toUnsignedLong(chunk) + inChunk + devStart;
    }

    /**
     * Which entry of devlist is a disk of a zone.
     *
     * @param zone index of the zone
     * @param stride how many disks zone 0 has, the length of a row
     * @param index index of the disk in the zone's row, unsigned
     * @return an index
     */
    public static long devlistEntry(int zone, int stride, int index) {
        return wrappingProduct(zone, stride) + Integer.toUnsignedLong(index);
    }

    // Requests and discards

    /**
     * raid0_make_request: how much of a request is cut off at the end of its chunk.
     *
     * @param chunk chunk_sectors, not 0
     * @param at where what is left of it begins, in array sectors, unsigned
     * @param left how much is left, in sectors
     * @return sectors, 1 to {@code left}
     */
    public static long cutSectors(int chunk, long at, long left) {
        long sectors = Integer.toUnsignedLong(chunk);
        return Math.min(left, sectors - Long.remainderUnsigned(at, sectors));
    }

    /**
     * raid0_handle_discard: how much of a discard is done at once.
     *
     * @param left how much is left, in sectors
     * @param room how much of the zone there is from where it begins, in sectors, unsigned
     * @return sectors, 1 to {@code left}
     */
    public static long discardSectors(long left, long room) {
        return isBelow(left, room) ? left : room;
    }

    /**
     * raid0_handle_discard: the offset of an edge in its stripe.
     *
     * @param offset sectors from the beginning of the zone, unsigned
     * @param stripe which stripe that is in
     * @param stripeSectors how long a stripe is
     * @return sectors
     */
    public static long inStripe(long offset, long stripe, long stripeSectors) {
        return offset - stripe * stripeSectors;
    }

    /**
     * raid0_handle_discard: an offset as an int keeps it.
     *
     * @param offset sectors
     * @return what is left of it
     */
    public static long keptInInt(long offset) {
        return (int) offset;
    }

    /**
     * raid0_handle_discard: the position of the disk that an edge is on.
     *
     * @param inStripe the offset of the edge in its stripe, as it is kept
     * @param chunk chunk_sectors, not 0
     * @return a position
     */
    public static int edgePosition(long inStripe, int chunk) {
        return (int) (inStripe / chunk);
    }

    /**
     * raid0_handle_discard: where on its disk an edge is.
     *
     * @param inStripe the offset of the edge in its stripe, as it is kept
     * @param stripe which stripe that is
     * @param chunk chunk_sectors, not 0
     * @return sectors from the zone's start
     */
    public static long edgeOffset(long inStripe, long stripe, int chunk) {
        return inStripe % chunk + stripe * chunk;
    }

    /**
     * raid0_handle_discard: where a discard begins or ends on a disk: disks before the edge's own are a chunk further.
     *
     * @param chunk chunk_sectors
     * @param stripe index of the stripe that the edge is in, unsigned
     * @param position position in the stripe of the disk that the edge is on
     * @param offset where on that disk the edge is, in sectors from the zone's start
     * @param disk position of the disk that is asked about
     * @return sectors from the zone's start
     */
    public static long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
        int order = Integer.compareUnsigned(disk, position);
        if (order == 0) return offset;
        return (order < 0 ? stripe + 1 : stripe) * chunk;
    }

    /**
     * raid0_handle_discard: a disk's position in the stripes of a rotated zone.
     *
     * @param disk its index in the zone's row of devlist
     * @param nbDev how many disks the zone has, not 0
     * @param diskShift the zone's disk_shift
     * @return 0 to {@code nbDev - 1}
     */
    public static int rotate(int disk, int nbDev, int diskShift) {
        return (disk + nbDev - diskShift) % nbDev;
    }
}
