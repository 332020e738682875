package kvetch.allocators;

import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import org.jspecify.annotations.Nullable;

/**
 * The page allocator: a binary buddy system over the frames that the kernel does not keep for itself.
 *
 * <p>A block of order o is aligned to its size, splits into two buddies of order o-1, and coalesces with its buddy when both
 * are free. Free memory that was never handed out is not on a list: it is carved off the untouched end when the lists have
 * nothing that fits, so that booting a large machine costs nothing.
 *
 * <p>Where fewer pages are left than a request needs, the caller is killed for it, or the request is refused
 * ({@link Machine#outOfMemory}). Where memory is merely in fragments it is refused; real kernels move pages about first.
 *
 * <p>As {@link Allocator} it serves {@code __get_free_pages} and {@code free_pages}, whose caller passes the order of
 * {@code get_order(bytes)} to both.
 */
final class PageAllocator implements Allocator, PageFrames {
    /** Nobody is killed for a block of a larger order (PAGE_ALLOC_COSTLY_ORDER). */
    private static final int COSTLY_ORDER = 3;

    /** Stands for no frame at all. */
    private static final int NO_FRAME = -1;

    private final Machine machine;
    private final int pageSize;
    private final int pageShift;
    private final int maxOrder;
    private final int freeOrder;
    private final int firstFrame;
    private final int endFrame;
    private final int totalFrames;

    /** The free blocks of each order; null for none so far. */
    private final @Nullable FrameStack[] freeLists;

    /** What is known of the frame that starts a block: see {@link FrameState}. */
    private final FrameBytes states;

    /** The first frame of the memory that was never handed out. */
    private int untouched;

    /**
     * What is left of the block of fresh memory that is being used: from here to {@link #openEnd}. Its parts are free blocks, as
     * if it had been split as far as it goes, but they are on no list and have no state. That spares a machine that needs few
     * pages the splitting.
     */
    private int open;

    private int openEnd;

    private long freePages;

    PageAllocator(Machine machine) {
        MachineProfile profile = machine.profile();
        this.machine = machine;
        this.pageSize = profile.pageSize();
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
        this.maxOrder = profile.maxPageOrder();
        this.freeOrder = profile.freeOrder();
        this.firstFrame = profile.firstFrame();
        this.totalFrames = profile.totalFrames();
        this.endFrame = firstFrame + profile.availableFrames();
        this.untouched = firstFrame;
        this.states = new FrameBytes(firstFrame, maxOrder);
        this.freeLists = new FrameStack[maxOrder + 1];
        this.freePages = countUntouched();
    }

    @Override
    public long alloc(long bytes, int gfp) {
        return allocPages(PageFrames.getOrder(bytes, pageSize), gfp);
    }

    @Override
    public void free(long address) {
        if (!Address.isZeroOrNull(address)) freePages(address, FrameState.order(stateAt(address)));
    }

    @Override
    public long ksize(long address) {
        byte state = stateAt(address);
        return FrameState.isAllocated(state) ? (long) pageSize << FrameState.order(state) : 0;
    }

