package kvetch.raid0;

import java.util.regex.Pattern;
import kvetch.api.AllocatorProvider;

/**
 * Makes a driver of somebody's own: a patch to raid0. Found with {@link java.util.ServiceLoader}: name the implementation both in
 * {@code provides} of the module descriptor and in {@code META-INF/services/kvetch.raid0.DriverProvider}.
 *
 * <p>A patch is one of two things, or both: some of the {@link Fix}es that are known, which {@link #base} names; and code, a
 * {@link Raid0} that {@link #driver} makes and that overrides the steps which the patch changes. By its {@link #name} it is a
 * kernel like the others, and fixes can be added to it and taken from it in the same way.
 *
 * <p>It is a public class with a public constructor without parameters. Name, description, base and SPI version are asked when it
 * is found; a provider that throws then, or gives a bad answer, is reported and left out.
 */
public interface DriverProvider {
    /** The version of this SPI. */
    int SPI_VERSION = 1;

    /** What a name looks like: lower-case letters, digits and hyphens, starting with a letter; at most 32 characters. */
    Pattern NAME = AllocatorProvider.NAME;

    /**
     * The name by which users choose the driver, as they choose a kernel.
     *
     * @return a {@link #NAME} that no other driver and no kernel has
     */
    String name();

    /**
     * What it is, in one line.
     *
     * @return a line without a full stop
     */
    String description();

    /**
     * The kernel that it is a patch to: what is not overridden is as it is there.
     *
     * @return a name that {@link KernelProfiles#find} knows, for example {@code 7.2} or {@code 7.2+stripe-64-bit}
     */
    String base();

    /**
     * Makes the driver for a machine that has just booted. It must not keep state from one machine to the next.
     *
     * @param host what it runs on, to be passed on to {@link Raid0}
     * @return a new driver; by default that of {@link #base}
     */
    default Raid0 driver(Host host) {
        return new Raid0(host);
    }

    /**
     * The version of the SPI that the provider was written for. A provider for another version than {@link #SPI_VERSION} is
     * reported and left out.
     *
     * @implSpec 1 in every version of this interface, so a provider that does not override it is known as one for the first
     *     version for good. Later ones override it with {@code return SPI_VERSION;}, which the compiler turns into the
     *     number of the day.
     * @return a version
     */
    default int spiVersion() {
        return 1;
    }
}
