package com.example.hint;

import kvetch.raid0.DriverProvider;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;

/** Provides {@link ZoneHint}. */
public final class ZoneHintProvider implements DriverProvider {
    @Override
    public String name() {
        return "zone-hint";
    }

    @Override
    public String description() {
        return "find_zone looks first where it was";
    }

    @Override
    public String base() {
        return "hardened";
    }

    @Override
    public Raid0 driver(Host host) {
        return new ZoneHint(host);
    }
}
