package kvetch.properties.kit;

import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.properties.Providers;

/** The kernel's own allocators pass the kit. */
class KzallocConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return Providers.load().kernelProvider(Family.KMALLOC);
    }
}
