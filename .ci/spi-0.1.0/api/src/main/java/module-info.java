/**
 * The SPI of Kvetch: what the author of an allocator needs, and nothing else.
 *
 * <p>An allocator is an {@link kvetch.api.Allocator} made by an {@link kvetch.api.AllocatorProvider} for a booted
 * {@link kvetch.api.Machine}. A module that holds one requires this module and says
 * {@code provides kvetch.api.AllocatorProvider with ...}. The driver model and the checker know allocators only through
 * this module.
 */
module kvetch.api {
    requires transitive io.vavr;
    requires static transitive org.jspecify;

    exports kvetch.api;
}
