package com.example.bump;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides {@link Bump}. */
public final class BumpProvider implements AllocatorProvider {
    @Override
    public String name() {
        return "bump";
    }

    @Override
    public String description() {
        return "blocks one behind the other, given back when none is left";
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
        return new Bump(machine);
    }
}
