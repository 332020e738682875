package kvetch.properties.shrink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;

/** The pass that checks what is small against all that is smaller. */
final class SmallArrays extends ArrayPasses {
    private static final int ENUMERATED_DISKS = 3;

    SmallArrays(Search<ArrayCase> search) {
        super(search);
    }

    /** Looks through the small cases below a small one, in order, so that the first that breaks the law is the smallest. */
    void enumerateSmaller() {
        boolean small =
                best().disks() <= ENUMERATED_DISKS && best().chunkSectors() > 0 && best().chunkSectors() <= LINEAR;
        if (!small || !best().isInOrder()) return;
        for (int disks = 1; disks <= best().disks(); disks++)
            for (int failAt : failPoints())
                for (int raidDisks : raidDisksNear(disks))
                    for (int chunk = 1; chunk <= Math.min(12, best().chunkSectors()); chunk++)
                        for (long[] sizes : smallSizes(disks, chunk))
                            for (ArrayCase laidOut : withLayouts()) {
                                ArrayCase c = laidOut.withDisks(sizes)
                                        .withFailAt(failAt)
                                        .withRaidDisks(raidDisks)
                                        .withChunk(chunk);
                                if (Case.SMALLER_FIRST.compare(c.withRequest(0, 0), best()) >= 0) continue;
                                if (best().requestSectors() == 0 ? accept(c) : acceptFirst(requests(c))) return;
                                if (isOver()) return;
                            }
    }

    private List<ArrayCase> withLayouts() {
        List<ArrayCase> all = new ArrayList<>();
        boolean isUsual = best().array().layouts().isUsual();
        for (int layout = 1; layout <= 2; layout++)
            for (int own = isUsual ? 2 : 1; own <= 2; own++)
                all.add(
                        isUsual
                                ? best().withLayout(layout)
                                : best().withLayout(layout).withOwnLayout(own));
        return all;
    }

    private List<Integer> failPoints() {
        List<Integer> points = new ArrayList<>(List.of(0));
        if (best().failAt() != 0) for (int later = LATEST_FAIL_AT; later >= best().failAt(); later--) points.add(later);
        return points;
    }

    private Set<Integer> raidDisksNear(int disks) {
        Set<Integer> values = new LinkedHashSet<>(List.of(disks, disks + 1));
        values.add(best().raidDisks());
        return values;
    }

    /** Sizes of up to three chunks, by sum and then in ascending order. */
    private static List<long[]> smallSizes(int disks, int chunk) {
        int most = disks == 3 ? Math.min(3 * chunk + 1, 12) : 3 * chunk + 1;
        List<long[]> tuples = new ArrayList<>(List.of(new long[0]));
        for (int i = 0; i < disks; i++) {
            List<long[]> longer = new ArrayList<>();
            for (long[] tuple : tuples)
                for (long size = 2; size <= most; size++) {
                    long[] extended = Arrays.copyOf(tuple, tuple.length + 1);
                    extended[tuple.length] = size;
                    longer.add(extended);
                }
            tuples = longer;
        }
        tuples.sort((a, b) -> {
            int bySum = Long.compare(Arrays.stream(a).sum(), Arrays.stream(b).sum());
            return bySum != 0 ? bySum : Arrays.compare(a, b);
        });
        return tuples;
    }

    private List<ArrayCase> requests(ArrayCase c) {
        List<ArrayCase> requests = new ArrayList<>();
        long sectors = Arrays.stream(c.diskSectors()).sum();
        for (long length = 1; length <= Math.min(sectors, 9); length++)
            for (long start = 0; start + length <= sectors; start++) requests.add(c.withRequest(start, length));
        return requests;
    }
}
