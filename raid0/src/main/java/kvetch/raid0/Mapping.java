package kvetch.raid0;

/** Where an array sector is. Filled in by {@link Raid0#map}, so that mapping many sectors makes no garbage. */
public final class Mapping {
    int disk;
    long sector;

    /** Nowhere yet. */
    public Mapping() {}

    /**
     * The disk.
     *
     * @return its index in {@link Mddev#disks()}
     */
    public int disk() {
        return disk;
    }

    /**
     * The sector on the disk.
     *
     * @return sectors, unsigned
     */
    public long sector() {
        return sector;
    }
}
