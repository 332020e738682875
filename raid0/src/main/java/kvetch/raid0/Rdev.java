package kvetch.raid0;

/** A disk of an array (md_rdev). Sizes are in sectors, unsigned 64-bit. */
public final class Rdev {
    private final long deviceSectors;
    private int raidDisk;
    private final int logicalBlockSize;
    private int integrityProfile;
    private long sectors;

    /**
     * A disk of 512-byte blocks without a data-integrity profile.
     *
     * @param deviceSectors its size in sectors
     * @param raidDisk its slot in the array; any int
     */
    public Rdev(long deviceSectors, int raidDisk) {
        this(deviceSectors, raidDisk, 512, 0);
    }

    /**
     * A disk.
     *
     * @param deviceSectors its size in sectors
     * @param raidDisk its slot in the array; any int
     * @param logicalBlockSize bytes in a logical block, a power of two from 512
     * @param integrityProfile its data-integrity profile: 0 for none; two disks have the same one if the numbers are equal
     */
    public Rdev(long deviceSectors, int raidDisk, int logicalBlockSize, int integrityProfile) {
        this.deviceSectors = deviceSectors;
        this.raidDisk = raidDisk;
        this.logicalBlockSize = logicalBlockSize;
        this.integrityProfile = integrityProfile;
        this.sectors = deviceSectors;
    }

    /**
     * The size of the device.
     *
     * @return sectors
     */
    public long deviceSectors() {
        return deviceSectors;
    }

    /**
     * The size that md uses, which starting an array rounds down to whole chunks.
     *
     * @return sectors
     */
    public long sectors() {
        return sectors;
    }

    void setSectors(long sectors) {
        this.sectors = sectors;
    }

    /**
     * The slot in the array.
     *
     * @return any int; 0 to raid_disks - 1 is usable
     */
    public int raidDisk() {
        return raidDisk;
    }

    /**
     * Says otherwise what the disk is for an array that does not run.
     *
     * @param slot its slot in the array; any int
     * @param profile its data-integrity profile: 0 for none
     */
    public void reassign(int slot, int profile) {
        raidDisk = slot;
        integrityProfile = profile;
    }

    /**
     * The logical block size.
     *
     * @return bytes
     */
    public int logicalBlockSize() {
        return logicalBlockSize;
    }

    /**
     * The data-integrity profile.
     *
     * @return 0 for none
     */
    public int integrityProfile() {
        return integrityProfile;
    }
}
