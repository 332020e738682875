package ${package};

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/** Whole pages for each block. Those of one order that were freed go to the next who asks for that order. */
final class ${className} implements Allocator {
    private final Machine machine;
    private final Map<Long, Integer> orders = new HashMap<>();
    private final Map<Integer, ArrayDeque<Long>> freed = new HashMap<>();

    ${className}(Machine machine) {
        this.machine = machine;
    }

    @Override
    public long alloc(long bytes, int gfp) {
        if (bytes == 0) return Address.ZERO_SIZE_PTR;
        int order = PageFrames.getOrder(bytes, machine.profile().pageSize());
        ArrayDeque<Long> list = freed.get(order);
        long address = list == null || list.isEmpty()
                ? machine.pages().allocPages(order, gfp & ~Gfp.ZERO)
                : list.pop();
        if (address == Address.NULL) return address;
        orders.put(address, order);
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, ksize(address));
        return address;
    }

    @Override
    public void free(long address) {
        Integer order = orders.remove(address);
        if (order != null) freed.computeIfAbsent(order, o -> new ArrayDeque<>()).push(address);
    }

    @Override
    public long ksize(long address) {
        Integer order = orders.get(address);
        return order == null ? 0 : (long) machine.profile().pageSize() << order;
    }
}
