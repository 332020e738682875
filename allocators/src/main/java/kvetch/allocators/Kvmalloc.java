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
    private final int pageSize;

    Kvmalloc(Machine machine) {
        this.machine = machine;
        this.kmalloc = machine.allocator(Family.KMALLOC);
        this.pageSize = machine.profile().pageSize();
    }

    @Override
    public long alloc(long bytes, int gfp) {
        boolean aboveOnePage = Long.compareUnsigned(bytes, pageSize) > 0;
        int quietly = gfp | Gfp.NOWARN | (Gfp.has(gfp, Gfp.RETRY_MAYFAIL) ? 0 : Gfp.NORETRY);
        long address = kmalloc.alloc(bytes, aboveOnePage ? quietly : gfp);
        if (address != Address.NULL || !aboveOnePage) return address;
        if (Long.compareUnsigned(bytes, Integer.MAX_VALUE) > 0) {
            machine.warnOnce(machine.profile().location(KernelSite.KVMALLOC_SIZE), gfp);
            return Address.NULL;
        }
        return vmalloc().alloc(bytes, gfp);
    }

    @Override
    public void free(long address) {
        if (Address.isVmalloc(address)) vmalloc().free(address);
        else kmalloc.free(address);
    }

    /** Few requests need it. */
    private Allocator vmalloc() {
        return machine.allocator(Family.VMALLOC);
    }

    @Override
    public long ksize(long address) {
        return Address.isVmalloc(address) ? vmalloc().ksize(address) : kmalloc.ksize(address);
    }
}
