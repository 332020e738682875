package kvetch.api;

/**
 * A family of allocation functions with the one free that goes with it. What a family hands out must come back through that
 * free, whether or not another one happens to work.
 */
public enum Family {
    /** kmalloc, kzalloc, kcalloc, kzalloc_objs; freed with kfree. */
    KMALLOC("kzalloc", "kzalloc", "kfree"),
    /** kvmalloc, kvzalloc, kvcalloc, kvzalloc_objs; freed with kvfree. */
    KVMALLOC("kvzalloc", "kvzalloc", "kvfree"),
    /** vmalloc, vzalloc; freed with vfree. */
    VMALLOC("vzalloc", "vzalloc", "vfree"),
    /** alloc_pages, __get_free_pages; freed with free_pages. */
    PAGES("page-allocator", "__get_free_pages", "free_pages");

    private final String kernelProvider;
    private final String allocFunction;
    private final String freeFunction;

    Family(String kernelProvider, String allocFunction, String freeFunction) {
        this.kernelProvider = kernelProvider;
        this.allocFunction = allocFunction;
        this.freeFunction = freeFunction;
    }

    /**
     * The name of the provider that models the kernel's own allocator of this family.
     *
     * @return a provider name
     */
    public String kernelProvider() {
        return kernelProvider;
    }

    /**
     * The kernel function that allocates zeroed memory.
     *
     * @return for example {@code kvzalloc}
     */
    public String allocFunction() {
        return allocFunction;
    }

    /**
     * The kernel function that frees it.
     *
     * @return for example {@code kvfree}
     */
    public String freeFunction() {
        return freeFunction;
    }
}
