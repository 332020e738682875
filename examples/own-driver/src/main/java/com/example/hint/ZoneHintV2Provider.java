package com.example.hint;

import kvetch.raid0.DriverProvider;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;

/** Provides {@link ZoneHintV2}. */
public final class ZoneHintV2Provider implements DriverProvider {
    @Override
    public String name() {
        return "zone-hint-v2";
    }

    @Override
    public String description() {
        return "find_zone looks first where it was, mended";
    }

    @Override
    public String base() {
        return "hardened";
    }

    @Override
    public Raid0 driver(Host host) {
        return new ZoneHintV2(host);
    }
}