    @Override
    public long allocPages(int order, int gfp) {
        if (order > maxOrder) {
            if (!Gfp.has(gfp, Gfp.NOWARN)) machine.warnOnce(machine.profile().location(KernelSite.PAGE_ORDER), gfp);
            return Address.NULL;
        }
        int frame = takeBlock(order);
        if (frame == NO_FRAME) {
            if (freePages < 1L << order && order <= COSTLY_ORDER && !Gfp.has(gfp, Gfp.NORETRY | Gfp.RETRY_MAYFAIL))
                machine.outOfMemory(order);
            if (!Gfp.has(gfp, Gfp.NOWARN))
                machine.printk("page allocation failure: order:" + order + ", mode:" + Gfp.format(gfp));
            return Address.NULL;
        }
        states.set(frame, FrameState.allocated(order, Gfp.has(gfp, Gfp.COMP)));
        freePages -= 1L << order;
        long address = addressOf(frame);
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, (long) pageSize << order);
        return address;
    }

    /**
     * Allocates more blocks like one that was just allocated, as {@link #allocPages} would, as long as each lies right behind the
     * one before: only in fresh memory, and blocks of the largest order.
     *
     * @param address that of the block
     * @param order the order that it was asked for
     * @param most how many blocks to allocate at most, 0 or more
     * @param gfp the flags that it was asked with
     * @return how many were allocated, which may be fewer than could be
     */
    long allocPagesBehind(long address, int order, long most, int gfp) {
        int frame = frameOf(address) + (1 << order);
        boolean isNext = order == maxOrder
                && order == freeOrder
                && !Gfp.has(gfp, Gfp.ZERO)
                && freeLists[order] == null
                && open == openEnd
                && frame == untouched;
        if (!isNext) return 0;
        int count = (int) Math.min(most, (endFrame - untouched) >> order);
        states.setStarts(frame, count, FrameState.allocated(order, Gfp.has(gfp, Gfp.COMP)));
        freePages -= (long) count << order;
        untouched += count << order;
        open = untouched;
        openEnd = untouched;
        return count;
    }

    @Override
    public void freePages(long address, int order) {
        int frame = frameOf(address);
        if (!FrameState.isAllocated(stateAt(address)) || order > maxOrder || frame + (1L << order) > endFrame) {
            machine.printk("BUG: Bad page state: free of a page that is not allocated, " + Address.format(address));
            return;
        }
        freePages += 1L << order;
        giveBack(frame, order);
    }

    /** Frees blocks that lie one behind another, each as {@link #freePages(long, int)} does. */
    void freePages(long address, int order, long count) {
        int frame = frameOf(address);
        if (order == maxOrder && areAllocated(frame, count)) {
            freePages += count << order;
            states.setStarts(frame, (int) count, FrameState.free(order));
            freeList(order).push(frame, 1 << order, (int) count);
        } else for (long i = 0; i < count; i++) freePages(address + ((i * pageSize) << order), order);
    }

    /** Whether blocks of the largest order are, from a frame on, and all in the same way. */
    private boolean areAllocated(int frame, long count) {
        return frame != NO_FRAME
                && frame + (count << maxOrder) <= endFrame
                && FrameState.isAllocated(states.get(frame))
                && states.areStartsAlike(frame, (int) count);
    }

    @Override
    public int compoundOrder(long address) {
        return FrameState.compoundOrder(stateAt(address));
    }

    @Override
    public long totalPages() {
        return totalFrames;
    }

    @Override
    public long freePages() {
        return freePages;
    }

    /** The first frame of a free block of this order, if there is one. */
    private int takeBlock(int order) {
        int frame = popFree(order);
        if (frame == NO_FRAME) frame = carve(order);
        if (frame == NO_FRAME) frame = split(order);
        // No block was ever larger than those of fresh memory.
        while (frame == NO_FRAME && order <= freeOrder && openUntouched()) frame = carve(order);
        return frame;
    }

    /** Takes the lowest part that fits of the open block; what is passed over goes to the free lists. */
    private int carve(int order) {
        int size = 1 << order;
        int frame = (open + size - 1) & -size;
        if (frame + size > openEnd) return NO_FRAME;
        listOpenUpTo(frame);
        open = frame + size;
        return frame;
    }

    private void listOpenUpTo(int end) {
        while (open < end) {
            int order = Math.min(Integer.numberOfTrailingZeros(open), log2(openEnd - open));
            pushFree(open, order);
            open += 1 << order;
        }
    }

    private int split(int order) {
        for (int o = order + 1; o <= maxOrder; o++) {
            int frame = popFree(o);
            if (frame != NO_FRAME) {
                splitDownTo(order, frame, o);
                return frame;
            }
        }
        return NO_FRAME;
    }

    private void splitDownTo(int order, int frame, int blockOrder) {
        for (int o = blockOrder - 1; o >= order; o--) pushFree(frame + (1 << o), o);
    }

    private void giveBack(int frame, int order) {
        int at = frame;
        int o = order;
        while (o < maxOrder) {
            int buddy = at ^ (1 << o);
            if (buddy == open && at < open && openEnd - open >= 1 << o) {
                states.set(at, FrameState.NONE);
                reopenFrom(at);
                return;
            }
            if (!isListed(buddy, o)) break;
            unlist(buddy, o);
            states.set(at, FrameState.NONE);
            at &= ~(1 << o);
            o++;
        }
        pushFree(at, o);
    }

    /** The open block grows downwards, over free blocks that are buddies of its first part. */
    private void reopenFrom(int frame) {
        open = frame;
        while (true) {
            int order = Integer.numberOfTrailingZeros(open);
            int buddy = open - (1 << order);
            if (order >= maxOrder || openEnd - open < 1 << order || !isListed(buddy, order)) return;
            unlist(buddy, order);
            open = buddy;
        }
    }

    private boolean isListed(int frame, int order) {
        return frame >= firstFrame && frame < endFrame && states.get(frame) == FrameState.free(order);
    }

    private void pushFree(int frame, int order) {
        states.set(frame, FrameState.free(order));
        freeList(order).push(frame);
    }

    private FrameStack freeList(int order) {
        FrameStack list = freeLists[order];
        if (list == null) freeLists[order] = list = new FrameStack();
        return list;
    }

    /** Its entry goes where it is on top, as with pages that are freed one after another; elsewhere it is only no longer true. */
    private void unlist(int frame, int order) {
        states.set(frame, FrameState.NONE);
        FrameStack list = freeLists[order];
        if (list != null) list.dropFromTop(frame);
    }

    /** Coalescing leaves entries on the lists that are no longer true; they are skipped. */
    private int popFree(int order) {
        FrameStack list = freeLists[order];
        while (list != null && !list.isEmpty()) {
            int frame = list.pop();
            if (states.get(frame) == FrameState.free(order)) return frame;
        }
        return NO_FRAME;
    }

    /** Opens the next untouched block, and lists what is left of the one before; false if there is none. */
    private boolean openUntouched() {
        if (untouched >= endFrame) return false;
        listOpenUpTo(openEnd);
        int order = untouchedOrder(untouched);
        open = untouched;
        openEnd = untouched + (1 << order);
        untouched = afterUntouched(untouched, order);
        return true;
    }

    private static int log2(int positive) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(positive);
    }

    private int untouchedOrder(int frame) {
        int order = Math.min(freeOrder, Integer.numberOfTrailingZeros(frame));
        while (frame + (1L << order) > endFrame) order--;
        return order;
    }

    /** In fragmented memory every second block of the largest order is in use. */
    private int afterUntouched(int frame, int order) {
        int next = frame + (1 << order);
        boolean skip = freeOrder < maxOrder && order == freeOrder;
        return skip ? (int) Math.min(endFrame, next + (1L << order)) : next;
    }

    private long countUntouched() {
        if (freeOrder == maxOrder) return (long) endFrame - firstFrame;
        int block = 1 << freeOrder;
        // Up to the first block of the largest order all is free, and from there on every second one.
        int aligned = Math.min(endFrame, (firstFrame + block - 1) & -block);
        int rest = endFrame - aligned;
        return aligned - firstFrame + rest / (2L * block) * block + Math.min(block, rest % (2 * block));
    }

    private long addressOf(int frame) {
        return Address.DIRECT_MAP + (long) frame * pageSize;
    }

    /** The frame at an address, if it is one of the direct map. */
    private int frameOf(long address) {
        long frame = (address - Address.DIRECT_MAP) >>> pageShift;
        return frame < endFrame ? (int) frame : NO_FRAME;
    }

    private byte stateAt(long address) {
        int frame = frameOf(address);
        return frame == NO_FRAME ? FrameState.NONE : states.get(frame);
    }

    /** What is known of the frame that starts a block, in one byte. */
    private static final class FrameState {
        static final byte NONE = 0;
        private static final int FREE = 0x20;
        private static final int ALLOCATED = 0x40;
        private static final int COMPOUND = 0x80;
        private static final int ORDER = 0x1f;

        private FrameState() {}

        static byte free(int order) {
            return (byte) (FREE | order);
        }

        static byte allocated(int order, boolean compound) {
            return (byte) (ALLOCATED | (compound ? COMPOUND : 0) | order);
        }

        static boolean isAllocated(byte state) {
            return (state & ALLOCATED) != 0;
        }

        /** The order of the allocated block, 0 if there is none. */
        static int order(byte state) {
            return isAllocated(state) ? state & ORDER : 0;
        }

        static int compoundOrder(byte state) {
            return (state & COMPOUND) != 0 ? state & ORDER : 0;
        }
    }
}
