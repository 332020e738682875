package com.example.slob;

import kvetch.api.AllocatorProvider;
import kvetch.properties.kit.AllocatorConformance;

class SlobConformanceTest extends AllocatorConformance {
    @Override
    protected AllocatorProvider provider() {
        return new SlobProvider();
    }
}
