package kvetch.allocators;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides the kmalloc family. */
public final class KzallocProvider implements AllocatorProvider {
    /** For ServiceLoader. */
    public KzallocProvider() {}

    @Override
    public String name() {
        return "kzalloc";
    }

    @Override
    public String description() {
        return "physically contiguous, at most PAGE_SIZE << MAX_PAGE_ORDER bytes; freed with kfree";
    }

    @Override
    public Family family() {
        return Family.KMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        return Capabilities.NONE
                .contiguousOnly()
                .withLargestBytes((long) machine.pageSize() << machine.maxPageOrder())
                .monotone();
    }

    @Override
    public Allocator create(Machine machine) {
        return new Kmalloc(machine);
    }
}
