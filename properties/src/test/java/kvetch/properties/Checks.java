package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/** Runs the real engine on one kernel and one allocator. */
final class Checks {
    private Checks() {}

    static KernelProfile kernel(String name) {
        return KernelProfiles.find(name).get();
    }

    static Setup setup(String kernel, String allocator) {
        Providers providers = Providers.load();
        return new Setup(providers, kernel(kernel), providers.find(allocator).get());
    }

    static Setup asShipped(String kernel) {
        return setup(kernel, kernel(kernel).asShipped());
    }

    static Vector<LawResult> run(Setup setup, Vector<Law> laws, int tries, long seed) {
        Vector<KernelProfile> kernels = Vector.of(setup.kernel());
        Vector<AllocatorProvider> allocators = Vector.of(setup.provider());
        return new Check(setup.providers(), kernels, allocators, laws, tries, seed, Check.DEFAULT_TIMEOUT_MS)
                .run(result -> {});
    }

    static LawResult run(Setup setup, Law law, int tries, long seed) {
        return run(setup, Vector.of(law), tries, seed).get();
    }
}
