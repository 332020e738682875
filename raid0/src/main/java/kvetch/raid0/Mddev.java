package kvetch.raid0;

import java.util.Arrays;
import java.util.List;
import kvetch.api.Address;

/** An array (mddev): its parameters, its disks and, while it runs, the driver's private pointer. */
public final class Mddev {
    /** The layout of an array that does not know its own. */
    public static final int LAYOUT_UNKNOWN = -1;
    /** RAID0_ORIG_MULTIZONE_LAYOUT: the device of a chunk follows from the array sector. */
    public static final int LAYOUT_ORIGINAL = 1;
    /** RAID0_ALT_MULTIZONE_LAYOUT: the device of a chunk follows from the offset in the zone. */
    public static final int LAYOUT_ALTERNATE = 2;

    /** The most that the block layer shows of an array from Linux 7.0 on: 2^63 - 1 bytes. */
    public static final long CAPPED_SECTORS = (1L << 54) - 1;

    private Rdev[] disks = new Rdev[4];
    private int diskCount;
    private int raidDisks;
    private int chunkSectors;
    private int layout = LAYOUT_UNKNOWN;
    private int defaultLayout;
    private boolean persistent;

    long privateData = Address.NULL;
    long integrityPool = Address.NULL;
    long arraySectors;
    long capacity;
    int ioMin;
    int ioOpt;

    /** An array without disks. */
    public Mddev() {}

    /**
     * Sets what an array is started with.
     *
     * @param raidDisks raid_disks, any int
     * @param chunkSectors chunk_sectors, any int
     * @return this array
     */
    public Mddev configure(int raidDisks, int chunkSectors) {
        this.raidDisks = raidDisks;
        this.chunkSectors = chunkSectors;
        return this;
    }

    /**
     * Sets the layout.
     *
     * @param layout the array's own: -1 unknown, 1 original, 2 alternate
     * @param defaultLayout the module parameter raid0.default_layout: 0 unset, 1, 2
     * @return this array
     */
    public Mddev layout(int layout, int defaultLayout) {
        this.layout = layout;
        this.defaultLayout = defaultLayout;
        return this;
    }

    /**
     * Says whether the array has a superblock, which lets it start with raid_disks 0.
     *
     * @param persistent whether it has
     * @return this array
     */
    public Mddev persistent(boolean persistent) {
        this.persistent = persistent;
        return this;
    }

    /**
     * Adds a disk, as ADD_NEW_DISK does. A disk that was in an array before has its whole size again.
     *
     * @param disk the disk
     * @return true if it was added; false for EINVAL, which a disk of less than 2 sectors gets
     */
    public boolean add(Rdev disk) {
        if (Long.compareUnsigned(disk.deviceSectors(), 2) < 0) return false;
        disk.setSectors(disk.deviceSectors());
        if (diskCount == disks.length) disks = Arrays.copyOf(disks, 2 * diskCount);
        disks[diskCount++] = disk;
        return true;
    }

    /** Removes the disks, as stopping an array does. */
    void exportDisks() {
        diskCount = 0;
    }

    /**
     * The disks.
     *
     * @return in the order they were added
     */
    public List<Rdev> disks() {
        return List.of(Arrays.copyOf(disks, diskCount));
    }

    /**
     * The number of disks.
     *
     * @return 0 or more
     */
    public int diskCount() {
        return diskCount;
    }

    /**
     * A disk.
     *
     * @param index 0 to {@link #diskCount} - 1, in the order they were added
     * @return the disk
     */
    public Rdev disk(int index) {
        return disks[index];
    }

    /**
     * The number of slots.
     *
     * @return raid_disks, any int
     */
    public int raidDisks() {
        return raidDisks;
    }

    /**
     * The chunk.
     *
     * @return chunk_sectors, any int
     */
    public int chunkSectors() {
        return chunkSectors;
    }

    /**
     * The array's own layout.
     *
     * @return -1 unknown, 1 original, 2 alternate
     */
    public int layout() {
        return layout;
    }

    /**
     * The module parameter raid0.default_layout.
     *
     * @return 0 unset, 1, 2
     */
    public int defaultLayout() {
        return defaultLayout;
    }

    boolean persistent() {
        return persistent;
    }

    /**
     * Whether the array runs.
     *
     * @return true between a start that succeeded and the stop
     */
    public boolean isRunning() {
        return privateData != Address.NULL;
    }

    /**
     * Whether the array holds memory for data integrity.
     *
     * @return false too once it was stopped
     */
    public boolean hasIntegrityPool() {
        return integrityPool != Address.NULL;
    }

    /**
     * The size that md reports while the array runs.
     *
     * @return sectors, unsigned
     */
    public long arraySectors() {
        return arraySectors;
    }

    /**
     * The limit io_min that the driver gives the block layer: {@code queue/minimum_io_size}.
     *
     * @return bytes, of an unsigned int; 0 unless the array runs
     */
    public long ioMin() {
        return Integer.toUnsignedLong(ioMin);
    }

    /**
     * The limit io_opt that the driver gives the block layer: {@code queue/optimal_io_size}.
     *
     * @return bytes, of an unsigned int; 0 unless the array runs
     */
    public long ioOpt() {
        return Integer.toUnsignedLong(ioOpt);
    }

    /**
     * The size of the block device, which is what can be read and written: md's, or where the kernel caps it,
     * {@link #CAPPED_SECTORS} at most. What lies past it no request reaches.
     *
     * @return sectors, unsigned; 0 unless the array runs
     */
    public long capacity() {
        return capacity;
    }
}
