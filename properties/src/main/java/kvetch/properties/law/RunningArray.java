package kvetch.properties.law;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.api.AllocatorProvider;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** An array that runs on a machine of its own, with what can be seen of it. Sectors are unsigned. */
public interface RunningArray {
    /**
     * The case.
     *
     * @return disks, parameters and request
     */
    ArrayCase arrayCase();

    /**
     * The kernel.
     *
     * @return its profile
     */
    KernelProfile kernel();

    /**
     * The allocator of the tables.
     *
     * @return its provider
     */
    AllocatorProvider allocator();

    /**
     * The same array with the kernel's own allocators other than this one's, where it starts with them.
     *
     * @return arrays on machines of their own
     */
    Vector<RunningArray> withOtherAllocators();

    /**
     * The same array on another kernel.
     *
     * @param other the kernel
     * @return the array, on a machine of its own; null if it does not start there
     */
    @Nullable
    RunningArray on(KernelProfile other);

    /**
     * The zones, as they are read back from the tables; as they ought to be where nobody {@link #showsZones sees} those.
     *
     * @return one or more
     */
    Vector<StripZone> zones();

    /**
     * Whether the tables can be read.
     *
     * @return false on a real kernel
     */
    default boolean showsZones() {
        return true;
    }

    /**
     * The size that md reports.
     *
     * @return sectors
     */
    long arraySectors();

    /**
     * How far requests reach.
     *
     * @return sectors: what md reports, or what the block layer shows of it
     */
    long capacity();

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
     * The layout.
     *
     * @return {@link Mddev#LAYOUT_ORIGINAL} or {@link Mddev#LAYOUT_ALTERNATE}
     */
    int layout();

    /**
     * Where a sector is.
     *
     * @param sector one of the array
     * @param mapping where to write it to
     * @throws OopsException if the kernel dies of it
     */
    void map(long sector, Mapping mapping);

    /**
     * The longest request that the block layer hands over, as the driver has set its limits.
     *
     * @return sectors
     */
    long maxRequestSectors();

    /**
     * The longest request that the block layer hands over by the rules: a chunk, or a page if that is more, and no more than a
     * bio holds.
     *
     * @return sectors
     */
    long longestRequest();

    /**
     * Has a request read or written.
     *
     * @param start its first sector
     * @param sectors how many
     * @param parts gets what is asked of the disks
     * @return what it fails with; null if it does not
     * @throws OopsException if the kernel dies of it
     */
    @Nullable
    Errno request(long start, long sectors, ExtentSink parts);

    /**
     * Has sectors thrown away.
     *
     * @param start the first
     * @param sectors how many
     * @param ranges gets what is thrown away on the disks
     * @throws OopsException if the kernel dies of it
     */
    void discard(long start, long sectors, ExtentSink ranges);

    /**
     * Sectors that are worth a look: all of a small array, and of a large one those around the edges of zones, stripes and
     * integers, and some at random, the same ones each time.
     *
     * @param sectors of so many from the first on
     * @return some of them
     */
    long[] probes(long sectors);

    /**
     * Whether an array is so small that each of its sectors is among the {@link #probes}.
     *
     * @param sectors its size
     * @return true if so
     */
    boolean isWalked(long sectors);

    /**
     * Whether the request of the case lies within the array.
     *
     * @return false too if there is none
     */
    default boolean requestFits() {
        return arrayCase().requestFits(capacity());
    }

    /**
     * The request of the case.
     *
     * @return sectors of the array
     */
    default Evidence.Request request() {
        return new Evidence.Request(arrayCase().requestStart(), arrayCase().requestSectors());
    }

    /**
     * The whole chunks of a disk, with the chunk as an unsigned number.
     *
     * @param disk its index
     * @return sectors
     */
    default long wholeChunks(int disk) {
        return arrayCase().array().disks().wholeChunks(disk, chunk());
    }

    /**
     * The chunk as an unsigned number.
     *
     * @return sectors
     */
    default long chunk() {
        return arrayCase().array().chunk();
    }

    /**
     * The whole chunks of all disks.
     *
     * @return sectors, which 64 bits may not count
     */
    default BigInteger sumOfWholeChunks() {
        return arrayCase().array().disks().sumOfWholeChunks(chunk());
    }

    /**
     * The array as the words of the laws have it.
     *
     * @return the array in the layout of the case, with the chunk as an unsigned number; null if its disks are too large to
     *     count
     */
    @Nullable
    Ideal ideal();

    /** Where the sectors of an array ought to be. */
    interface Ideal {
        /**
         * How large it ought to be.
         *
         * @return sectors, unsigned
         */
        long capacity();

        /**
         * From where on it makes a difference which layout it has.
         *
         * @return the first sector that they put on different disks; -1 where both put every sector at the same place
         */
        long firstSectorApart();

        /**
         * The same disks in a layout.
         *
         * @param layout {@link Mddev#LAYOUT_ORIGINAL} or {@link Mddev#LAYOUT_ALTERNATE}
         * @return the array
         */
        Ideal in(int layout);

        /**
         * Where a sector belongs.
         *
         * @param sector one of the array, below {@link #capacity}
         * @return its place
         */
        Evidence.Place placeOf(long sector);

        /**
         * The sector that belongs at a place.
         *
         * @param disk index of the disk
         * @param diskSector sector on it
         * @return the array sector; -1 if none is there
         */
        long sectorAt(int disk, long diskSector);
    }
}
