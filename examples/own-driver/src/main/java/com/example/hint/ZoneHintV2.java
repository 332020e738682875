package com.example.hint;

import kvetch.raid0.Host;

/** The same, mended: a zone has a beginning, too. */
final class ZoneHintV2 extends ZoneHint {
    ZoneHintV2(Host host) {
        super(host);
    }

    @Override
    boolean isIn(int zone, long sector) {
        return super.isIn(zone, sector) && (zone == 0 || Long.compareUnsigned(sector, zoneEnd(zone - 1)) >= 0);
    }
}
