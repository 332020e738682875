package kvetch.properties.gen;

import io.vavr.collection.Vector;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Population;

/** Arrays at the edges of what there is, and workloads: the smallest, the largest, and those next to what an integer counts. */
public final class Edges {
    /** Of pointers of 8 bytes, as many as kmalloc has pages for, and as many as an int counts bytes. */
    private static final int[] TABLES = {(1 << 22) / 8, (1 << 31 >>> 3)};

    private Edges() {}

    /** Those of a population: where most arrays start, those that do. */
    public static Vector<ArrayCase> of(Population population) {
        return population == Population.RUNNING ? sound() : sound().appendAll(refused());
    }

    private static Vector<ArrayCase> sound() {
        ArrayCase smallest = ArrayCase.of(1, 2);
        ArrayCase threeZones = ArrayCase.of(8, 16, 32, 64);
        return Vector.of(
                smallest,
                ArrayCase.of(1, Disks.LARGEST),
                ArrayCase.of(1, 2, 2),
                ArrayCase.of(8, 64, 64).withRequest(0, 128),
                threeZones,
                threeZones.withLayout(2),
                threeZones.withRequest(47, 2),
                ArrayCase.of(3, 10, 7, 5),
                ArrayCase.of(8, 9, 8, 7),
                ArrayCase.of(1 << 20, 1 << 20, 1 << 21),
                ArrayCase.of(Integer.MAX_VALUE, 1L << 32),
                smallest.withFailAt(1),
                smallest.withFailAt(2),
                threeZones.withIntegrity(Integrity.SAME),
                threeZones.withBlockSizes(4096));
    }

    private static Vector<ArrayCase> refused() {
        ArrayCase smallest = ArrayCase.of(1, 2);
        Vector<Integer> raidDisks = Vector.of(0, 2, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
        for (int table : TABLES) raidDisks = raidDisks.append(table).append(table + 1);
        return raidDisks
                .map(smallest::withRaidDisks)
                .append(smallest.withChunk(0))
                .append(smallest.withChunk(-1))
                .append(smallest.withChunk(Integer.MIN_VALUE))
                .append(ArrayCase.of(8, 16, 32, 64).withLayout(0))
                .append(ArrayCase.of(1, 2, 2).withSlots(0, 0))
                .append(ArrayCase.of(1, 2, 2).withSlots(0, 2))
                .append(ArrayCase.of(1, 1))
                .append(smallest.withDisks());
    }

    /** A block of no bytes, of one, of a page and of nearly all an int counts; and none. */
    public static Vector<WorkloadCase> workloads() {
        return Vector.of(0L, 1L, 4096L, 4097L, (1L << 22) + 1, (1L << 31) - 1)
                .map(bytes -> Workload.NONE.alloc(bytes))
                .append(Workload.NONE.alloc(1).alloc(1).free(0).alloc(1))
                .append(Workload.NONE.and(Workload.Kind.FREE_NOTHING))
                .map(workload -> new WorkloadCase(workload, WorkloadCase.PLACEHOLDER.machine()));
    }
}
