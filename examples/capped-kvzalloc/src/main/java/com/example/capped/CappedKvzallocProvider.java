package com.example.capped;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides {@link CappedKvzalloc}. */
public final class CappedKvzallocProvider implements AllocatorProvider {
    @Override
    public String name() {
        return "capped-kvzalloc";
    }

    @Override
    public String description() {
        return "kvzalloc that refuses more than INT_MAX bytes without a word";
    }

    @Override
    public Family family() {
        return Family.KVMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        return Capabilities.NONE.withLargestBytes(Integer.MAX_VALUE);
    }

    @Override
    public Allocator create(Machine machine) {
        return new CappedKvzalloc(machine);
    }
}
