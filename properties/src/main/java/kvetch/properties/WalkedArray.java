package kvetch.properties;

import java.util.Arrays;
import java.util.function.Predicate;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * An array of an exploration, small enough for ints, with where each of its sectors is: what the fast forms of laws look at.
 */
public final class WalkedArray {
    private final Setup setup;
    private final Rig rig;
    private final Raid0 driver;
    private final Mddev mddev;
    private final ArrayCase c;
    private final Tables tables;
    private final int longestRequest;
    private Predicate<ArrayCase> settled = broken -> true;
    private @Nullable Boolean isOneToOne;
    private long checks;
    private long mappings;
    private long requests;
    private long discards;

    WalkedArray(Setup setup, Rig rig, Mddev mddev, ArrayCase c, Tables tables, int longestRequest) {
        this.setup = setup;
        this.rig = rig;
        this.driver = rig.driver();
        this.mddev = mddev;
        this.c = c;
        this.tables = tables;
        this.longestRequest = longestRequest;
    }

    /**
     * The case.
     *
     * @return one without a request
     */
    public ArrayCase arrayCase() {
        return c;
    }

    // The law

    /** A law was put to the test once more. */
    public void tested() {
        checks++;
    }

    /** What has to be said of a case before a law need not look any further. */
    void settledBy(Predicate<ArrayCase> judge) {
        settled = judge;
    }

    /**
     * Whether a case that seems to break the law breaks it by itself, on an array that nobody has asked anything before; or so
     * many did not that no more are worth trying.
     *
     * @param seeming the case
     * @return true if the law need look no further
     */
    public boolean settles(ArrayCase seeming) {
        return settled.test(seeming);
    }

    /** What {@link RunningArrayLaw#judge} says of the array; null if nothing breaks the law. */
    @Nullable
    ArrayCase judged(RunningArrayLaw law) {
        tested();
        RunningArray array = new RunningArray(setup, c, rig, mddev);
        Examination result = new Examination();
        Watch.current().judge(law, c, () -> law.judge(array, new Judgement(law, c, result)));
        return result.violations().isEmpty() ? null : c;
    }

    // The array

    /**
     * How many zones it has.
     *
     * @return 1 or more
     */
    public int zones() {
        return driver.nrStripZones(mddev);
    }

    /**
     * A zone as it is read back.
     *
     * @param index from 0
     * @return the zone
     */
    public StripZone zone(int index) {
        return driver.zone(mddev, index);
    }

    /**
     * The size that md reports.
     *
     * @return sectors
     */
    public long arraySectors() {
        return mddev.arraySectors();
    }

    /**
     * The limit io_min of its queue.
     *
     * @return bytes, of an unsigned int
     */
    public long ioMin() {
        return mddev.ioMin();
    }

    /**
     * The limit io_opt of its queue.
     *
     * @return bytes, of an unsigned int
     */
    public long ioOpt() {
        return mddev.ioOpt();
    }

    // Its sectors

    /**
     * Whether every sector is within the whole chunks of its disk and no two share a place. Where sectors are is known only if
     * so.
     *
     * @return true if so
     */
    public boolean isOneToOne() {
        if (isOneToOne == null) {
            isOneToOne = tables.fill(driver, mddev, c);
            if (isOneToOne) mappings += tables.sectors;
        }
        return isOneToOne;
    }

    /**
     * How many sectors there are.
     *
     * @return 0 or more
     */
    public int sectors() {
        return tables.sectors;
    }

    /**
     * The disk of each sector.
     *
     * @return indices, by sector of the array, and perhaps longer; not to be changed
     */
    public int[] disks() {
        return tables.disk;
    }

    /**
     * Where on its disk each sector is.
     *
     * @return sectors of disks, by sector of the array, and perhaps longer; not to be changed
     */
    public int[] diskSectors() {
        return tables.diskSector;
    }

