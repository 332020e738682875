package kvetch.allocators;

import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;

/** Boots machines with the allocators of this module. */
final class Boot {
    private Boot() {}

    static Machine machine(MachineProfile profile) {
        return Machine.boot(profile, Boot::provider);
    }

    static Machine machine(int memoryMib) {
        return machine(MachineProfile.of(4096, memoryMib));
    }

    static AllocatorProvider provider(Family family) {
        return switch (family) {
            case KMALLOC -> new KzallocProvider();
            case KVMALLOC -> new KvzallocProvider();
            case VMALLOC -> new VzallocProvider();
            case PAGES -> new PageAllocatorProvider();
        };
    }

    /** Takes all free pages, the largest blocks first; how many blocks there were of each order. */
    static int[] drain(Machine machine) {
        PageFrames pages = machine.pages();
        int[] counts = new int[machine.profile().maxPageOrder() + 1];
        for (int order = counts.length - 1; order >= 0; order--)
            while (pages.allocPages(order, Gfp.NOWARN | Gfp.NORETRY) != Address.NULL) counts[order]++;
        return counts;
    }

    /** Address of a block as a free list would hand it out, dirty from an earlier use. */
    static void dirty(Machine machine, Allocator allocator, long bytes) {
        long address = allocator.alloc(bytes, Gfp.KERNEL);
        for (long i = 0; i < bytes; i++) machine.memory().writeByte(address + i, (byte) 0x5a);
        allocator.free(address);
    }
}
