package kvetch.properties.zoo;

import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.PageFrames;
import kvetch.properties.plug.Providers;

/** Passes everything on to the kernel's page allocator, and hands out pages as somebody else's: block by block. */
public class PassingPages extends Passing implements PageFrames {
    private static final AllocatorProvider PAGE_ALLOCATOR =
            Providers.load().allocators().kernelProvider(Family.PAGES);

    private final PageFrames pages;

    public PassingPages(Machine machine) {
        super(PAGE_ALLOCATOR.create(machine));
        this.pages = (PageFrames) kernels;
    }

    @Override
    public long allocPages(int order, int gfp) {
        return pages.allocPages(order, gfp);
    }

    @Override
    public void freePages(long address, int order) {
        pages.freePages(address, order);
    }

    @Override
    public int compoundOrder(long address) {
        return pages.compoundOrder(address);
    }

    @Override
    public long totalPages() {
        return pages.totalPages();
    }

    @Override
    public long freePages() {
        return pages.freePages();
    }
}
