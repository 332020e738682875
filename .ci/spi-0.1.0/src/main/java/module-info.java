/**
 * Models of the kernel's own allocators: {@code kzalloc}, {@code kvzalloc}, {@code vzalloc} and {@code page-allocator}.
 *
 * <p>Nothing depends on this module by name: it offers its allocators as services and exports no package. Put it on the
 * module path and {@link java.util.ServiceLoader} finds them.
 *
 * @provides kvetch.api.AllocatorProvider one for each family of allocation functions of the kernel
 */
module kvetch.allocators {
    requires kvetch.api;

    provides kvetch.api.AllocatorProvider with
            kvetch.allocators.KzallocProvider,
            kvetch.allocators.KvzallocProvider,
            kvetch.allocators.VzallocProvider,
            kvetch.allocators.PageAllocatorProvider;
}
