package kvetch.properties.laws;

import io.vavr.collection.Set;
import java.math.BigInteger;
import java.util.Arrays;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/** I4: discards. */
final class DiscardsMatchMapping extends RunningArrayLaw {
    private static final String OTHER = "a discard does not match the mapping";

    DiscardsMatchMapping() {
        super(
                "I4",
                "discards match the mapping",
                "A discard throws away exactly the sectors that the mapping gives, each once, and nothing else.",
                "identical I/O mapping");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public Set<Coverage> mustSee() {
        return super.mustSee().add(Coverage.CROSSES_ZONE);
    }

    @Override
    public Scene scene() {
        return Scene.DISCARD;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        ArrayCase c = array.arrayCase();
        if (!array.requestFits() || c.requestSectors() > BlockLayer.LARGEST_BIO) return;
        judgement.tested();
        long start = c.requestStart();
        long length = c.requestSectors();
        if (array.zones()
                .exists(zone -> Long.compareUnsigned(zone.zoneEnd(), start) > 0
                        && Long.compareUnsigned(zone.zoneEnd(), start + length) < 0))
            judgement.saw(Coverage.CROSSES_ZONE);
        Parts ranges = new Parts();
        array.discard(start, length, ranges);
        if (ranges.hasEmpty()) {
            judgement.violationWithAnySign("a discard has an empty range", all(array, ranges));
            return;
        }
        boolean overlap = ranges.overlap();
        if (overlap && !hasLongStripe(c)) {
            judgement.violation("a discard throws away a sector twice", all(array, ranges));
            return;
        }
        Mapping mapping = new Mapping();
        for (long into : Parts.offsetsToLookAt(length, start, array.chunk())) {
            array.map(start + into, mapping);
            if (!ranges.holds(mapping)) {
                judgement.violation(
                        what(array),
                        new Evidence.MissedDiscard(
                                array.request(),
                                start + into,
                                Evidence.Place.of(mapping.disk(), mapping.sector()),
                                ranges.list()));
                return;
            }
        }
        if (overlap || !ranges.total().equals(BigInteger.valueOf(length)))
            judgement.violation(what(array), all(array, ranges));
    }

    private static Evidence all(RunningArray array, Parts ranges) {
        return new Evidence.OtherDiscard(array.request(), ranges.total(), ranges.list());
    }

    /** The causes that the figures of an array tell apart. */
    private static String what(RunningArray array) {
        if (hasLongStripe(array.arrayCase())) return OTHER;
        if (OneToOneMapping.hasWrapped(array)) return OTHER + OneToOneMapping.WRAPPED;
        return mustBeRotated(array)
                ? "a discard in a later zone is not rotated as the original layout is"
                : "a discard throws away other sectors than its own";
    }

    /** Whether an int may not count the sectors of a stripe; a negative chunk counts as the unsigned one that it is taken for. */
    private static boolean hasLongStripe(ArrayCase c) {
        return c.array().chunk() * c.disks() > Integer.MAX_VALUE;
    }

    /** Whether the discard is of a zone whose disks the layout rotates. */
    private static boolean mustBeRotated(RunningArray array) {
        ArrayCase c = array.arrayCase();
        long end = c.requestStart() + c.requestSectors();
        return array.layout() == Mddev.LAYOUT_ORIGINAL
                && Long.compareUnsigned(end, array.zones().head().zoneEnd()) > 0;
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        if (!array.isOneToOne()) return null;
        RangeChecker ranges = new RangeChecker(array);
        int sectors = array.sectors();
        for (int length = 1; length <= sectors; length++) {
            array.beginStretch();
            for (int start = 0; start + length <= sectors; start++) {
                array.tested();
                ranges.begin(start, start + length);
                array.discard(start, length, ranges);
                if (!ranges.isExact()) {
                    ArrayCase broken = array.arrayCase().withRequest(start, length);
                    if (array.settles(broken)) return broken;
                }
            }
        }
        return null;
    }

    /**
     * Compares the ranges of a discard with where its sectors are. Where sectors on a disk ascend with the array's, a range
     * holds only sectors of the discard if its ends do; that all of them are thrown away follows from their number.
     */
    private static final class RangeChecker implements ExtentSink {
        private final WalkedArray array;
        private final boolean ascending;
        private int start;
        private int end;
        private long total;
        private boolean wrong;

        /** What was thrown away so far. */
        private int[] rangeDisks = new int[16];

        private int[] from = new int[16];
        private int[] to = new int[16];
        private int ranges;

        RangeChecker(WalkedArray array) {
            this.array = array;
            this.ascending = array.isAscending();
        }

        void begin(int first, int last) {
            start = first;
            end = last;
            total = 0;
            wrong = false;
            ranges = 0;
        }

        @Override
        public void accept(int disk, long diskSector, long sectors) {
            total += sectors;
            int[] owners = array.sectorsOn(disk);
            boolean inside = diskSector >= 0 && sectors > 0 && sectors <= owners.length - diskSector;
            if (!inside) {
                wrong = true;
                return;
            }
            int first = (int) diskSector;
            int last = (int) (diskSector + sectors - 1);
            wrong |= !isIn(owners[first]) || !isIn(owners[last]);
            if (!ascending) for (int i = first; i <= last; i++) wrong |= !isIn(owners[i]);
            wrong |= overlaps(disk, first, last);
        }

        /** Whether a range shares a sector with one before it; from here on it is one of those. */
        private boolean overlaps(int disk, int first, int last) {
            boolean overlaps = false;
            for (int i = 0; i < ranges; i++) overlaps |= rangeDisks[i] == disk && first <= to[i] && last >= from[i];
            if (ranges == from.length) {
                rangeDisks = Arrays.copyOf(rangeDisks, 2 * ranges);
                from = Arrays.copyOf(from, 2 * ranges);
                to = Arrays.copyOf(to, 2 * ranges);
            }
            rangeDisks[ranges] = disk;
            from[ranges] = first;
            to[ranges++] = last;
            return overlaps;
        }

        private boolean isIn(int sector) {
            return sector >= start && sector < end;
        }

        boolean isExact() {
            return !wrong && total == end - start;
        }
    }
}
