package kvetch.raid0;

import kvetch.api.Gfp;

/**
 * The arithmetic of the tables: what {@link Raid0} computes when it starts an array, apart from what it reads and writes.
 *
 * <p>What holds of {@link Arithmetic} holds of these functions: static, without loops, on the integers of C.
 */
public final class TableArithmetic {
    private TableArithmetic() {}

    // Tables

    /**
     * array_size and array3_size: a product of size_t that saturates; an int is sign-extended on the way in.
     *
     * @param size bytes, a size_t
     * @param count how many
     * @return bytes, a size_t
     */
    public static long arraySize(long size, int count) {
        long n = count;
        if (n == 0 || size == 0) return 0;
        boolean isLarge = size < 0 || n < 0;
        boolean overflows =
                isLarge ? Arithmetic.isBelow(Long.divideUnsigned(-1, n), size) : Math.multiplyHigh(size, n) != 0;
        return overflows ? -1 : size * n;
    }

    /**
     * How much is asked for for strip_zone.
     *
     * @param nrStripZones how many zones
     * @return bytes, a size_t
     */
    public static long stripZoneBytes(int nrStripZones) {
        return arraySize(StripZone.BYTES, nrStripZones);
    }

    /**
     * How much is asked for for devlist.
     *
     * @param nrStripZones how many zones
     * @param raidDisks raid_disks
     * @return bytes, a size_t
     */
    public static long devlistBytes(int nrStripZones, int raidDisks) {
        return arraySize(arraySize(Raid0.POINTER_BYTES, nrStripZones), raidDisks);
    }

    /**
     * Where the entries of a zone go in devlist.
     *
     * @param zone index of the zone
     * @param raidDisks raid_disks, the length of a row
     * @return bytes from the beginning
     */
    public static long rowOffset(int zone, int raidDisks) {
        return Arithmetic.wrappingProduct(zone, raidDisks) * Raid0.POINTER_BYTES;
    }

    /**
     * The flags with which the two tables are asked for.
     *
     * @param isQuiet whether nothing is to be said where there is no room
     * @param killsNobody whether nobody is to be killed where there is none
     * @return as in {@link Gfp}
     */
    public static int gfp(boolean isQuiet, boolean killsNobody) {
        return Gfp.KERNEL | Gfp.ZERO | (isQuiet ? Gfp.NOWARN : 0) | (killsNobody ? Gfp.RETRY_MAYFAIL : 0);
    }

    /**
     * Which layout an array has.
     *
     * @param own the array's own
     * @param usual the one of the machine
     * @return its own if that is one, else the machine's if that is one, else -1
     */
    public static int chosenLayout(int own, int usual) {
        if (isLayout(own)) return own;
        return isLayout(usual) ? usual : Mddev.LAYOUT_UNKNOWN;
    }

    private static boolean isLayout(int layout) {
        return layout == Mddev.LAYOUT_ORIGINAL || layout == Mddev.LAYOUT_ALTERNATE;
    }

    // Zones

    /**
     * The sectors of a disk that fill whole chunks.
     *
     * @param sectors the size of the disk, unsigned
     * @param chunk chunk_sectors, not 0
     * @return sectors, unsigned
     */
    public static long wholeChunks(long sectors, int chunk) {
        return Arithmetic.sectorDiv(sectors, chunk) * chunk;
    }

    /**
     * Whether disks that hold so many sectors together hold more than 64 bits count.
     *
     * @param total with a disk more, modulo 2^64
     * @param sectors what that disk holds, unsigned
     * @return true if the sum has wrapped
     */
    public static boolean isTooMuch(long total, long sectors) {
        return Arithmetic.isBelow(total, sectors);
    }

    /**
     * Whether a disk is part of a zone.
     *
     * @param sectors its size in sectors, unsigned
     * @param devStart where the zone starts on its disks, in sectors, unsigned
     * @return true if so
     */
    public static boolean reaches(long sectors, long devStart) {
        return Arithmetic.isBelow(devStart, sectors);
    }

    /**
     * How much of each disk of a zone is in it.
     *
     * @param smallest the size of its smallest disk in sectors, unsigned
     * @param devStart where it starts on its disks, in sectors, unsigned
     * @return sectors, unsigned
     */
    public static long depth(long smallest, long devStart) {
        return smallest - devStart;
    }

    /**
     * How much a zone holds.
     *
     * @param depth how many sectors of each of its disks, unsigned
     * @param nbDev how many disks
     * @return array sectors
     */
    public static long zoneSectors(long depth, int nbDev) {
        return depth * nbDev;
    }

    /**
     * Where a zone after the first ends.
     *
     * @param previousEnd where the one before ends, in array sectors, unsigned
     * @param sectors how much it holds
     * @return an array sector, unsigned
     */
    public static long nextZoneEnd(long previousEnd, long sectors) {
        return previousEnd + sectors;
    }

    /**
     * How far the disks of a zone after the first are rotated in the original layout.
     *
     * @param previousEnd where the zone before ends, in array sectors, unsigned
     * @param chunk chunk_sectors, not 0
     * @param nbDev how many disks the zone has, not 0
     * @return disk_shift
     */
    public static int diskShift(long previousEnd, int chunk, int nbDev) {
        return (int) Arithmetic.sectorRem(Arithmetic.sectorDiv(previousEnd, chunk), nbDev);
    }

    /**
     * raid0_size: what a disk adds to the size of the array.
     *
     * @param sectors its size in sectors, unsigned
     * @param chunk chunk_sectors
     * @return sectors, unsigned; the mask rounds down to chunks that are powers of two
     */
    public static long maskedSectors(long sectors, int chunk) {
        return sectors & ~(long) (chunk - 1);
    }

    // Limits

    /**
     * io_min as it is computed in an int.
     *
     * @param chunk chunk_sectors
     * @return bytes, an unsigned int
     */
    public static int ioMin(int chunk) {
        return chunk << 9;
    }

    /**
     * io_opt as it is computed in an int.
     *
     * @param ioMin io_min, in bytes, an unsigned int
     * @param raidDisks raid_disks
     * @return bytes, an unsigned int
     */
    public static int ioOpt(int ioMin, int raidDisks) {
        return ioMin * raidDisks;
    }

    /**
     * io_min that does not wrap.
     *
     * @param chunk chunk_sectors
     * @return bytes, an unsigned int
     */
    public static int saturatedIoMin(int chunk) {
        return saturated(Integer.toUnsignedLong(chunk));
    }

    /**
     * io_opt that does not wrap.
     *
     * @param chunk chunk_sectors
     * @param raidDisks raid_disks
     * @return bytes, an unsigned int
     */
    public static int saturatedIoOpt(int chunk, int raidDisks) {
        return saturated(Integer.toUnsignedLong(chunk) * raidDisks);
    }

    /** So many sectors in bytes, and no more than a request has. */
    private static int saturated(long sectors) {
        return (int) (Math.min(sectors, Raid0.MAX_BIO_SECTORS) << 9);
    }
}
