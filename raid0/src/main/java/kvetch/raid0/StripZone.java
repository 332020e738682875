package kvetch.raid0;

/**
 * A zone of an array: a band across the disks that are long enough for it (struct strip_zone).
 *
 * @param zoneEnd the array sector where the zone ends, exclusive, unsigned
 * @param devStart the sector on each of its disks where the zone starts, unsigned
 * @param nbDev the number of its disks
 * @param diskShift how far the disk indices of a discard are rotated (original layout)
 */
public record StripZone(long zoneEnd, long devStart, int nbDev, int diskShift) {
    /** sizeof(struct strip_zone), in bytes. */
    public static final int BYTES = 24;

    static final int ZONE_END = 0;
    static final int DEV_START = 8;
    static final int NB_DEV = 16;
    static final int DISK_SHIFT = 20;
}
