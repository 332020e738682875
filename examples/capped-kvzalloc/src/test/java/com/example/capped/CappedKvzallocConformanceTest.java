package com.example.capped;

import kvetch.api.AllocatorProvider;
import kvetch.properties.kit.AllocatorConformance;

class CappedKvzallocConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return new CappedKvzallocProvider();
    }
}
