package kvetch.api;

import java.util.regex.Pattern;

/**
 * Makes an allocator for each booted machine. Found with {@link java.util.ServiceLoader}: name the implementation both in
 * {@code provides} of the module descriptor and in {@code META-INF/services/kvetch.api.AllocatorProvider}.
 *
 * <p>It is a public class with a public constructor without parameters. Name, description, family, capabilities and SPI
 * version are asked when it is found; a provider that throws then, or gives a bad answer, is reported and left out.
 */
public interface AllocatorProvider {
    /** The version of this SPI. */
    int SPI_VERSION = 1;

    /** What a name looks like: lower-case letters, digits and hyphens, starting with a letter; at most 32 characters. */
    Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /**
     * The name by which users choose the allocator.
     *
     * @return a {@link #NAME} that no other provider has
     */
    String name();

    /**
     * What it is, in one line.
     *
     * @return a line without a full stop
     */
    String description();

    /**
     * The family whose free pairs with this allocator.
     *
     * @return a family
     */
    Family family();

    /**
     * What the allocator can do and cannot do on a machine.
     *
     * @param machine what the machine is
     * @return capabilities, by default {@link Capabilities#NONE}
     */
    default Capabilities capabilities(MachineProfile machine) {
        return Capabilities.NONE;
    }

    /**
     * Makes the allocator for a machine that has just booted. It must not keep state from one machine to the next.
     *
     * @param machine the machine
     * @return a new allocator
     */
    Allocator create(Machine machine);

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
