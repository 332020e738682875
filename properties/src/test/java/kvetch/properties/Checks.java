package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/** Runs the real engine on one kernel and one allocator. */
public final class Checks {
    private Checks() {}

    public static KernelProfile kernel(String name) {
        return KernelProfiles.find(name).get();
    }

    public static Setup setup(String kernel, String allocator) {
        Providers providers = Providers.load();
        return new Setup(
                providers.allocators(),
                kernel(kernel),
                providers.find(allocator).get());
    }

    public static Setup asShipped(String kernel) {
        return setup(kernel, kernel(kernel).asShipped());
    }

    public static Vector<LawResult> run(Setup setup, Vector<Law> laws, int tries, long seed) {
        Vector<KernelProfile> kernels = Vector.of(setup.kernel());
        Vector<AllocatorProvider> allocators = Vector.of(setup.provider());
        return new Check(
                        Providers.of(setup.allocators().all()),
                        kernels,
                        allocators,
                        laws,
                        new Check.Extent(tries, seed, Check.DEFAULT_TIMEOUT_MS))
                .run(result -> {});
    }

    public static LawResult run(Setup setup, Law law, int tries, long seed) {
        return run(setup, Vector.of(law), tries, seed).get();
    }
}
