package kvetch.properties;

import java.util.Locale;

/** The entries through which a caller can start an array, narrowest first. */
public enum Reach {
    /** mdadm: raid_disks is the number of disks, at most 1920; the chunk is a multiple of 4 KiB. */
    MDADM,
    /** ioctl SET_ARRAY_INFO: any raid_disks but 0; a chunk of -4194304 to 4194303 sectors, an int of bytes shifted right. */
    IOCTL,
    /** sysfs md/raid_disks and md/chunk_size: any 32-bit values, raid_disks not 0. */
    SYSFS,
    /** A version 1 superblock: any 32-bit values. */
    SUPERBLOCK;

    private static final int MDADM_MOST_DISKS = 1920;
    private static final int IOCTL_LARGEST_CHUNK = 4194303;

    /**
     * The narrowest entry that can get an array there.
     *
     * @param c the array
     * @return an entry
     */
    public static Reach of(ArrayCase c) {
        int chunk = c.chunkSectors();
        if (c.raidDisks() == 0) return SUPERBLOCK;
        boolean ioctl = chunk >= -IOCTL_LARGEST_CHUNK - 1 && chunk <= IOCTL_LARGEST_CHUNK;
        if (!ioctl) return SYSFS;
        boolean mdadm = c.raidDisks() == c.disks()
                && c.disks() <= MDADM_MOST_DISKS
                && c.slots() == null
                && chunk > 0
                && chunk % 8 == 0;
        return mdadm ? MDADM : IOCTL;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
