package kvetch.properties.kit;

import kvetch.api.AllocatorProvider;
import net.jqwik.api.Tag;

/** An allocator that maps page by page passes the kit. */
@Tag("long")
class PageByPageConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return new PageByPage();
    }
}
