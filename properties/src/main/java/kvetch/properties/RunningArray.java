package kvetch.properties;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.api.AllocatorProvider;
import kvetch.api.OopsException;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** An array that runs on a machine of its own, with what can be seen of it. Sectors are unsigned. */
public final class RunningArray {
    private final Setup setup;
    private final ArrayCase c;
    private final Rig rig;
    private final Mddev mddev;
    private final Vector<StripZone> zones;

    RunningArray(Setup setup, ArrayCase c, Rig rig, Mddev mddev) {
        this.setup = setup;
        this.c = c;
        this.rig = rig;
        this.mddev = mddev;
        this.zones = rig.driver().zones(mddev);
    }

    /** Null if it does not start, or the kernel dies of it. */
    static @Nullable RunningArray start(Setup setup, ArrayCase c) {
        Rig rig = setup.boot(c);
        Mddev mddev = c.toMddev();
        try {
            return rig.driver().run(mddev) instanceof RunResult.Started ? new RunningArray(setup, c, rig, mddev) : null;
        } catch (OopsException died) {
            return null;
        }
    }

    Rig rig() {
        return rig;
    }

    /**
     * The case.
     *
     * @return disks, parameters and request
     */
    public ArrayCase arrayCase() {
        return c;
    }

    /**
     * The kernel.
     *
     * @return its profile
     */
    public KernelProfile kernel() {
        return setup.kernel();
    }

    /**
     * The allocator of the tables.
     *
     * @return its provider
     */
    public AllocatorProvider allocator() {
        return setup.provider();
    }

    /**
     * The same array with the kernel's own allocators other than this one's, where it starts with them.
     *
     * @return arrays on machines of their own
     */
    public Vector<RunningArray> withOtherAllocators() {
        Vector<RunningArray> arrays = Vector.empty();
        for (AllocatorProvider other : setup.otherKernelProviders()) {
            RunningArray array = start(setup.withProvider(other), c);
            if (array != null) arrays = arrays.append(array);
        }
        return arrays;
    }

    /**
     * The same array on another kernel.
     *
     * @param other the kernel
     * @return the array, on a machine of its own; null if it does not start there
     */
    public @Nullable RunningArray on(KernelProfile other) {
        return start(setup.withKernel(other), c);
    }

    // What is read of it

    /**
     * The zones, as they are read back from the tables.
     *
     * @return one or more
     */
    public Vector<StripZone> zones() {
        return zones;
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
     * How far requests reach.
     *
     * @return sectors: what md reports, or what the block layer shows of it
     */
    public long capacity() {
        return mddev.capacity();
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

    /**
     * The layout.
     *
     * @return {@link Mddev#LAYOUT_ORIGINAL} or {@link Mddev#LAYOUT_ALTERNATE}
     */
    public int layout() {
        return rig.driver().layout(mddev);
    }

    /**
     * Where a sector is.
     *
     * @param sector one of the array
     * @param mapping where to write it to
     * @throws OopsException if the kernel dies of it
     */
    public void map(long sector, Mapping mapping) {
        rig.driver().map(mddev, sector, mapping);
    }

    /**
     * The longest request that the block layer hands over.
     *
     * @return sectors
     */
    public long maxRequestSectors() {
        return rig.driver().maxRequestSectors(mddev);
    }

    /**
     * Has a request read or written.
     *
     * @param start its first sector
     * @param sectors how many
     * @param parts gets what is asked of the disks
     * @return what it fails with; null if it does not
     * @throws OopsException if the kernel dies of it
     */
    public @Nullable Errno request(long start, long sectors, ExtentSink parts) {
        return rig.driver().request(mddev, start, sectors, parts);
    }

    /**
     * Has sectors thrown away.
     *
     * @param start the first
     * @param sectors how many
     * @param ranges gets what is thrown away on the disks
     * @throws OopsException if the kernel dies of it
     */
    public void discard(long start, long sectors, ExtentSink ranges) {
        rig.driver().discard(mddev, start, sectors, ranges);
    }

    // What is to be looked at

    /**
     * Sectors that are worth a look: all of a small array, and of a large one those around the edges of zones, stripes and
     * integers, and some at random, the same ones each time.
     *
     * @param sectors of so many from the first on
     * @return some of them
     */
    public long[] probes(long sectors) {
        return Probes.of(c, zones, sectors);
    }

    /**
     * Whether an array is so small that each of its sectors is among the {@link #probes}.
     *
     * @param sectors its size
     * @return true if so
     */
    public static boolean isWalked(long sectors) {
        return Probes.isWalked(sectors);
    }

    /**
     * Whether the request of the case lies within the array.
     *
     * @return false too if there is none
     */
    public boolean requestFits() {
        return requestFits(c, capacity());
    }

    static boolean requestFits(ArrayCase c, long capacity) {
        long end = c.requestStart() + c.requestSectors();
        return c.requestSectors() > 0
                && Long.compareUnsigned(end, c.requestStart()) > 0
                && Long.compareUnsigned(end, capacity) <= 0;
    }

    /**
     * The request of the case.
     *
     * @return sectors of the array
     */
    public Evidence.Request request() {
        return new Evidence.Request(c.requestStart(), c.requestSectors());
    }

    // What the disks have

    /**
     * The whole chunks of a disk, with the chunk as an unsigned number.
     *
     * @param disk its index
     * @return sectors
     */
    public long wholeChunks(int disk) {
        return IdealArray.wholeChunks(c.diskSectors(disk), chunk());
    }

    /**
     * The chunk as an unsigned number.
     *
     * @return sectors
     */
    public long chunk() {
        return Integer.toUnsignedLong(c.chunkSectors());
    }

    /**
     * The whole chunks of all disks.
     *
     * @return sectors, which 64 bits may not count
     */
    public BigInteger sumOfWholeChunks() {
        return sumOfWholeChunks(c, chunk());
    }

    static BigInteger sumOfWholeChunks(ArrayCase c, long chunk) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < c.disks(); i++)
            sum = sum.add(toBigInteger(IdealArray.wholeChunks(c.diskSectors(i), chunk)));
        return sum;
    }

    /**
     * The array as the words of the laws have it.
     *
     * @return from a place on a disk to the sector that ought to be there; null if its disks are too large to count
     */
    public @Nullable SectorAtPlace ideal() {
        IdealArray ideal = IdealArray.of(c);
        return ideal == null ? null : ideal::sectorAt;
    }

    /** Which sector of the array is at a place. */
    public interface SectorAtPlace {
        /**
         * The sector.
         *
         * @param disk index of the disk
         * @param diskSector sector on it
         * @return the array sector; -1 if none is there
         */
        long sectorAt(int disk, long diskSector);
    }

    static BigInteger toBigInteger(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }
}
