package kvetch.allocators;

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** Provides the vmalloc family. */
public final class VzallocProvider implements AllocatorProvider {
    /** For ServiceLoader. */
    public VzallocProvider() {}

    @Override
    public String name() {
        return "vzalloc";
    }

    @Override
    public String description() {
        return "virtually contiguous single pages; freed with vfree";
    }

    @Override
    public Family family() {
        return Family.VMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        long pages = (long) machine.frames() - machine.reservedFrames();
        return Capabilities.NONE.withLargestBytes(pages * machine.pageSize()).monotone();
    }

    @Override
    public Allocator create(Machine machine) {
        return new Vmalloc(machine);
    }
}
