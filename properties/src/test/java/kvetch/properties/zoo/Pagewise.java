package kvetch.properties.zoo;

import java.util.HashMap;
import java.util.Map;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/** A right allocator of the kmalloc family: whole pages for each block. The animals of the zoo change one thing in it. */
class Pagewise implements Allocator {
    final Machine machine;
    final PageFrames pages;
    final int pageSize;
    final Map<Long, Integer> orders = new HashMap<>();

    Pagewise(Machine machine) {
        this.machine = machine;
        this.pages = machine.pages();
        this.pageSize = machine.profile().pageSize();
    }

    @Override
    public long alloc(long bytes, int gfp) {
        return bytes == 0 ? Address.ZERO_SIZE_PTR : take(PageFrames.getOrder(bytes, pageSize), gfp);
    }

    long take(int order, int gfp) {
        long address = pages.allocPages(order, gfp | Gfp.COMP);
        if (address != Address.NULL) orders.put(address, order);
        return address;
    }

    @Override
    public void free(long address) {
        Integer order = orders.remove(address);
        if (order != null) pages.freePages(address, order);
    }

    @Override
    public long ksize(long address) {
        Integer order = orders.get(address);
        return order == null ? 0 : (long) pageSize << order;
    }
}
