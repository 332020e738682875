package kvetch.properties.zoo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/** A page allocator that is right but for one thing: a block coalesces with the block behind it, buddy or not. */
final class Buddies implements Allocator, PageFrames {
    private final Machine machine;
    private final int pageSize;
    private final int maxOrder;
    private final List<TreeSet<Integer>> free = new ArrayList<>();
    private final Map<Integer, Integer> taken = new HashMap<>();
    private final int firstFrame;
    private int untouched;
    private long freePages;

    Buddies(Machine machine) {
        this.machine = machine;
        this.pageSize = machine.profile().pageSize();
        this.maxOrder = machine.profile().maxPageOrder();
        this.firstFrame = machine.profile().firstFrame();
        for (int order = 0; order <= maxOrder; order++) free.add(new TreeSet<>());
        untouched = firstFrame;
        freePages = machine.profile().availableFrames();
    }

    /** Puts the next block of memory that was never used on its list. */
    private boolean carve() {
        int end = firstFrame + machine.profile().availableFrames();
        if (untouched >= end) return false;
        int order = Math.min(machine.profile().freeOrder(), Integer.numberOfTrailingZeros(untouched));
        while (untouched + (1 << order) > end) order--;
        free.get(order).add(untouched);
        untouched += 1 << order;
        return true;
    }

    @Override
    public long allocPages(int order, int gfp) {
        if (order > maxOrder) {
            machine.warnOnce(machine.profile().location(KernelSite.PAGE_ORDER), gfp);
            return Address.NULL;
        }
        long address = takeBlock(order);
        while (address == Address.NULL && order <= machine.profile().freeOrder() && carve()) address = takeBlock(order);
        if (address != Address.NULL && Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, (long) pageSize << order);
        return address;
    }

    private long takeBlock(int order) {
        for (int o = order; o <= maxOrder; o++) {
            Integer frame = free.get(o).pollFirst();
            if (frame == null) continue;
            while (o > order) free.get(--o).add(frame + (1 << o));
            taken.put(frame, order);
            freePages -= 1L << order;
            return Address.DIRECT_MAP + (long) frame * pageSize;
        }
        return Address.NULL;
    }

    @Override
    public void freePages(long address, int order) {
        int frame = frameOf(address);
        if (taken.remove(frame) == null) return;
        freePages += 1L << order;
        int o = order;
        // The defect. The buddy is frame ^ (1 << o), which is the block before as often as the one behind.
        while (o < maxOrder && free.get(o).remove(frame + (1 << o))) o++;
        free.get(o).add(frame);
    }

    private int frameOf(long address) {
        return (int) ((address - Address.DIRECT_MAP) / pageSize);
    }

    @Override
    public int compoundOrder(long address) {
        return taken.getOrDefault(frameOf(address), 0);
    }

    @Override
    public long totalPages() {
        return machine.profile().totalFrames();
    }

    @Override
    public long freePages() {
        return freePages;
    }

    @Override
    public long alloc(long bytes, int gfp) {
        return allocPages(PageFrames.getOrder(bytes, pageSize), gfp);
    }

    @Override
    public void free(long address) {
        Integer order = taken.get(frameOf(address));
        if (order != null) freePages(address, order);
    }

    @Override
    public long ksize(long address) {
        Integer order = taken.get(frameOf(address));
        return order == null ? 0 : (long) pageSize << order;
    }
}
