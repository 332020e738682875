package kvetch.properties.law;

import kvetch.properties.cases.ArrayCase;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * An array of an exploration, small enough for ints, with where each of its sectors is: what the fast forms of laws look at.
 */
public interface WalkedArray {
    /**
     * The case.
     *
     * @return one without a request
     */
    ArrayCase arrayCase();

    /** A law was put to the test once more. */
    void tested();

    /**
     * Whether a case that seems to break the law breaks it by itself, on an array that nobody has asked anything before; or so
     * many did not that no more are worth trying.
     *
     * @param seeming the case
     * @return true if the law need look no further
     */
    boolean settles(ArrayCase seeming);

    /**
     * How many zones it has.
     *
     * @return 1 or more
     */
    int zones();

    /**
     * A zone as it is read back.
     *
     * @param index from 0
     * @return the zone
     */
    StripZone zone(int index);

    /**
     * The size that md reports.
     *
     * @return sectors
     */
    long arraySectors();

    /**
     * The limit io_min of its queue.
     *
     * @return bytes, of an unsigned int
     */
    long ioMin();

    /**
     * The limit io_opt of its queue.
     *
     * @return bytes, of an unsigned int
     */
    long ioOpt();

    /**
     * The longest request that the block layer hands over, as the driver has set its limits.
     *
     * @return sectors
     */
    long maxRequestSectors();

    /**
     * The layout.
     *
     * @return {@link kvetch.raid0.Mddev#LAYOUT_ORIGINAL} or {@link kvetch.raid0.Mddev#LAYOUT_ALTERNATE}
     */
    int layout();

    /**
     * The array as the words of the laws have it.
     *
     * @return the array in the layout of the case; null if its disks are too large to count
     */
    RunningArray.@Nullable Ideal ideal();

    /**
     * Whether every sector is within the whole chunks of its disk and no two share a place. Where sectors are is known only if
     * so.
     *
     * @return true if so
     */
    boolean isOneToOne();

    /**
     * How many sectors there are.
     *
     * @return 0 or more
     */
    int sectors();

    /**
     * The disk of each sector.
     *
     * @return indices, by sector of the array, and perhaps longer; not to be changed
     */
    int[] disks();

    /**
     * Where on its disk each sector is.
     *
     * @return sectors of disks, by sector of the array, and perhaps longer; not to be changed
     */
    int[] diskSectors();

    /**
     * Which sector is at each place of a disk.
     *
     * @param disk its index
     * @return by sector of the disk, and perhaps longer; below 0 where there is none; not to be changed
     */
    int[] sectorsOn(int disk);

    /**
     * Whether sectors ascend on each disk with those of the array, without a gap before the last.
     *
     * @return true if so
     */
    boolean isAscending();

    /**
     * The longest request that is explored.
     *
     * @return sectors, no more than the rules of the block layer allow
     */
    int longestRequest();

    /** What follows may take as long as a case may take. */
    void beginStretch();

    /**
     * Has a request read or written.
     *
     * @param start its first sector
     * @param sectors how many
     * @param parts gets what is asked of the disks
     * @return what it fails with; null if it does not
     */
    @Nullable
    Errno request(long start, long sectors, ExtentSink parts);

    /**
     * Has sectors thrown away.
     *
     * @param start the first
     * @param sectors how many
     * @param ranges gets what is thrown away on the disks
     */
    void discard(long start, long sectors, ExtentSink ranges);

    /**
     * What {@link RunningArrayLaw#judge} says of the array.
     *
     * @param law the law
     * @return the case; null if nothing breaks the law
     */
    @Nullable
    ArrayCase judged(RunningArrayLaw law);
}
