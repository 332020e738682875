package com.example.turns;

import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.raid0.Mapping;
import kvetch.raid0.StripZone;

/** Where a zone has two disks or more, a chunk is not on the disk of the chunk before it: both can be read at once. */
public final class DisksTakeTurns extends RunningArrayLaw {
    /** For the service loader. */
    public DisksTakeTurns() {
        super(
                "T1",
                "disks take turns",
                "Disks take turns: in a zone of two disks and more, a chunk is not on the disk of the chunk before it.",
                "striping");
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        long start = 0;
        for (StripZone zone : array.zones()) {
            // The first chunks of a zone, the first of all of which is preceded by one of the zone before.
            for (long sector = start; sector != start + 3 * array.chunk(); sector += array.chunk())
                if (zone.nbDev() >= 2 && sector != 0 && isBelow(sector, zone.zoneEnd()) && isBelow(sector, array.capacity()))
                    look(array, sector, judgement);
            start = zone.zoneEnd();
        }
    }

    private static void look(RunningArray array, long sector, Judgement judgement) {
        judgement.tested();
        Evidence.Place before = place(array, sector - 1);
        Evidence.Place here = place(array, sector);
        if (here.disk() == before.disk())
            judgement.violation(
                    "two chunks in turn are on one disk",
                    new Evidence.OtherPlace(sector, here, "the chunk before it", before));
    }

    private static Evidence.Place place(RunningArray array, long sector) {
        Mapping mapping = new Mapping();
        array.map(sector, mapping);
        return Evidence.Place.of(mapping.disk(), mapping.sector());
    }

    private static boolean isBelow(long sector, long end) {
        return Long.compareUnsigned(sector, end) < 0;
    }
}
