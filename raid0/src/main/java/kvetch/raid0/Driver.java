package kvetch.raid0;

import java.util.Objects;

/** Whose code a kernel's driver is. */
public sealed interface Driver {

    /**
     * Makes the driver of a machine that has just booted.
     *
     * @param host what it runs on
     * @return a new driver
     */
    Raid0 on(Host host);

    /** Kvetch's own, whatever fixes it has. */
    enum Modelled implements Driver {
        /** The only one. */
        RAID0;

        @Override
        public Raid0 on(Host host) {
            return new Raid0(host);
        }
    }

    /**
     * Somebody's, which was plugged in.
     *
     * @param name its name, which its provider was asked for once
     * @param base the kernel that it is a patch to
     * @param provider makes it
     */
    record PluggedIn(String name, String base, DriverProvider provider) implements Driver {
        @Override
        public Raid0 on(Host host) {
            return Objects.requireNonNull(provider.driver(host), "driver(host) returned null");
        }
    }
}
