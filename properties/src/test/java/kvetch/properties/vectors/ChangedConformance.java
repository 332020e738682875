package kvetch.properties.vectors;

import java.nio.file.Path;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Driver;
import kvetch.raid0.DriverProvider;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Holds another driver against the recordings of every kernel: it has to do what that kernel did. */
public final class ChangedConformance {
    private final Conformance conformance;

    /** With the kernels as they are. */
    public ChangedConformance() {
        conformance = new Conformance(Providers.load());
    }

    /** Makes each recorded kernel run that driver, with the fixes that the kernel has. */
    public ChangedConformance(DriverProvider provider) {
        conformance = new Conformance(
                Providers.load(),
                kernel -> new KernelProfile(
                        kernel.name(),
                        kernel.description(),
                        kernel.fixes(),
                        kernel.tree(),
                        new Driver.PluggedIn(provider.name(), kernel.name(), provider)));
    }

    /** The first recording of a file that disagrees, in words; null if all agree. */
    public @Nullable String firstDifference(Path file) {
        return conformance
                .check(file)
                .get()
                .firstDisagreement()
                .map(disagreement -> String.join("; ", disagreement.lines()))
                .getOrNull();
    }
}
