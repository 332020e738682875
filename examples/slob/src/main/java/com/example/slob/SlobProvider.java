package com.example.slob;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides {@link Slob}. */
public final class SlobProvider implements AllocatorProvider {
    @Override
    public String name() {
        return "slob";
    }

    @Override
    public String description() {
        return "first fit over pages, with splitting and coalescing";
    }

    @Override
    public Family family() {
        return Family.KMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        return Capabilities.NONE.contiguousOnly().withLargestBytes((long) machine.pageSize() << machine.maxPageOrder());
    }

    @Override
    public Allocator create(Machine machine) {
        return new Slob(machine);
    }
}
