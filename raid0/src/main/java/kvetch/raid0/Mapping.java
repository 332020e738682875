package kvetch.raid0;

/** Where an array sector is. Filled in by {@link Raid0#map}, so that mapping many sectors makes no garbage. */
public final class Mapping {
    int disk;
    long sector;

    /** Nowhere yet. */
    public Mapping() {}

    /**
     * Says where a sector is, as whoever looks at another array than a modelled one does.
     *
     * @param onDisk index of a disk
     * @param diskSector a sector of it, unsigned
     */
    public void set(int onDisk, long diskSector) {
        disk = onDisk;
        sector = diskSector;
    }

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
