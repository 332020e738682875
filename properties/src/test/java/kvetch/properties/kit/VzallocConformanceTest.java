package kvetch.properties.kit;

import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.properties.plug.Providers;
import net.jqwik.api.Tag;

/** The kernel's own allocators pass the kit. */
@Tag("long")
class VzallocConformanceTest extends AllocatorConformance {
    private static final AllocatorProvider PROVIDER =
            Providers.load().allocators().kernelProvider(Family.VMALLOC);

    @Override
    protected AllocatorProvider provider() {
        return PROVIDER;
    }
}
