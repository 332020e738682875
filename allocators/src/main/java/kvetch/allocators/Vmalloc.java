package kvetch.allocators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import org.jspecify.annotations.Nullable;

/**
 * vmalloc and vfree: pages from anywhere, mapped one behind another in the vmalloc range, with a page behind each area that
 * stays unmapped.
 *
 * <p>Real kernels take pages one by one. The model takes the largest blocks that fit and falls back to smaller ones; what can
 * be had is the same, and a large area costs little.
 *
 * <p>Beside its pages an area takes those that list them, and its page tables: 8 bytes each per page. Both count from whole pages
 * of them on. They are given back with the area, although real kernels keep page tables for the next one.
 *
 * <p>A request for more than all of memory is refused at once. A smaller one takes page after page until none is left, and then
 * its caller is killed, unless the flags forbid that.
 */
final class Vmalloc implements Allocator {
    private static final int POINTER_BYTES = 8;

    private final Machine machine;
    private final PageFrames pages;

    /** The same where it hands out many blocks at once. */
    private final @Nullable PageAllocator runs;

    private final int pageSize;

    /** Areas by start address. */
    private final TreeMap<Long, Area> areas = new TreeMap<>();

    /** Where there is room between areas, each with the page behind it: where a hole ends, by where it starts. */
    private final TreeMap<Long, Long> holes = new TreeMap<>();

    /** An area, the pages it consists of, in order, and those that list them and map them. */
    private record Area(long bytes, List<Run> pages, List<Run> lists) {}

    /** Blocks of the same order, one behind another in physical memory. */
    private record Run(long direct, int order, long count) {}

    /** The pages of the largest area that fits into the fresh memory of a machine, with what lists and maps them. */
    static long mostPages(MachineProfile machine) {
        long available = machine.availableFrames();
        long pageSize = machine.pageSize();
        // As many as if a part of a page were enough to list the last ones, and then those that take no page more.
        long most = available * pageSize / (pageSize + 2 * POINTER_BYTES);
        while (most + 1 + listPages(most + 1, machine.pageSize()) <= available) most++;
        return most;
    }

    private static long listPages(long count, int pageSize) {
        return 2 * (count * POINTER_BYTES / pageSize);
    }

    Vmalloc(Machine machine) {
        this.machine = machine;
        this.pages = machine.pages();
        this.runs = pages instanceof PageAllocator allocator ? allocator : null;
        this.pageSize = machine.profile().pageSize();
        holes.put(Address.VMALLOC_START, Address.VMALLOC_END);
    }

    @Override
    public long alloc(long bytes, int gfp) {
        if (bytes == 0) {
            machine.warnOnce(machine.profile().location(KernelSite.VMALLOC_ZERO), Gfp.KERNEL);
            return Address.NULL;
        }
        long count = pagesFor(bytes);
        if (count > pages.totalPages()) {
            fail(bytes, gfp, "exceeds total pages");
            return Address.NULL;
        }
        long areaBytes = count * pageSize;
        List<Run> taken = takePages(count, gfp);
        List<Run> lists = taken.isEmpty() ? List.of() : takePages(listPages(count, pageSize), gfp);
        if (taken.isEmpty() || (lists.isEmpty() && listPages(count, pageSize) > 0)) {
            giveBack(taken);
            fail(bytes, gfp, "failed to allocate pages");
            return Address.NULL;
        }
        long start = takeHole(areaBytes + pageSize);
        areas.put(start, new Area(areaBytes, taken, lists));
        map(start, taken);
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(start, areaBytes);
        return start;
    }

    @Override
    public void free(long address) {
        if (Address.isZeroOrNull(address)) return;
        if (!Address.isVmalloc(address) || (address & (pageSize - 1)) != 0) {
            machine.warn(
                    machine.profile().location(KernelSite.VFREE_BAD_ADDRESS),
                    "Trying to vfree() bad address (" + Address.format(address) + ")");
            return;
        }
        Map.Entry<Long, Area> found = areaAt(address);
        if (found == null) {
            machine.warn(
                    machine.profile().location(KernelSite.VFREE_NO_AREA),
                    "Trying to vfree() nonexistent vm area (" + Address.format(address) + ")");
            return;
        }
        long start = found.getKey();
        areas.remove(start);
        giveBackHole(start, start + found.getValue().bytes + pageSize);
        machine.memory().unmap(start, found.getValue().bytes);
        giveBack(found.getValue().pages);
        giveBack(found.getValue().lists);
    }

