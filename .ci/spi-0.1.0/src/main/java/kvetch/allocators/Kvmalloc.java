package kvetch.allocators;

import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;

/** kvmalloc and kvfree: kmalloc, quietly where a fallback is left, and then vmalloc. */
final class Kvmalloc implements Allocator {
    private final Machine machine;
    private final Allocator kmalloc;
    private final Allocator vmalloc;
    private final int pageSize;

    Kvmalloc(Machine machine) {
        this.machine = machine;
        this.kmalloc = machine.allocator(Family.KMALLOC);
        this.vmalloc = machine.allocator(Family.VMALLOC);
        this.pageSize = machine.profile().pageSize();
    }

    @Override
    public long alloc(long bytes, int gfp) {
        boolean aboveOnePage = Long.compareUnsigned(bytes, pageSize) > 0;
        long address = kmalloc.alloc(bytes, aboveOnePage ? gfp | Gfp.NOWARN | Gfp.NORETRY : gfp);
        if (address != Address.NULL || !aboveOnePage) return address;
        if (Long.compareUnsigned(bytes, Integer.MAX_VALUE) > 0) {
            machine.warnOnce(machine.profile().location(KernelSite.KVMALLOC_SIZE), gfp);
            return Address.NULL;
        }
        return vmalloc.alloc(bytes, gfp);
    }

    @Override
    public void free(long address) {
        if (Address.isVmalloc(address)) vmalloc.free(address);
        else kmalloc.free(address);
    }

    @Override
    public long ksize(long address) {
        return Address.isVmalloc(address) ? vmalloc.ksize(address) : kmalloc.ksize(address);
    }
}
