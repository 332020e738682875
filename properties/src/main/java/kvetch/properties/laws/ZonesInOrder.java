package kvetch.properties.laws;

import io.vavr.collection.Vector;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** Z1: the order of the zones. */
final class ZonesInOrder extends RunningArrayLaw {
    ZonesInOrder() {
        super(
                "Z1",
                "zones are in order",
                "Zones are in order: zone_end never decreases, zone 0 holds every disk, nb_dev falls from zone to zone, zone i"
                        + " starts on its disks where zone i-1 ended.",
                "zones cover all sectors");
    }

    @Override
    public Scene scene() {
        return Scene.ZONES;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        judgement.tested();
        Vector<StripZone> zones = array.zones();
        StripZone first = zones.head();
        int disks = array.arrayCase().disks();
        if (first.nbDev() != disks)
            judgement.violation(
                    "zone 0 misses disks", evidence("zone 0 has " + first.nbDev() + " of " + disks + " disks"));
        if (first.devStart() != 0)
            judgement.violation(
                    "zone 0 starts late",
                    evidence("zone 0 starts at sector " + unsigned(first.devStart()) + " of its disks"));
        long previousStart = 0;
        StripZone previous = first;
        for (StripZone zone : zones.tail()) {
            if (Long.compareUnsigned(zone.zoneEnd(), previous.zoneEnd()) < 0)
                judgement.violation(
                        what(array, "zone_end decreases"),
                        evidence("zone_end falls from " + unsigned(previous.zoneEnd()) + " to "
                                + unsigned(zone.zoneEnd())));
            if (zone.nbDev() >= previous.nbDev() || zone.nbDev() <= 0)
                judgement.violation(
                        "nb_dev does not fall",
                        evidence("nb_dev goes from " + previous.nbDev() + " to " + zone.nbDev()));
            // That a zone has no disks is told already; it ends nowhere.
            int disksBefore = Math.max(1, previous.nbDev());
            long ended = previous.devStart() + Long.divideUnsigned(previous.zoneEnd() - previousStart, disksBefore);
            if (previous.nbDev() > 0 && zone.devStart() != ended)
                judgement.violation(
                        what(array, "a zone does not start where the one before ended"),
                        evidence("a zone starts at sector " + unsigned(zone.devStart())
                                + " of its disks, the one before ended at " + unsigned(ended)));
            previousStart = previous.zoneEnd();
            previous = zone;
        }
    }

    /** Zones of more sectors than 64 bits count wrap, and what is seen of it first is chance. */
    private static String what(RunningArray array, String seen) {
        return array.arrayCase().array().isTooLarge() ? ZonesCoverDisks.TOO_LARGE : seen;
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        array.tested();
        return holds(array) ? null : array.arrayCase();
    }

    private static boolean holds(WalkedArray array) {
        long zoneStart = 0;
        long devStart = 0;
        int disks = array.arrayCase().disks();
        int nbDev = disks + 1;
        int zones = array.zones();
        for (int i = 0; i < zones; i++) {
            StripZone zone = array.zone(i);
            boolean falls = i == 0 ? zone.nbDev() == disks : zone.nbDev() < nbDev;
            long depth = zone.nbDev() <= 0 ? -1 : (zone.zoneEnd() - zoneStart) / zone.nbDev();
            if (!falls || depth < 0 || zone.devStart() != devStart) return false;
            zoneStart = zone.zoneEnd();
            devStart += depth;
            nbDev = zone.nbDev();
        }
        return true;
    }

    private static Evidence evidence(String sentence) {
        return new Evidence.ZoneOrder(sentence);
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
