package com.example.pagewise;

import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;

public final class PagewiseProvider implements AllocatorProvider {
    @Override
    public String name() {
        return "pagewise";
    }

    @Override
    public String description() {
        return "whole pages for every request; freed with kfree";
    }

    @Override
    public Family family() {
        return Family.KMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        return Capabilities.NONE.contiguousOnly().withLargestBytes(largest(machine));
    }

    private static long largest(MachineProfile machine) {
        return (long) machine.pageSize() << machine.maxPageOrder();
    }

    @Override
    public Allocator create(Machine machine) {
        PageFrames pages = machine.pages();
        int pageSize = machine.profile().pageSize();
        return new Allocator() {
            @Override
            public long alloc(long bytes, int gfp) {
                if (bytes == 0) return Address.ZERO_SIZE_PTR;
                // Sizes are unsigned, and what is too large is refused without a WARN.
                if (Long.compareUnsigned(bytes, largest(machine.profile())) > 0) return Address.NULL;
                return pages.allocPages(PageFrames.getOrder(bytes, pageSize), gfp | Gfp.COMP);
            }

            @Override
            public void free(long address) {
                if (!Address.isZeroOrNull(address)) pages.freePages(address, pages.compoundOrder(address));
            }

            @Override
            public long ksize(long address) {
                return (long) pageSize << pages.compoundOrder(address);
            }
        };
    }
}
