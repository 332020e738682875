package com.example.slob;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/**
 * A simple list of blocks: the first hole that is large enough is split, a block that is freed joins the holes beside it, and
 * pages that are one whole hole go back to the page allocator.
 */
final class Slob implements Allocator {
    private static final int GRAIN = 8;

    private final Machine machine;
    private final int pageSize;
    /** The runs of pages that were taken, by their first address, and their lengths. */
    private final TreeMap<Long, Long> runs = new TreeMap<>();
    /** The holes in them, by address, and their lengths. */
    private final TreeMap<Long, Long> holes = new TreeMap<>();
    /** The live blocks, and their lengths. */
    private final Map<Long, Long> live = new HashMap<>();

    Slob(Machine machine) {
        this.machine = machine;
        this.pageSize = machine.profile().pageSize();
    }

    @Override
    public long alloc(long bytes, int gfp) {
        if (bytes == 0) return Address.ZERO_SIZE_PTR;
        int order = PageFrames.getOrder(bytes, pageSize);
        if (order > machine.profile().maxPageOrder()) return machine.pages().allocPages(order, gfp);
        long size = (bytes + GRAIN - 1) & -GRAIN;
        long alignment = Long.bitCount(bytes) == 1 ? Math.max(bytes, GRAIN) : GRAIN;
        long address = firstFit(size, alignment);
        if (address == Address.NULL) {
            long run = machine.pages().allocPages(order, gfp & ~Gfp.ZERO);
            if (run == Address.NULL) return Address.NULL;
            runs.put(run, (long) pageSize << order);
            holes.put(run, (long) pageSize << order);
            // A run is aligned to its length, so the block fits at its start.
            address = run;
        }
        take(address, size);
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, size);
        return address;
    }

    private long firstFit(long size, long alignment) {
        for (Map.Entry<Long, Long> hole : holes.entrySet()) {
            long address = (hole.getKey() + alignment - 1) & -alignment;
            if (address + size <= hole.getKey() + hole.getValue()) return address;
        }
        return Address.NULL;
    }

    /** Cuts a block out of the hole that it lies in. */
    private void take(long address, long size) {
        Map.Entry<Long, Long> hole = holes.floorEntry(address);
        long start = hole.getKey();
        long end = start + hole.getValue();
        holes.remove(start);
        if (start < address) holes.put(start, address - start);
        if (address + size < end) holes.put(address + size, end - address - size);
        live.put(address, size);
    }

    @Override
    public void free(long address) {
        Long size = live.remove(address);
        if (size == null) return;
        Map.Entry<Long, Long> run = runs.floorEntry(address);
        long start = address;
        long end = address + size;
        Map.Entry<Long, Long> before = holes.lowerEntry(address);
        if (before != null && before.getKey() >= run.getKey() && before.getKey() + before.getValue() == start)
            start = before.getKey();
        Long after = end < run.getKey() + run.getValue() ? holes.remove(end) : null;
        if (after != null) end += after;
        holes.put(start, end - start);
        if (end - start == run.getValue()) {
            holes.remove(start);
            runs.remove(start);
            machine.pages().freePages(start, PageFrames.getOrder(run.getValue(), pageSize));
        }
    }

    @Override
    public long ksize(long address) {
        return live.getOrDefault(address, 0L);
    }
}
