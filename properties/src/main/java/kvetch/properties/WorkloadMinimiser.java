package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.Workload.Kind;
import kvetch.properties.Workload.Step;

/** Makes a workload as small as it gets: fewer steps, then simpler ones, on the usual machine if it shows there. */
final class WorkloadMinimiser {
    private static final int BUDGET = 12_000;
    private static final int[] MEMORY_MIB = {2048, 1024, 4096, 512, 256, 64, 16, 16384};

    private final Predicate<ArrayCase> breaks;
    private final Set<ArrayCase> refuted = new HashSet<>();
    private ArrayCase best;
    private int evaluations;

    private WorkloadMinimiser(ArrayCase found, Predicate<ArrayCase> breaks) {
        this.best = found;
        this.breaks = breaks;
    }

    static Minimiser.Result minimise(ArrayCase found, Predicate<ArrayCase> breaks) {
        WorkloadMinimiser minimiser = new WorkloadMinimiser(found, breaks);
        minimiser.run();
        return new Minimiser.Result(minimiser.best, minimiser.evaluations);
    }

    private void run() {
        ArrayCase before;
        do {
            before = best;
            dropSteps();
            makeMachineUsual();
            for (int i = 0; i < steps().size(); i++) simplify(i);
            shrinkEqualSizes();
            for (int i = 0; i < steps().size(); i++) shrinkSize(i);
            if (best.equals(before)) tryShort();
        } while (!best.equals(before) && evaluations < BUDGET);
    }

    private Vector<Step> steps() {
        Workload workload = best.workload();
        return workload == null ? Vector.empty() : workload.steps();
    }

    private boolean accept(ArrayCase candidate) {
        if (evaluations >= BUDGET
                || ArrayCase.SMALLER_FIRST.compare(candidate, best) >= 0
                || refuted.contains(candidate)) return false;
        evaluations++;
        if (breaks.test(candidate)) {
            best = candidate;
            return true;
        }
        refuted.add(candidate);
        return false;
    }

    private boolean accept(Vector<Step> steps) {
        return steps.nonEmpty() && accept(best.withWorkload(new Workload(steps)));
    }

    private void dropSteps() {
        for (int run = steps().size() / 2; run >= 1; run /= 2)
            for (int i = 0; i + run <= steps().size(); )
                if (!accept(steps().take(i).appendAll(steps().drop(i + run)))) i++;
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++)
                accept(steps().removeAt(j).removeAt(i));
    }

    private void makeMachineUsual() {
        accept(best.onUsualMachine());
        MachineProfile machine = best.machine();
        for (int pageSize : new int[] {4096, 16384, 65536})
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile other = MachineProfile.of(pageSize, memoryMib);
                accept(best.onMachine(other));
                for (long near = -1; near <= 1; near++)
                    for (boolean byLimit : new boolean[] {false, true}) accept(scaled(machine, other, byLimit, near));
                if (machine.freeOrder() < machine.maxPageOrder())
                    for (int order = other.maxPageOrder() - 1; order >= 0; order--)
                        accept(best.onMachine(other.withFreeOrder(order)));
            }
    }

    /** On a machine with other pages, with the sizes that are there what these are here. */
    private ArrayCase scaled(MachineProfile from, MachineProfile to, boolean byLimit, long near) {
        long here = from.pageSize() * (byLimit ? 1L << from.maxPageOrder() : 1);
        long there = to.pageSize() * (byLimit ? 1L << to.maxPageOrder() : 1);
        Vector<Step> steps = steps().map(step -> step.kind().asks() && step.bytes() >= here / 16
                ? step.withBytes((long) ((double) (step.bytes() - near) / here * there) + near)
                : step);
        return best.onMachine(to).withWorkload(new Workload(steps));
    }

    private void simplify(int index) {
        Step step = steps().get(index);
        if (step.kind() != Kind.ALLOC) {
            long bytes = step.kind().asks() ? step.bytes() : sizeBefore(index);
            if (accept(steps().update(index, new Step(Kind.ALLOC, bytes, Gfp.ZERO, 1)))) return;
        }
        for (int which = 0; which < Math.min(8, index + 1); which++)
            if (!step.kind().asks() && accept(steps().update(index, new Step(Kind.FREE, which, 0, 1)))) return;
        if (step.kind().asks())
            for (int gfp = Gfp.KERNEL; gfp <= 3; gfp++) accept(steps().update(index, step.withGfp(gfp)));
        smallest(
                1,
                steps().get(index).times(),
                times -> steps().update(index, steps().get(index).withTimes((int) times)));
    }

    /** What the last step before this one asked for. */
    private long sizeBefore(int index) {
        return steps().take(index)
                .filter(step -> step.kind().asks())
                .map(Step::bytes)
                .lastOption()
                .getOrElse(8L);
    }

    /** Makes sizes that are equal smaller together, and makes sizes equal. */
    private void shrinkEqualSizes() {
        Set<Long> sizes = new TreeSet<>(Long::compareUnsigned);
        for (Step step : steps()) if (step.kind().asks()) sizes.add(step.bytes());
        for (long size : sizes) {
            for (long other : sizes) if (other != size) accept(withSizes(size, other));
            smallest(0, size, bytes -> withSizes(size, bytes));
        }
    }

    private Vector<Step> withSizes(long size, long other) {
        return steps().map(step -> step.kind().asks() && step.bytes() == size ? step.withBytes(other) : step);
    }

    private void shrinkSize(int index) {
        Step step = steps().get(index);
        if (step.kind().asks() || step.kind().picks())
            smallest(
                    0,
                    step.bytes(),
                    bytes -> steps().update(index, steps().get(index).withBytes(bytes)));
    }

    private interface Candidate {
        Vector<Step> with(long value);
    }

    /** Looks for the smallest value from below, at edges first, and then between two of them. */
    private void smallest(long least, long current, Candidate candidate) {
        long refutedUpTo = least - 1;
        for (long value : edges()) {
            if (Long.compareUnsigned(value, current) >= 0) return;
            if (Long.compareUnsigned(value, least) < 0) continue;
            if (accept(candidate.with(value))) {
                bisect(refutedUpTo, value, candidate);
                return;
            }
            refutedUpTo = value;
        }
    }

    private void bisect(long refutedUpTo, long accepted, Candidate candidate) {
        long low = refutedUpTo;
        long high = accepted;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (accept(candidate.with(middle))) high = middle;
            else low = middle;
        }
    }

    private static List<Long> edges() {
        Set<Long> edges = new TreeSet<>(Long::compareUnsigned);
        for (long small = 0; small <= 16; small++) edges.add(small);
        for (int shift = 4; shift < Long.SIZE; shift++)
            for (long near = -1; near <= 1; near++) {
                edges.add((1L << shift) + near);
                edges.add((3L << shift) + near);
            }
        for (long near = 16; near >= 1; near--) edges.add(-near);
        return List.copyOf(edges);
    }

    /** All that is short: one request, two, and one with a free after or in between. */
    private void tryShort() {
        int most = steps().size();
        if (most > 4) return;
        for (long size :
                new long[] {1, 8, 9, 16, 64, 4096, 4097, 8193, 1 << 20, 4 << 20, (4 << 20) + 1, 1L << 32, -1}) {
            Workload one = Workload.NONE.alloc(size);
            Workload freed = one.free(0);
            for (Workload workload : List.of(
                    one,
                    one.alloc(size),
                    freed,
                    freed.alloc(size),
                    freed.alloc(size).alloc(size),
                    one.alloc(size).free(0))) if (workload.steps().size() <= most) accept(workload.steps());
        }
    }
}
