package kvetch.properties.kit;

import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.properties.plug.Providers;

/** The kernel's own allocators pass the kit. */
class KvzallocConformanceTest extends AllocatorConformance {
    private static final AllocatorProvider PROVIDER =
            Providers.load().allocators().kernelProvider(Family.KVMALLOC);

    @Override
    protected AllocatorProvider provider() {
        return PROVIDER;
    }
}
