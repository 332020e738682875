package kvetch.allocators;

import java.util.Arrays;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.PageFrames;
import org.jspecify.annotations.Nullable;

/**
 * kmalloc and kfree: size-class caches up to two pages, whole pages above.
 *
 * <p>As in a kernel without debugging options, kfree believes what it is told: a pointer into the middle of an object goes on
 * the free list like any other, and freeing an object twice is only noticed when it is the first on the list.
 */
final class Kmalloc implements Allocator {
    /** The size classes, as far as two of the largest pages. */
    private static final int[] CLASSES = {
        8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072
    };

    private final Machine machine;
    private final PageFrames pages;
    private final int pageSize;
    private final int pageShift;
    private final long directMapBytes;
    private final @Nullable FreeList[] freeLists;

    /** For each page that belongs to a size class its index plus one. */
    private final FrameBytes slabs;

    Kmalloc(Machine machine) {
        this.machine = machine;
        this.pages = machine.pages();
        this.pageSize = machine.profile().pageSize();
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
        this.directMapBytes = (long) machine.profile().frames() * pageSize;
        this.freeLists = new FreeList[CLASSES.length];
        this.slabs =
                new FrameBytes(machine.profile().firstFrame(), machine.profile().maxPageOrder());
    }

    @Override
    public long alloc(long bytes, int gfp) {
        if (bytes == 0) return Address.ZERO_SIZE_PTR;
        if (Long.compareUnsigned(bytes, 2L * pageSize) > 0)
            return pages.allocPages(PageFrames.getOrder(bytes, pageSize), gfp | Gfp.COMP);
        int index = classIndex((int) bytes);
        FreeList list = freeLists[index];
        if (list == null) freeLists[index] = list = new FreeList(CLASSES[index]);
        if (list.isEmpty() && !refill(list, index, gfp)) return Address.NULL;
        long address = list.pop();
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, CLASSES[index]);
        return address;
    }

    @Override
    public void free(long address) {
        if (Address.isZeroOrNull(address)) return;
        // virt_to_page of anything else is a wild struct page.
        if (!isDirect(address)) throw machine.pageFault(address);
        FreeList list = freeListOf(address);
        if (list == null) freeLarge(address);
        else if (!list.isEmpty() && list.peek() == address)
            throw machine.bug(machine.profile().location(KernelSite.KFREE_TWICE), "");
        else list.push(address);
    }

    private void freeLarge(long address) {
        int order = pages.compoundOrder(pageOf(address));
        if (order == 0) machine.warnOnce(machine.profile().location(KernelSite.FREE_LARGE_KMALLOC), Gfp.KERNEL);
        pages.freePages(pageOf(address), order);
    }

    @Override
    public long ksize(long address) {
        if (!isDirect(address)) return 0;
        FreeList list = freeListOf(address);
        if (list != null) return list.objectSize;
        int order = pages.compoundOrder(address);
        return order == 0 ? 0 : (long) pageSize << order;
    }

    private boolean refill(FreeList list, int index, int gfp) {
        int size = CLASSES[index];
        int order = PageFrames.getOrder(size, pageSize);
        long slab = pages.allocPages(order, gfp & ~Gfp.ZERO);
        if (slab == Address.NULL) return false;
        long slabBytes = (long) pageSize << order;
        for (long page = slab; page < slab + slabBytes; page += pageSize) slabs.set(frameOf(page), (byte) (index + 1));
        list.addSlab(slab, slabBytes);
        return true;
    }

    private int classIndex(int bytes) {
        for (int i = 0; ; i++) if (bytes <= CLASSES[i]) return i;
    }

    private long pageOf(long address) {
        return address & -pageSize;
    }

    private boolean isDirect(long address) {
        long direct = address - Address.DIRECT_MAP;
        return direct >= 0 && direct < directMapBytes;
    }

    private int frameOf(long address) {
        return (int) ((address - Address.DIRECT_MAP) >>> pageShift);
    }

    /** The free list that the object at an address of the direct map belongs on; null if its page is no slab. */
    private @Nullable FreeList freeListOf(long address) {
        byte indexPlusOne = slabs.get(frameOf(address));
        return indexPlusOne == 0 ? null : freeLists[indexPlusOne - 1];
    }

    /** Free objects of one size class, last in, first out; below them those of the newest slab that were never handed out. */
    private static final class FreeList {
        private static final long[] NONE = {};

        private final int objectSize;
        private long[] objects = NONE;
        private int size;
        private long fresh;
        private long freshEnd;

        FreeList(int objectSize) {
            this.objectSize = objectSize;
        }

        boolean isEmpty() {
            return size == 0 && fresh == freshEnd;
        }

        long peek() {
            return size > 0 ? objects[size - 1] : fresh;
        }

        /** Adds all objects of a slab to an empty list. */
        void addSlab(long slab, long bytes) {
            fresh = slab;
            freshEnd = slab + bytes / objectSize * objectSize;
        }

        void push(long object) {
            if (size == objects.length) objects = Arrays.copyOf(objects, Math.max(4, 2 * size));
            objects[size++] = object;
        }

        long pop() {
            if (size > 0) return objects[--size];
            long object = fresh;
            fresh += objectSize;
            return object;
        }
    }
}