    /**
     * Which sector is at each place of a disk.
     *
     * @param disk its index
     * @return by sector of the disk, and perhaps longer; below 0 where there is none; not to be changed
     */
    public int[] sectorsOn(int disk) {
        return tables.owner[disk];
    }

    /**
     * Whether sectors ascend on each disk with those of the array, without a gap before the last.
     *
     * @return true if so
     */
    public boolean isAscending() {
        return tables.ascending;
    }

    // What is asked of it

    /**
     * The longest request that is explored.
     *
     * @return sectors
     */
    public int longestRequest() {
        return (int) Math.min(longestRequest, driver.maxRequestSectors(mddev));
    }

    /** What follows may take as long as a case may take. */
    public void beginStretch() {
        Watch.current().sample(c);
    }

    /**
     * Has a request read or written.
     *
     * @param start its first sector
     * @param sectors how many
     * @param parts gets what is asked of the disks
     * @return what it fails with; null if it does not
     */
    public @Nullable Errno request(long start, long sectors, ExtentSink parts) {
        requests++;
        return driver.request(mddev, start, sectors, parts);
    }

    /**
     * Has sectors thrown away.
     *
     * @param start the first
     * @param sectors how many
     * @param ranges gets what is thrown away on the disks
     */
    public void discard(long start, long sectors, ExtentSink ranges) {
        discards++;
        driver.discard(mddev, start, sectors, ranges);
    }

    long checks() {
        return checks;
    }

    long mappings() {
        return mappings;
    }

    long requests() {
        return requests;
    }

    long discards() {
        return discards;
    }

    /** Where each sector of an array is, and which sector is at each place; used again for the next array. */
    static final class Tables {
        private int sectors;
        private int[] disk = new int[256];
        private int[] diskSector = new int[256];
        private int[][] owner = new int[0][];
        private boolean ascending;

        /** False if the mapping is not one to one into the disks' whole chunks. */
        private boolean fill(Raid0 driver, Mddev mddev, ArrayCase c) {
            // No array is larger than its disks, whatever the driver says.
            long most = Arrays.stream(c.diskSectors()).sum();
            if (Long.compareUnsigned(mddev.arraySectors(), most) > 0) return false;
            sectors = Math.toIntExact(mddev.arraySectors());
            if (disk.length < sectors) {
                disk = new int[2 * sectors];
                diskSector = new int[2 * sectors];
            }
            reserve(c);
            Mapping mapping = new Mapping();
            for (int s = 0; s < sectors; s++) {
                driver.map(mddev, s, mapping);
                int[] owners = owner[mapping.disk()];
                long whole = c.diskSectors(mapping.disk()) / c.chunkSectors() * c.chunkSectors();
                if (Long.compareUnsigned(mapping.sector(), whole) >= 0 || owners[(int) mapping.sector()] >= 0)
                    return false;
                owners[(int) mapping.sector()] = s;
                disk[s] = mapping.disk();
                diskSector[s] = (int) mapping.sector();
            }
            ascending = true;
            for (int i = 0; i < c.disks(); i++) ascending &= isAscending(owner[i], (int) c.diskSectors(i));
            return true;
        }

        private static boolean isAscending(int[] owners, int size) {
            for (int i = 1; i < size; i++) {
                boolean gap = owners[i - 1] < 0 && owners[i] >= 0;
                if (gap || (owners[i] >= 0 && owners[i] < owners[i - 1])) return false;
            }
            return true;
        }

        private void reserve(ArrayCase c) {
            if (owner.length < c.disks()) owner = Arrays.copyOf(owner, c.disks());
            for (int i = 0; i < c.disks(); i++) {
                int size = (int) c.diskSectors(i);
                if (owner[i] == null || owner[i].length < size) owner[i] = new int[size];
                Arrays.fill(owner[i], -1);
            }
        }

        boolean mapsLike(Tables other) {
            int shared = Math.min(sectors, other.sectors);
            return Arrays.equals(disk, 0, shared, other.disk, 0, shared)
                    && Arrays.equals(diskSector, 0, shared, other.diskSector, 0, shared);
        }
    }
}
