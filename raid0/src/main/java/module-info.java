/**
 * The model of the md/raid0 driver: starting, mapping, requests, discards and freeing, on a simulated
 * {@link kvetch.api.Machine}, for each {@link kvetch.raid0.KernelProfile}.
 *
 * <p>The driver keeps its tables in memory that it got from an {@link kvetch.api.Allocator}, in the byte layout of the C
 * structs, and knows allocators only through the SPI. Depend on this module to drive arrays, or to write a patch of your own,
 * a {@link kvetch.raid0.DriverProvider}; to judge allocators and drivers depend on {@code kvetch.properties}.
 */
module kvetch.raid0 {
    requires transitive kvetch.api;

    exports kvetch.raid0;
}
