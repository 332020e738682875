package kvetch.properties.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/** A right allocator of the vmalloc family, but for what is asked for: a guard page left out, or blocks kept when memory runs out. */
final class Areas implements Allocator {
    private final Machine machine;
    private final PageFrames pages;
    private final int pageSize;
    private final int guardPages;
    private final int keeps;
    private final TreeMap<Long, List<long[]>> areas = new TreeMap<>();

    Areas(Machine machine, int guardPages, int keeps) {
        this.machine = machine;
        this.pages = machine.pages();
        this.pageSize = machine.profile().pageSize();
        this.guardPages = guardPages;
        this.keeps = keeps;
    }

    @Override
    public long alloc(long bytes, int gfp) {
        long count = bytes == 0 ? 0 : ((bytes - 1) >>> Integer.numberOfTrailingZeros(pageSize)) + 1;
        if (count == 0 || count > pages.totalPages()) return Address.NULL;
        List<long[]> blocks = new ArrayList<>();
        long left = count;
        int order = machine.profile().maxPageOrder();
        while (left > 0) {
            order = Math.min(order, Long.SIZE - 1 - Long.numberOfLeadingZeros(left));
            long block = pages.allocPages(order, Gfp.NOWARN);
            if (block != Address.NULL) {
                blocks.add(new long[] {block, order});
                left -= 1L << order;
            } else if (order-- == 0) {
                giveBack(blocks.subList(0, Math.max(0, blocks.size() - keeps)));
                return Address.NULL;
            }
        }
        long start = hole((count + guardPages) * pageSize);
        long at = start;
        for (long[] block : blocks) {
            machine.memory().map(at, block[0], (long) pageSize << block[1]);
            at += (long) pageSize << block[1];
        }
        areas.put(start, blocks);
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(start, count * pageSize);
        return start;
    }

    private long hole(long bytes) {
        long start = Address.VMALLOC_START;
        for (Map.Entry<Long, List<long[]>> area : areas.entrySet()) {
            if (area.getKey() - start >= bytes) break;
            start = area.getKey() + size(area.getValue()) + (long) guardPages * pageSize;
        }
        return start;
    }

    private long size(List<long[]> blocks) {
        long bytes = 0;
        for (long[] block : blocks) bytes += (long) pageSize << block[1];
        return bytes;
    }

    private void giveBack(List<long[]> blocks) {
        for (long[] block : blocks) pages.freePages(block[0], (int) block[1]);
    }

    @Override
    public void free(long address) {
        List<long[]> blocks = areas.remove(address);
        if (blocks == null) return;
        machine.memory().unmap(address, size(blocks));
        giveBack(blocks);
    }

    @Override
    public long ksize(long address) {
        List<long[]> blocks = areas.get(address);
        return blocks == null ? 0 : size(blocks);
    }
}
