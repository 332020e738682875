package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;

/** Passes over workloads. */
abstract class WorkloadPasses extends Passes<WorkloadCase> {
    /** How many live blocks a step is tried on. */
    static final int PICKED = 8;

    static final int[] MEMORY_MIB = {2048, 1024, 4096, 512, 256, 64, 16, 8, 16384};

    /** Sizes and counts that are tried first: small ones, powers of two, near all of memory, and near the largest there is. */
    static final List<Long> EDGES = edges();

    WorkloadPasses(Search<WorkloadCase> search) {
        super(search);
    }

    private static List<Long> edges() {
        Set<Long> edges = new TreeSet<>(Long::compareUnsigned);
        for (long small = 0; small <= 16; small++) edges.add(small);
        for (int shift = 4; shift < Long.SIZE; shift++)
            for (long near = -1; near <= 1; near++) {
                edges.add((1L << shift) + near);
                edges.add((3L << shift) + near);
            }
        for (int shift = 4; shift <= 17; shift++)
            for (long near = -1; near <= 1; near++) edges.add(-(1L << shift) + near);
        for (long near = 16; near >= 1; near--) edges.add(-near);
        MachineProfile usual = Case.USUAL_MACHINE;
        long memory = (long) usual.totalFrames() * usual.pageSize();
        for (int part = 1; part <= 4; part++) for (long near = -1; near <= 1; near++) edges.add(memory / part + near);
        return List.copyOf(edges);
    }

    final Vector<Step> steps() {
        return best().workload().steps();
    }

    final boolean accept(Vector<Step> steps) {
        return steps.nonEmpty() && accept(best().withWorkload(new Workload(steps)));
    }

    final Vector<Step> withSizes(long size, long other) {
        return steps().map(step -> step.kind().asks() && step.bytes() == size ? step.withBytes(other) : step);
    }

    interface Candidate {
        Vector<Step> with(long value);
    }

    /** Looks for the smallest value from below, at edges first, and then between two of them. */
    final void smallest(long least, long current, Candidate candidate) {
        long refutedUpTo = least - 1;
        for (long value : EDGES) {
            if (Long.compareUnsigned(value, current) >= 0) {
                bisect(refutedUpTo, current, middle -> accept(candidate.with(middle)));
                return;
            }
            if (Long.compareUnsigned(value, least) < 0) continue;
            if (accept(candidate.with(value))) {
                bisect(refutedUpTo, value, middle -> accept(candidate.with(middle)));
                return;
            }
            refutedUpTo = value;
        }
    }
}
