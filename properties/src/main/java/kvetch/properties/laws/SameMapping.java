package kvetch.properties.laws;

import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.Mapping;
import org.jspecify.annotations.Nullable;

/** What I1 and I2 have in common: an array is mapped like another. */
abstract class SameMapping extends RunningArrayLaw {
    SameMapping(String id, String title, String statement) {
        super(id, title, statement, "identical I/O mapping");
    }

    /** An exploration compares what it has mapped; a single array has nothing to say. */
    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        return null;
    }

    static void compare(RunningArray mine, RunningArray theirs, long[] probes, String whose, Judgement judgement) {
        Mapping here = new Mapping();
        Mapping there = new Mapping();
        for (long sector : probes) {
            mine.map(sector, here);
            theirs.map(sector, there);
            if (here.disk() != there.disk() || here.sector() != there.sector()) {
                judgement.violation(
                        "a sector maps differently",
                        new Evidence.OtherPlace(
                                sector,
                                Evidence.Place.of(here.disk(), here.sector()),
                                whose,
                                Evidence.Place.of(there.disk(), there.sector())));
                return;
            }
        }
    }
}
