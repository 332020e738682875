package kvetch.allocators;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides the page allocator. */
public final class PageAllocatorProvider implements AllocatorProvider {
    /** For ServiceLoader. */
    public PageAllocatorProvider() {}

    @Override
    public String name() {
        return "page-allocator";
    }

    @Override
    public String description() {
        return "buddy blocks of whole pages; freed with free_pages";
    }

    @Override
    public Family family() {
        return Family.PAGES;
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
        return new PageAllocator(machine);
    }
}
