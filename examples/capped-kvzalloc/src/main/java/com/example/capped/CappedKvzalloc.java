package com.example.capped;

import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Machine;

/** kvzalloc, but for requests that it would refuse with a WARN: those are refused without one. */
final class CappedKvzalloc implements Allocator {
    private final Allocator kvzalloc;

    CappedKvzalloc(Machine machine) {
        this.kvzalloc = machine.allocator(Family.KVMALLOC);
    }

    @Override
    public long alloc(long bytes, int gfp) {
        boolean tooLarge = Long.compareUnsigned(bytes, Integer.MAX_VALUE) > 0;
        return tooLarge ? Address.NULL : kvzalloc.alloc(bytes, gfp);
    }

    @Override
    public void free(long address) {
        kvzalloc.free(address);
    }

    @Override
    public long ksize(long address) {
        return kvzalloc.ksize(address);
    }
}
