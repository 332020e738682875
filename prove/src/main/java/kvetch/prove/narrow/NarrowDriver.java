package kvetch.prove.narrow;

/**
 * A driver with integers of some widths, on a machine of its own. Sectors are counted without a sign.
 *
 * <p>Each call may throw {@link kvetch.api.OopsException} where the kernel dies; the driver is of no more use then.
 */
public interface NarrowDriver {

    /**
     * Starts an array; one that ran before is stopped.
     *
     * @param chunk chunk_sectors
     * @param layout 1 original, 2 alternate
     * @param disks how large each is, in sectors
     * @return false if it is refused
     */
    boolean start(int chunk, int layout, long... disks);

    /** The size that md reports, in sectors. */
    long arraySectors();

    /** How many zones there are. */
    int zones();

    /** Where a zone ends, in array sectors. */
    long zoneEnd(int zone);

    /** Where a zone starts on its disks, in sectors. */
    long devStart(int zone);

    /** How many disks a zone has. */
    int nbDev(int zone);

    /** How far the disks of a zone are rotated. */
    int diskShift(int zone);

    /** Looks for an array sector: {@link #disk} and {@link #sector} are where it is. */
    void map(long sector);

    /** The disk of the sector that was mapped last. */
    int disk();

    /** Where on that disk the sector is that was mapped last. */
    long sector();

    /**
     * Has a request carried out.
     *
     * @param start the first sector
     * @param sectors how many
     * @param parts gets what is asked of the disks
     * @return false if it fails
     */
    boolean request(long start, long sectors, Parts parts);

    /**
     * Has sectors thrown away.
     *
     * @param start the first
     * @param sectors how many
     * @param parts gets what is thrown away on the disks
     */
    void discard(long start, long sectors, Parts parts);

    /** Takes the parts of a request or a discard. */
    interface Parts {
        /** A part: so many sectors of a disk, from one on. */
        void accept(int disk, long sector, long sectors);
    }
}
