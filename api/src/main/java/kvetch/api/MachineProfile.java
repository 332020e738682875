package kvetch.api;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.io.Serializable;

/**
 * The machine that a kernel boots on.
 *
 * @param pageSize bytes in a page: 4096, 16384 or 65536
 * @param maxPageOrder the largest order that the page allocator serves (MAX_PAGE_ORDER, inclusive), 0 to 16
 * @param memoryMib memory in MiB, 8 to 65536; the kernel takes some of it for itself
 * @param freeOrder the largest order of the free blocks at boot: {@code maxPageOrder} for fresh memory, less for memory that
 *     is fragmented, where every second block of that order is in use
 * @param panicOnWarn whether a WARN panics the machine (the sysctl panic_on_warn)
 * @param sites where in the source the kernel's checks are; those not named are at their usual place
 */
public record MachineProfile(
        int pageSize,
        int maxPageOrder,
        int memoryMib,
        int freeOrder,
        boolean panicOnWarn,
        Map<KernelSite, CodeLocation> sites)
        implements Serializable {

    /**
     * Checks the ranges.
     *
     * @param pageSize bytes in a page
     * @param maxPageOrder the largest order that the page allocator serves
     * @param memoryMib memory in MiB
     * @param freeOrder the largest order of the free blocks at boot
     * @param panicOnWarn whether a WARN panics the machine
     * @param sites where in the source the kernel's checks are
     */
    public MachineProfile {
        require(pageSize == 4096 || pageSize == 16384 || pageSize == 65536, "page size", pageSize);
        require(maxPageOrder >= 0 && maxPageOrder <= 16, "MAX_PAGE_ORDER", maxPageOrder);
        require(memoryMib >= 8 && memoryMib <= 65536, "memory in MiB", memoryMib);
        require(freeOrder >= 0 && freeOrder <= maxPageOrder, "order of free blocks", freeOrder);
    }

    private static void require(boolean holds, String what, int value) {
        if (!holds) throw new IllegalArgumentException(what + " out of range: " + value);
    }

    /**
     * A machine with fresh memory that does not panic on a WARN.
     *
     * @param pageSize bytes in a page: 4096 (as on x86), 16384 or 65536 (as on arm64)
     * @param memoryMib memory in MiB
     * @return a profile with the MAX_PAGE_ORDER that Linux has for that page size: 10, 11 or 13
     */
    public static MachineProfile of(int pageSize, int memoryMib) {
        int order = maxPageOrder(pageSize);
        return new MachineProfile(pageSize, order, memoryMib, order, false, HashMap.empty());
    }

    /**
     * MAX_PAGE_ORDER as Linux configures it for a page size.
     *
     * @param pageSize 4096, 16384 or 65536 bytes
     * @return 10, 11 or 13
     */
    public static int maxPageOrder(int pageSize) {
        return switch (pageSize) {
            case 4096 -> 10;
            case 16384 -> 11;
            default -> 13;
        };
    }

    /**
     * The same machine with the checks of one kernel.
     *
     * @param sites where its checks are
     * @return a profile
     */
    public MachineProfile withSites(Map<KernelSite, CodeLocation> sites) {
        return new MachineProfile(pageSize, maxPageOrder, memoryMib, freeOrder, panicOnWarn, sites);
    }

    /**
     * The same machine with its memory fragmented.
     *
     * @param freeOrder the largest order of the free blocks, 0 to {@link #maxPageOrder()}
     * @return a profile
     */
    public MachineProfile withFreeOrder(int freeOrder) {
        return new MachineProfile(pageSize, maxPageOrder, memoryMib, freeOrder, panicOnWarn, sites);
    }

    /**
     * The same machine with panic_on_warn set or not.
     *
     * @param panicOnWarn whether a WARN panics
     * @return a profile
     */
    public MachineProfile withPanicOnWarn(boolean panicOnWarn) {
        return new MachineProfile(pageSize, maxPageOrder, memoryMib, freeOrder, panicOnWarn, sites);
    }

    /**
     * Where a check of the kernel's is.
     *
     * @param site the check
     * @return its place in this kernel
     */
    public CodeLocation location(KernelSite site) {
        return sites.get(site).getOrElse(site::usual);
    }

    /**
     * The number of page frames.
     *
     * @return memory divided by the page size
     */
    public int frames() {
        return pages((long) memoryMib << 20);
    }

    /**
     * The frames that the kernel keeps for itself: its image, and what it notes of each page. It is 17.5 KiB of each MiB, a good
     * 64th, and 45268 KiB beside, which is to the page what Linux 7.3.4 says of machines with 256 and 1024 MiB, and to two of
     * them with 2048 MiB. Machines too small for that keep a quarter of their memory; none was recorded.
     *
     * <p>They are the {@link #firstFrame() first ones} and the last ones. Where a real kernel has them depends on the machine.
     *
     * @return a number of frames, less than {@link #frames()}
     */
    public int reservedFrames() {
        long bytes = Math.min(((long) memoryMib << 20) / 4, (memoryMib * 35L / 2 + 45268) << 10);
        return pages(bytes);
    }

    /**
     * The first frame that is handed out; those before it are reserved.
     *
     * @return a number, at most {@link #reservedFrames()}
     */
    public int firstFrame() {
        long bytes = ((long) memoryMib << 20) / 64 + Math.min(32L << 20, ((long) memoryMib << 20) / 16);
        return pages(bytes);
    }

    /**
     * All that the page allocator manages, free or not: MemTotal of {@code /proc/meminfo}.
     *
     * @return a number of frames, from {@link #firstFrame()} on
     */
    public int totalFrames() {
        return frames() - reservedFrames();
    }

    /**
     * Those of {@link #totalFrames()} that can be had: all but the last ones. Of these 32 MiB, or a 16th of the memory where that is
     * less, are in use for good when the machine has booted, by the kernel and by the processes that run; this is an assumption,
     * as it depends on what runs. And some the kernel never lets a request take (the min watermark): the square root of 16
     * times the total in KiB, in KiB.
     *
     * @return a number of frames, from {@link #firstFrame()} on
     */
    public int availableFrames() {
        long usedBytes = Math.min(32L << 20, ((long) memoryMib << 20) / 16);
        long totalKib = (long) totalFrames() * (pageSize >> 10);
        long keptKib = (long) Math.sqrt(16.0 * totalKib);
        return totalFrames() - pages(usedBytes + (keptKib << 10));
    }

    /** How many whole pages there are in so many bytes. A machine boots for each case, and has no time for divisions. */
    private int pages(long bytes) {
        return (int) (bytes >>> Integer.numberOfTrailingZeros(pageSize));
    }
}
