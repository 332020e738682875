package kvetch.properties;

import java.util.function.Function;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.DriverProvider;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;

/** A provider of a driver that is that of its base but for what a test makes of it. */
public record Patch(String name, String base, Function<Host, Raid0> maker) implements DriverProvider {

    /** The hardened driver, on which every law holds, made worse. */
    public static Patch worse(Function<Host, Raid0> maker) {
        return new Patch("worse", "hardened", maker);
    }

    /** With an allocator that Kvetch has. */
    public Setup with(String allocator) {
        Providers providers = Providers.load().withDrivers(this);
        return new Setup(
                providers.allocators(),
                providers.kernel(name).get(),
                providers.find(allocator).get());
    }

    @Override
    public String description() {
        return "a patch of a test";
    }

    @Override
    public Raid0 driver(Host host) {
        return maker.apply(host);
    }
}
