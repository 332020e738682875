package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/** Runs the real engine on one kernel and one allocator. */
public final class Checks {
    private static final Providers PROVIDERS = Providers.load();

    private Checks() {}

    public static KernelProfile kernel(String name) {
        return KernelProfiles.find(name).get();
    }

    public static Setup setup(String kernel, String allocator) {
        return new Setup(
                PROVIDERS.allocators(),
                kernel(kernel),
                PROVIDERS.find(allocator).get());
    }

    public static Setup asShipped(String kernel) {
        return setup(kernel, kernel(kernel).asShipped());
    }

    public static Vector<LawResult> run(Setup setup, Vector<Law> laws, int tries, long seed) {
        return run(setup, laws, tries, seed, Budget.UNLIMITED);
    }

    /** For those who only ask what is broken: nothing is made smaller. */
    public static Vector<LawResult> find(Setup setup, Vector<Law> laws, int tries, long seed) {
        return run(setup, laws, tries, seed, Budget.NONE);
    }

    private static Vector<LawResult> run(Setup setup, Vector<Law> laws, int tries, long seed, Budget budget) {
        Vector<KernelProfile> kernels = Vector.of(setup.kernel());
        Vector<AllocatorProvider> allocators = Vector.of(setup.provider());
        return new Check(
                        Providers.of(setup.allocators().all()),
                        kernels,
                        allocators,
                        laws,
                        new Check.Extent(tries, seed, Check.DEFAULT_TIMEOUT_MS))
                .run(result -> {}, null, budget);
    }

    public static LawResult run(Setup setup, Law law, int tries, long seed) {
        return run(setup, Vector.of(law), tries, seed).get();
    }
}
