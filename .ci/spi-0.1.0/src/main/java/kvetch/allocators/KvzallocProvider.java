package kvetch.allocators;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides the kvmalloc family. */
public final class KvzallocProvider implements AllocatorProvider {
    /** For ServiceLoader. */
    public KvzallocProvider() {}

    @Override
    public String name() {
        return "kvzalloc";
    }

    @Override
    public String description() {
        return "kmalloc and, where that fails, vmalloc; at most INT_MAX bytes; freed with kvfree";
    }

    @Override
    public Family family() {
        return Family.KVMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        // Above INT_MAX there is no fallback, and kmalloc alone goes that far only where pages are huge.
        long contiguous = (long) machine.pageSize() << machine.maxPageOrder();
        return Capabilities.NONE
                .withLargestBytes(Math.max(Integer.MAX_VALUE, contiguous))
                .monotone();
    }

    @Override
    public Allocator create(Machine machine) {
        return new Kvmalloc(machine);
    }
}
