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
    /** What is wrong where it is not. */
    static final String MAPS_DIFFERENTLY = "a sector maps differently";

    SameMapping(String id, String title, String statement) {
        super(id, title, statement, "identical I/O mapping");
    }

    /** An exploration compares what it has mapped; a single array has nothing to say. */
    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        return null;
    }

    /** Where some sectors of an array are. They are mapped once, whatever they are compared with. */
    static final class Sample {
        private final RunningArray array;
        private final long[] sectors;
        private final int[] disks;
        private final long[] diskSectors;

        Sample(RunningArray array, long... sectors) {
            this.array = array;
            this.sectors = sectors;
            this.disks = new int[sectors.length];
            this.diskSectors = new long[sectors.length];
            Mapping mapping = new Mapping();
            for (int i = 0; i < sectors.length; i++) {
                array.map(sectors[i], mapping);
                disks[i] = mapping.disk();
                diskSectors[i] = mapping.sector();
            }
        }

        /** Compares with the same sectors of another array, as far as that has them. */
        void compareWith(RunningArray other, String whose, Judgement judgement) {
            boolean isSmaller = Long.compareUnsigned(other.capacity(), array.capacity()) < 0;
            if (isSmaller) new Sample(array, array.probes(other.capacity())).compare(other, whose, judgement);
            else compare(other, whose, judgement);
        }

        private void compare(RunningArray other, String whose, Judgement judgement) {
            Mapping there = new Mapping();
            for (int i = 0; i < sectors.length; i++) {
                other.map(sectors[i], there);
                if (disks[i] == there.disk() && diskSectors[i] == there.sector()) continue;
                Evidence.Place place = Evidence.Place.of(there.disk(), there.sector());
                judgement.violation(MAPS_DIFFERENTLY, elsewhere(i, whose, place));
                return;
            }
        }

        /** The first that is not where the rules of a layout put it; null if all are. */
        @Nullable
        Evidence firstBeside(RunningArray.Ideal ideal, int layout) {
            RunningArray.Ideal laidOut = ideal.in(layout);
            for (int i = 0; i < sectors.length; i++) {
                // What no disk has room for is another law's.
                if (Long.compareUnsigned(sectors[i], ideal.capacity()) >= 0) return null;
                Evidence.Place right = laidOut.placeOf(sectors[i]);
                if (disks[i] != right.disk() || diskSectors[i] != right.sector())
                    return elsewhere(i, "the rules of layout " + layout, right);
            }
            return null;
        }

        private Evidence elsewhere(int i, String whose, Evidence.Place other) {
            return new Evidence.OtherPlace(sectors[i], Evidence.Place.of(disks[i], diskSectors[i]), whose, other);
        }
    }
}
