package com.example.bump;

import kvetch.api.AllocatorProvider;
import kvetch.properties.kit.AllocatorConformance;

class BumpConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return new BumpProvider();
    }
}
