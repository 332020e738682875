package kvetch.bench;

import java.util.ArrayList;
import java.util.List;
import kvetch.properties.cases.ArrayCase;

/** The arrays of the workloads: the same ones, in the same order, as in {@code c/baseline.c}. md refuses disks of less than 2 sectors. */
final class Arrays {
    static final int COUNT = 2000;
    static final int MOST_DISKS = 32;
    static final int[] CHUNKS = {1, 8, 24, 128};

    private long state = 1;

    private Arrays() {}

    /** The arrays of a workload that checks arrays. */
    static List<ArrayCase> of(String workload) {
        return switch (workload) {
            case "E4" -> allSmall();
            case "U32" -> new Arrays().random(MOST_DISKS, 1 << 20);
            case "D8" -> new Arrays().random(8, 1 << 20);
            case "BIJ" -> new Arrays().random(MOST_DISKS, 16);
            default -> throw new IllegalArgumentException(workload);
        };
    }

    /** The array whose sectors are mapped: four disks, three zones. */
    static ArrayCase mapped(int chunk) {
        return ArrayCase.of(chunk, chunk * 1000L, chunk * 2000L, chunk * 2000L, chunk * 5000L)
                .withLayout(2);
    }

    private static List<ArrayCase> allSmall() {
        List<ArrayCase> arrays = new ArrayList<>();
        int tuples = 6;
        for (int disks = 1; disks <= 4; disks++, tuples *= 6)
            for (int t = 0; t < tuples; t++) {
                long[] sizes = new long[disks];
                int rest = t;
                for (int i = 0; i < disks; i++, rest /= 6) sizes[i] = (1 + rest % 6) * 8L;
                arrays.add(ArrayCase.of(8, sizes).withLayout(2));
            }
        return arrays;
    }

    private List<ArrayCase> random(int mostSizes, int mostChunks) {
        List<ArrayCase> arrays = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            long[] sizes = new long[1 + next(MOST_DISKS)];
            int chunk = CHUNKS[next(CHUNKS.length)];
            long[] palette = new long[mostSizes];
            for (int j = 0; j < mostSizes; j++) palette[j] = Math.max(2, (1L + next(mostChunks)) * chunk);
            for (int j = 0; j < sizes.length; j++) sizes[j] = palette[mostSizes == MOST_DISKS ? j : next(mostSizes)];
            arrays.add(ArrayCase.of(chunk, sizes).withLayout(2));
        }
        return arrays;
    }

    private int next(int bound) {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (int) (((z ^ z >>> 31) >>> 1) % bound);
    }
}
