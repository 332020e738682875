package com.example.bump;

import java.util.HashMap;
import java.util.Map;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/** Hands out what lies behind the last block, and gives everything back when the last block is freed. */
final class Bump implements Allocator {
    private final Machine machine;
    private final int pageSize;
    /** The blocks of pages that were taken, and their orders. */
    private final Map<Long, Integer> taken = new HashMap<>();
    /** The live blocks, and their sizes. */
    private final Map<Long, Long> live = new HashMap<>();

    private long next;
    private long end;

    Bump(Machine machine) {
        this.machine = machine;
        this.pageSize = machine.profile().pageSize();
    }

    @Override
    public long alloc(long bytes, int gfp) {
        if (bytes == 0) return Address.ZERO_SIZE_PTR;
        int order = PageFrames.getOrder(bytes, pageSize);
        if (order > machine.profile().maxPageOrder()) return machine.pages().allocPages(order, gfp);
        // A power of two, at an address that is a multiple of it, is as aligned as kmalloc promises.
        long size = order > 0 ? (long) pageSize << order : Math.max(8, Long.highestOneBit(2 * bytes - 1));
        long address = (next + size - 1) & -size;
        if (next == end || address + size > end) {
            address = machine.pages().allocPages(order, gfp & ~Gfp.ZERO);
            if (address == Address.NULL) return Address.NULL;
            taken.put(address, order);
            end = address + ((long) pageSize << order);
        }
        next = address + size;
        live.put(address, size);
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, size);
        return address;
    }

    @Override
    public void free(long address) {
        if (live.remove(address) == null || !live.isEmpty()) return;
        taken.forEach(machine.pages()::freePages);
        taken.clear();
        next = end = 0;
    }

    @Override
    public long ksize(long address) {
        return live.getOrDefault(address, 0L);
    }
}
