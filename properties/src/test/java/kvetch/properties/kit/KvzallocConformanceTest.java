package kvetch.properties.kit;

import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.properties.plug.Providers;

/** The kernel's own allocators pass the kit. */
class KvzallocConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return Providers.load().allocators().kernelProvider(Family.KVMALLOC);
    }
}