    @Override
    public long ksize(long address) {
        Area area = areas.get(address);
        return area == null ? 0 : area.bytes;
    }

    /** A vm area is found by any address in it, so freeing from the middle is silent. */
    private Map.@Nullable Entry<Long, Area> areaAt(long address) {
        Map.Entry<Long, Area> entry = areas.floorEntry(address);
        return entry != null && address < entry.getKey() + entry.getValue().bytes ? entry : null;
    }

    private long pagesFor(long bytes) {
        return ((bytes - 1) >>> Integer.numberOfTrailingZeros(pageSize)) + 1;
    }

    /** Blocks that hold {@code count} pages in all; empty, with all given back, if memory runs out half way. */
    private List<Run> takePages(long count, int gfp) {
        List<Run> result = new ArrayList<>();
        long taken = 0;
        int order = machine.profile().maxPageOrder();
        while (taken < count) {
            order = Math.min(order, Long.SIZE - 1 - Long.numberOfLeadingZeros(count - taken));
            // Only for its last resort, a single page, may a request have somebody killed.
            int effort = order > 0 ? Gfp.NORETRY : gfp & (Gfp.NORETRY | Gfp.RETRY_MAYFAIL);
            int flags = Gfp.KERNEL | Gfp.NOWARN | effort;
            long direct = pages.allocPages(order, flags);
            if (direct != Address.NULL) {
                long behind =
                        runs == null ? 0 : runs.allocPagesBehind(direct, order, ((count - taken) >> order) - 1, flags);
                result.add(new Run(direct, order, 1 + behind));
                taken += (1 + behind) << order;
            } else if (order > 0) order--;
            else {
                giveBack(result);
                return List.of();
            }
        }
        return result;
    }

    private void giveBack(List<Run> taken) {
        for (Run run : taken) {
            if (runs != null) runs.freePages(run.direct, run.order, run.count);
            else pages.freePages(run.direct, run.order);
        }
    }

    /** Maps what was taken one behind another; runs that lie so in physical memory too make one mapping. */
    private void map(long start, List<Run> taken) {
        long virtual = start;
        long direct = taken.get(0).direct;
        long bytes = 0;
        for (Run run : taken) {
            if (run.direct != direct + bytes) {
                machine.memory().map(virtual, direct, bytes);
                virtual += bytes;
                direct = run.direct;
                bytes = 0;
            }
            bytes += bytesOf(run);
        }
        machine.memory().map(virtual, direct, bytes);
    }

    private long bytesOf(Run run) {
        return (run.count * pageSize) << run.order;
    }

    /** Takes room at the start of the lowest hole that is large enough. */
    private long takeHole(long bytes) {
        Map.Entry<Long, Long> hole = holes.firstEntry();
        while (hole.getValue() - hole.getKey() < bytes) hole = holes.higherEntry(hole.getKey());
        holes.remove(hole.getKey());
        long end = hole.getKey() + bytes;
        if (end < hole.getValue()) holes.put(end, hole.getValue());
        return hole.getKey();
    }

    private void giveBackHole(long from, long to) {
        Long end = holes.remove(to);
        Map.Entry<Long, Long> before = holes.lowerEntry(from);
        long start = before != null && before.getValue() == from ? before.getKey() : from;
        holes.put(start, end == null ? to : end);
    }

    private void fail(long bytes, int gfp, String why) {
        if (!Gfp.has(gfp, Gfp.NOWARN))
            machine.printk(
                    "vmalloc error: size " + Long.toUnsignedString(bytes) + ", " + why + ", mode:" + Gfp.format(gfp));
    }
}
