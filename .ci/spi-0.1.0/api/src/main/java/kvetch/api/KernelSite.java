package kvetch.api;

/** The checks in the kernel's allocators that can complain. Where in the source each is depends on the kernel. */
public enum KernelSite {
    /** WARN_ON_ONCE_GFP: an order above MAX_PAGE_ORDER was asked of the page allocator. */
    PAGE_ORDER("mm/page_alloc.c", "__alloc_pages"),
    /** WARN_ON_ONCE: kvmalloc of more than INT_MAX bytes. */
    KVMALLOC_SIZE("mm/slub.c", "__kvmalloc_node_noprof"),
    /** WARN_ON_ONCE: vmalloc of 0 bytes. */
    VMALLOC_ZERO("mm/vmalloc.c", "__vmalloc_node_range"),
    /** WARN: vfree of an address that is no vmalloc address or not page aligned. */
    VFREE_BAD_ADDRESS("mm/vmalloc.c", "vfree"),
    /** WARN: vfree of an address in no vmalloc area. */
    VFREE_NO_AREA("mm/vmalloc.c", "vfree"),
    /** WARN_ON_ONCE: kfree of pages that are no large kmalloc block. */
    FREE_LARGE_KMALLOC("mm/slub.c", "free_large_kmalloc"),
    /** BUG: kfree of the object that is already first on the free list. */
    KFREE_TWICE("mm/slub.c", "kfree");

    private final CodeLocation usual;

    KernelSite(String file, String function) {
        this.usual = new CodeLocation(file, 0, function);
    }

    /**
     * Where the check is in a kernel that says nothing else.
     *
     * @return a location without a line
     */
    public CodeLocation usual() {
        return usual;
    }
}
