/**
 * The laws of the zone tables and of the allocators behind them, as jqwik properties; the ledger that watches an allocator;
 * the engine that checks, and what it finds.
 *
 * <p>Allocators, and drivers and laws of somebody's own, are found with {@link java.util.ServiceLoader} and never named here.
 * Depend on this module to have an allocator of your own judged; the command line is in {@code kvetch.cli}.
 *
 * @uses kvetch.api.AllocatorProvider every allocator on the module path or class path
 * @uses kvetch.raid0.DriverProvider every driver on the module path or class path that is a patch of somebody's own
 * @uses kvetch.properties.Law every law there that is not Kvetch's own
 */
module kvetch.properties {
    requires transitive kvetch.raid0;
    requires transitive net.jqwik.api;
    requires org.junit.platform.launcher;
    requires com.google.gson;
    requires java.management;
    requires static org.apiguardian.api;

    exports kvetch.properties;
    exports kvetch.properties.kit;
    exports kvetch.properties.laws;
    exports kvetch.properties.vectors;

    opens kvetch.properties to
            org.junit.platform.commons;
    opens kvetch.properties.kit to
            org.junit.platform.commons;

    uses kvetch.api.AllocatorProvider;
    uses kvetch.raid0.DriverProvider;
    uses kvetch.properties.Law;
}
