package kvetch.api;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;

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
        Map<KernelSite, CodeLocation> sites) {

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
        return (int) (((long) memoryMib << 20) / pageSize);
    }

    /**
     * The frames that the kernel keeps for itself: its image and its page tables, 1/64 of the memory and at most 32 MiB more.
     * They are the first ones.
     *
     * @return a number of frames, less than {@link #frames()}
     */
    public int reservedFrames() {
        long bytes = ((long) memoryMib << 20) / 64 + Math.min(32L << 20, ((long) memoryMib << 20) / 16);
        return (int) (bytes / pageSize);
    }
}
