package kvetch.properties.law;

import java.util.Arrays;
import java.util.Locale;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/** The entries through which a caller can start an array, narrowest first. */
public enum Reach {
    /** mdadm: raid_disks is the number of disks, at most 1920; the chunk is a multiple of 4 KiB; a layout is 0, 1 or 2. */
    MDADM,
    /**
     * ioctl SET_ARRAY_INFO: any raid_disks but 0; a chunk of -4194304 to 4194303 sectors, an int of bytes shifted right; no layout of
     * the array's own, which mdadm writes into a superblock.
     */
    IOCTL,
    /** sysfs md/raid_disks, md/chunk_size and md/layout: any 32-bit values, raid_disks not 0. */
    SYSFS,
    /** A version 1 superblock: any 32-bit values. */
    SUPERBLOCK;

    private static final int MDADM_MOST_DISKS = 1920;
    private static final int MDADM_CHUNK = 8;
    private static final long LARGEST_TO_MULTIPLY = 1L << 55;
    private static final int IOCTL_LARGEST_CHUNK = 4194303;

    /**
     * The narrowest entry that can get a case there.
     *
     * @param c the case
     * @return an entry; the narrowest there is for an allocator alone, which takes none
     */
    public static Reach of(Case c) {
        return c instanceof ArrayCase array ? of(array) : MDADM;
    }

    /**
     * The narrowest entry that can get an array there.
     *
     * @param c the array
     * @return an entry
     */
    public static Reach of(ArrayCase c) {
        int chunk = c.chunkSectors();
        if (c.raidDisks() == 0) return SUPERBLOCK;
        int own = c.array().layouts().own();
        // To ioctl no array knows its own.
        if (own != Mddev.LAYOUT_UNKNOWN && (own < 0 || own > Mddev.LAYOUT_ALTERNATE)) return SYSFS;
        boolean ioctl = chunk >= -IOCTL_LARGEST_CHUNK - 1 && chunk <= IOCTL_LARGEST_CHUNK;
        if (!ioctl) return SYSFS;
        boolean mdadm = c.raidDisks() == c.disks()
                && c.disks() <= MDADM_MOST_DISKS
                && c.isInOrder()
                && c.array().equals(c.asAdded().array())
                && chunk > 0
                && chunk % MDADM_CHUNK == 0;
        if (mdadm) return MDADM;
        return own == Mddev.LAYOUT_UNKNOWN ? IOCTL : SYSFS;
    }

    /**
     * The same array with a chunk that mdadm takes: chunk, sizes and request are as many times larger.
     *
     * @param c an array that mdadm does not make
     * @return null if it takes more than a larger chunk to have mdadm make it
     */
    public static @Nullable ArrayCase withChunkForMdadm(ArrayCase c) {
        boolean isOfChunk = of(c.withOwnLayout(Mddev.LAYOUT_UNKNOWN)) == IOCTL
                && c.raidDisks() == c.disks()
                && c.isInOrder()
                && c.chunkSectors() > 0;
        if (!isOfChunk) return null;
        int times = MDADM_CHUNK / Math.min(MDADM_CHUNK, Integer.lowestOneBit(c.chunkSectors()));
        for (long size : c.diskSectors()) if (Long.compareUnsigned(size, LARGEST_TO_MULTIPLY) > 0) return null;
        ArrayCase larger = c.withDisks(times(c.diskSectors(), times))
                .withChunk(c.chunkSectors() * times)
                .withRequest(c.requestStart() * times, c.requestSectors() * times);
        if (c.startsAgainWithOtherDisks())
            larger = larger.withAgain(times(c.arrayAgain().disks().sizes(), times));
        return of(larger) == MDADM ? larger : null;
    }

    private static long[] times(long[] sectors, int factor) {
        return Arrays.stream(sectors).map(size -> size * factor).toArray();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
