package ${package};

import kvetch.api.AllocatorProvider;
import kvetch.properties.kit.AllocatorConformance;

class ${className}ConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return new ${className}Provider();
    }
}
