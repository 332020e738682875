package kvetch.properties.zoo;

import kvetch.api.Allocator;

/** Passes everything on to an allocator of the kernel's. The animals of the zoo change one thing on the way. */
class Passing implements Allocator {
    final Allocator kernels;

    Passing(Allocator kernels) {
        this.kernels = kernels;
    }

    @Override
    public long alloc(long bytes, int gfp) {
        return kernels.alloc(bytes, gfp);
    }

    @Override
    public void free(long address) {
        kernels.free(address);
    }

    @Override
    public long ksize(long address) {
        return kernels.ksize(address);
    }
}
