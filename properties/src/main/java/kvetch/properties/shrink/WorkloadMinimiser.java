package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.contract.Contract;
import org.jspecify.annotations.Nullable;

/** Makes a workload as small as it gets: fewer steps, then simpler ones, on the usual machine if it shows there. */
final class WorkloadMinimiser {
    private static final int BUDGET = 60_000;

    /** How many live blocks a step is tried on. */
    private static final int PICKED = 8;

    private static final long LARGE = 1 << 14;

    /** So many blocks may be all of a small memory. */
    private static final int MANY = 64;

    private static final int[] MEMORY_MIB = {2048, 1024, 4096, 512, 256, 64, 16, 8, 16384};

    /** Sizes and counts that are tried first: small ones, powers of two, near all of memory, and near the largest there is. */
    private static final List<Long> EDGES = edges();

    private final Predicate<Case> breaks;
    private final Set<WorkloadCase> refuted = new HashSet<>();
    private WorkloadCase best;
    private int evaluations;

    private WorkloadMinimiser(WorkloadCase found, Predicate<Case> breaks) {
        this.best = found;
        this.breaks = breaks;
    }

    static Minimiser.Result<? extends Case> minimise(WorkloadCase found, Predicate<Case> breaks) {
        WorkloadMinimiser minimiser = new WorkloadMinimiser(found, breaks);
        Minimiser.Result<ArrayCase> array = minimiser.tryArrays();
        if (array != null) return array;
        minimiser.run();
        return new Minimiser.Result<>(minimiser.best, minimiser.evaluations);
    }

    private void run() {
        halveTimes();
        WorkloadCase before;
        do {
            before = best;
            dropSteps();
            makeMachineUsual();
            for (int i = 0; i < steps().size(); i++) simplify(i);
            exchangeSteps();
            mergeRequests();
            moveTimes();
            freeAnOlderOne();
            askForMoreLessOften();
            askForOtherSizes();
            freeOneByOne();
            shrinkEqualSizes();
            scaleSizes();
            for (int i = 0; i < steps().size(); i++) shrinkSize(i);
            if (best.equals(before)) fillMachines();
            if (best.equals(before)) tryShort();
        } while (!best.equals(before) && evaluations < BUDGET);
    }

    /** An array is smaller than any workload, and may meet the same. */
    private Minimiser.@Nullable Result<ArrayCase> tryArrays() {
        ArrayCase smallest = ArrayCase.of(1, 2);
        for (int raidDisks : new int[] {1, 2, 1 << 19, 1 << 28, Integer.MAX_VALUE}) {
            ArrayCase array = smallest.withRaidDisks(raidDisks);
            evaluations++;
            if (!breaks.test(array)) continue;
            Minimiser.Result<ArrayCase> result = Minimiser.minimiseArray(array, breaks, BUDGET - evaluations);
            return new Minimiser.Result<>(result.smallest(), evaluations + result.evaluations());
        }
        return null;
    }

    private Vector<Step> steps() {
        return best.workload().steps();
    }

    private boolean accept(WorkloadCase candidate) {
        if (evaluations >= BUDGET || Case.SMALLER_FIRST.compare(candidate, best) >= 0 || refuted.contains(candidate))
            return false;
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

    /** What is done a thousand times is dear to try, and shrinking may do so much and no more. */
    private void halveTimes() {
        for (int i = 0; i < steps().size(); i++) {
            int times;
            do times = steps().get(i).times() / 2;
            while (times > 0 && accept(steps().update(i, steps().get(i).withTimes(times))));
        }
    }

    private void dropSteps() {
        for (int run = steps().size() / 2; run >= 1; run /= 2)
            for (int i = 0; i + run <= steps().size(); )
                if (!accept(steps().take(i).appendAll(steps().drop(i + run)))) i++;
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++)
                accept(steps().removeAt(j).removeAt(i));
    }

    /** Where much is asked for it may be memory that ends, and then some other machine ends after fewer blocks of one size. */
    private void fillMachines() {
        Vector<Step> asking = steps().filter(step -> step.kind().asks());
        if (asking.map(Step::times).sum().longValue() < MANY) return;
        Vector<Integer> flags = asking.map(Step::gfp).prepend(Gfp.ZERO).distinct();
        if (steps().size() > 1)
            for (int gfp : flags)
                if (accept(Workload.NONE.alloc(1, gfp, Contract.MOST_LIVE).steps())) return;
        for (int pageSize : Minimiser.PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile machine = MachineProfile.of(pageSize, memoryMib);
                if (steps().size() == 1) askForFewerOn(machine);
                for (int gfp : flags)
                    for (int order = machine.maxPageOrder(); order >= 0; order--) {
                        long bytes = order == 0 ? 1 : ((long) pageSize << (order - 1)) + 1;
                        int times = (machine.totalFrames() >> order) + 1;
                        if (times <= Contract.MOST_LIVE)
                            accept(best.onMachine(machine).withWorkload(Workload.NONE.alloc(bytes, gfp, times)));
                    }
            }
    }

    /** The same request on a machine with less memory, where it is refused so much the sooner. */
    private void askForFewerOn(MachineProfile machine) {
        Step step = steps().head();
        if (machine.pageSize() != best.machine().pageSize()) return;
        int order = PageFrames.getOrder(step.bytes(), machine.pageSize());
        if (order > machine.maxPageOrder()) return;
        int fewer = (best.machine().totalFrames() - machine.totalFrames()) >> order;
        // Some of what is free cannot be had.
        for (int eighths = 8; eighths >= 6; eighths--) {
            int times = step.times() - fewer / 8 * eighths;
            if (times > 0
                    && times < step.times()
                    && accept(best.onMachine(machine).withWorkload(new Workload(Vector.of(step.withTimes(times))))))
                return;
        }
    }

    private void makeMachineUsual() {
        accept(best.onUsualMachine());
        if (!best.isOnUsualMachine()) tryLargestOnUsualMachine();
        MachineProfile machine = best.machine();
        for (int pageSize : Minimiser.PAGE_SIZES)
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

    /** What is large on a small machine has another size on the usual one. */
    private void tryLargestOnUsualMachine() {
        long largest = steps().filter(step -> step.kind().asks())
                .map(Step::bytes)
                .maxBy(Long::compareUnsigned)
                .getOrElse(0L);
        WorkloadCase on = best.onUsualMachine();
        for (long size : EDGES) if (accept(on.withWorkload(new Workload(withSizes(largest, size))))) return;
    }

    /** On a machine with other pages, with the sizes that are there what these are here. */
    private WorkloadCase scaled(MachineProfile from, MachineProfile to, boolean byLimit, long near) {
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
        simplifyKind(index, step);
        if (step.kind().asks())
            for (int gfp = Gfp.KERNEL; gfp <= Math.max(step.gfp(), Gfp.ZERO | Gfp.NOWARN); gfp++)
                if (!Gfp.has(gfp, Gfp.COMP)) accept(steps().update(index, step.withGfp(gfp)));
        smallest(
                1,
                steps().get(index).times(),
                times -> steps().update(index, steps().get(index).withTimes((int) times)));
    }

    /** The same with a simpler kind of step. */
    private void simplifyKind(int index, Step step) {
        if (step.kind().asks() && step.kind() != Kind.ALLOC) {
            for (Kind simpler : new Kind[] {Kind.ALLOC, Kind.CHURN, Kind.ALLOC_VARIED})
                for (int gfp : new int[] {Gfp.ZERO, step.gfp()})
                    if (accept(steps().update(index, new Step(simpler, step.bytes(), gfp, step.times())))) return;
        } else if (step.kind().freesAll()) {
            for (long from = 0; from < 2; from++)
                if (accept(steps().update(index, new Step(Kind.FREE, from, 0, askedBefore(index))))) return;
            for (Kind simpler : new Kind[] {Kind.FREE_EVERY_SECOND, Kind.FREE_ALL, Kind.FREE_ALL_REVERSED})
                if (accept(steps().update(index, new Step(simpler, 0, 0, 1)))) return;
        } else if (step.kind() == Kind.FREE_EVERY_SECOND) {
            for (long from = 0; from < 2; from++)
                if (accept(steps().update(index, new Step(Kind.FREE, from, 0, askedBefore(index) / 2 + 1)))) return;
        } else if (step.kind() == Kind.FREE_AGAIN) {
            for (long which = 0; which < PICKED; which++)
                if (accept(steps().update(index, new Step(Kind.FREE_TWICE, which, 0, 1)))) return;
        }
    }

    /** How many blocks the steps before this one ask for. */
    private int askedBefore(int index) {
        long asked = steps().take(index)
                .filter(step -> step.kind() == Kind.ALLOC || step.kind() == Kind.ALLOC_VARIED)
                .map(step -> (long) step.times())
                .sum()
                .longValue();
        return (int) Math.max(1, Math.min(Workload.MOST_TIMES, asked));
    }

    /** What one step asks for less often, another may ask for more often. */
    private void moveTimes() {
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++) {
                int from = i;
                int to = j;
                if (!steps().get(i).kind().asks() || !steps().get(j).kind().asks()) continue;
                int all = steps().get(i).times() + steps().get(j).times();
                if (all > Workload.MOST_TIMES) continue;
                smallest(
                        1,
                        steps().get(i).times(),
                        times -> steps().update(from, steps().get(from).withTimes((int) times))
                                .update(to, steps().get(to).withTimes((int) (all - times))));
            }
    }

    /** The simpler step comes first, where the order does not matter. */
    private void exchangeSteps() {
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++)
                accept(steps().update(i, steps().get(j)).update(j, steps().get(i)));
    }

    /** Two steps in a row that ask may be one that asks more often. */
    private void mergeRequests() {
        for (int i = 0; i + 1 < steps().size(); ) {
            Step first = steps().get(i);
            Step second = steps().get(i + 1);
            int times = first.times() + second.times();
            boolean both = first.kind().asks() && first.kind() == second.kind() && times <= Workload.MOST_TIMES;
            if (!both || !acceptMerged(i, first, second, times)) i++;
        }
    }

    private boolean acceptMerged(int index, Step first, Step second, int times) {
        Vector<Step> rest = steps().removeAt(index + 1);
        for (Step one : List.of(first, second))
            for (int count : new int[] {1, 2, Math.max(first.times(), second.times()), times})
                if (accept(rest.update(index, one.withTimes(count)))) return true;
        return false;
    }

    /** One block of another size may do what several do. */
    private void askForOtherSizes() {
        for (int i = 0; i < steps().size(); i++) {
            Step step = steps().get(i);
            if (!step.kind().asks() || step.times() == 1 || step.times() > PICKED) continue;
            for (int times = 1; times < step.times(); times++)
                for (long bytes : EDGES)
                    if (bytes > 0
                            && bytes <= LARGE
                            && accept(steps().update(i, step.withTimes(times).withBytes(bytes)))) {
                        times = PICKED;
                        break;
                    }
        }
    }

    /** Where an older block is freed, it may take some more requests to get there. */
    private void freeAnOlderOne() {
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++) {
                Step free = steps().get(i);
                Step ask = steps().get(j);
                if (free.kind() != Kind.FREE || !ask.kind().asks() || ask.times() > Workload.MOST_TIMES - PICKED)
                    continue;
                for (long which = 0; which < Math.min(PICKED, free.bytes()); which++)
                    for (int more = 1; more <= PICKED; more++)
                        if (accept(steps().update(i, free.withBytes(which))
                                .update(j, ask.withTimes(ask.times() + more)))) {
                            which = PICKED;
                            more = PICKED;
                        }
            }
    }

    /** Few large blocks are as many bytes as many small ones. */
    private void askForMoreLessOften() {
        for (int i = 0; i < steps().size(); i++)
            for (int shift = 16; shift >= 1; shift--) {
                Step step = steps().get(i);
                if (!step.kind().asks() || step.bytes() <= 0 || step.bytes() > 1L << 32) continue;
                long bytes = ((step.bytes() - 1) << shift) + 1;
                for (int times = step.times() >> shift; times <= (step.times() >> shift) + 1; times++)
                    if (times >= 1
                            && times < step.times()
                            && accept(steps().update(i, step.withBytes(bytes).withTimes(times)))) break;
            }
    }

    /** Two steps that do not ask may be two that free one block each. */
    private void freeOneByOne() {
        for (int i = 0; i + 1 < steps().size(); i++) {
            if (steps().get(i).kind().asks() || steps().get(i + 1).kind().asks()) continue;
            for (int first = 0; first < PICKED; first++)
                for (int second = 0; second < PICKED; second++)
                    if (accept(steps().update(i, free(first)).update(i + 1, free(second)))) {
                        first = PICKED;
                        second = PICKED;
                    }
        }
    }

    private static Step free(int which) {
        return new Step(Kind.FREE, which, 0, 1);
    }

    /** Makes all sizes smaller by the same factor, the largest first. */
    private void scaleSizes() {
        for (int shift = 20; shift >= 1; shift--) {
            int by = shift;
            accept(steps().map(step ->
                    step.kind().asks() && step.bytes() != 0 ? step.withBytes(((step.bytes() - 1) >>> by) + 1) : step));
        }
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
        for (long value : EDGES) {
            if (Long.compareUnsigned(value, current) >= 0) {
                bisect(refutedUpTo, current, candidate);
                return;
            }
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
        for (int shift = 4; shift <= 17; shift++)
            for (long near = -1; near <= 1; near++) edges.add(-(1L << shift) + near);
        for (long near = 16; near >= 1; near--) edges.add(-near);
        MachineProfile usual = Case.USUAL_MACHINE;
        long memory = (long) usual.totalFrames() * usual.pageSize();
        for (int part = 1; part <= 4; part++) for (long near = -1; near <= 1; near++) edges.add(memory / part + near);
        return List.copyOf(edges);
    }

    /** All that is short, the smallest first: on the usual machine, and then on others. */
    private void tryShort() {
        if (tryShortOn(best.onUsualMachine()) || tryFilled() || tryExhausting() || tryShortSteps()) return;
        if (!best.isOnUsualMachine()) tryMachines();
    }

    /** One request, two, and one with a free after or in between. */
    private boolean tryShortOn(WorkloadCase on) {
        for (Vector<Step> form : forms())
            for (long size : EDGES) if (accept(on.withWorkload(new Workload(sized(form, size))))) return true;
        return false;
    }

    private static Vector<Step> sized(Vector<Step> form, long size) {
        return form.map(step -> step.kind().asks() ? step.withBytes(size) : step);
    }

    private static List<Vector<Step>> forms() {
        Workload one = Workload.NONE.alloc(1);
        Workload two = Workload.NONE.alloc(1, Gfp.ZERO, 2);
        return List.of(
                one.steps(),
                two.steps(),
                Workload.NONE.churn(1, 1).steps(),
                Workload.NONE.churn(1, 2).steps(),
                one.free(0).steps(),
                one.freeTwice(0).steps(),
                two.free(0).steps(),
                two.freeTwice(0).steps(),
                one.free(0).alloc(1).steps(),
                one.free(0).alloc(1, Gfp.ZERO, 2).steps());
    }

    /** All of memory in the largest blocks that there are, all of them freed, and once more. */
    private boolean tryFilled() {
        WorkloadCase on = best.onUsualMachine();
        MachineProfile machine = on.machine();
        int order = machine.maxPageOrder();
        long bytes = ((long) machine.pageSize() << (order - 1)) + 1;
        int times = (machine.totalFrames() >> order) + 2;
        Workload filled = Workload.NONE.alloc(bytes, Gfp.ZERO, times);
        Workload freed = filled.with(new Step(Kind.FREE, 0, 0, times));
        return accept(on.withWorkload(filled))
                || accept(on.withWorkload(freed.alloc(bytes)))
                || accept(on.withWorkload(freed.alloc(bytes, Gfp.ZERO, times)));
    }

    /** A few small blocks, one of them freed, and a request for all memory, which runs out while some of it is held. */
    private boolean tryExhausting() {
        WorkloadCase on = best.onUsualMachine();
        MachineProfile machine = on.machine();
        long page = machine.pageSize();
        long memory = machine.totalFrames() * page;
        for (int times = 1; times <= PICKED; times++)
            for (int pages = PICKED; pages >= 0; pages--) {
                Workload held = Workload.NONE.alloc(1, Gfp.ZERO, times);
                long bytes = memory - (pages + 1) * page + 1;
                if (accept(on.withWorkload(held.alloc(bytes)))
                        || accept(on.withWorkload(held.free(0).alloc(bytes)))) return true;
            }
        return false;
    }

    /** Every workload of a few steps of a few kinds, in order, on the usual machine. */
    private boolean tryShortSteps() {
        int most = Math.max(best.isOnUsualMachine() ? 0 : 3, Math.min(4, steps().size()));
        for (int length = 2; length <= most; length++) if (tryShortSteps(Workload.NONE, 0, length)) return true;
        return false;
    }

    private boolean tryShortSteps(Workload begun, int live, int length) {
        int left = length - begun.steps().size();
        if (left == 0) return accept(best.onUsualMachine().withWorkload(begun));
        boolean frees = begun.steps().exists(step -> !step.kind().asks());
        boolean mustFree = length > 3 && left == 2 && !frees;
        if (!mustFree)
            for (int times : new int[] {1, 2, 4})
                for (long bytes : new long[] {1, 2049, 4097})
                    if (tryShortSteps(begun.alloc(bytes, Gfp.ZERO, times), live + times, length)) return true;
        for (int which = 0; which < Math.min(3, live); which++)
            if (tryShortSteps(begun.free(which), live - 1, length)) return true;
        if (live > 1 && tryShortSteps(begun.and(Kind.FREE_EVERY_SECOND), live / 2, length)) return true;
        for (int which = 0; left == 1 && which < Math.min(2, live); which++)
            if (tryShortSteps(begun.freeTwice(which), live, length)) return true;
        return false;
    }

    /** One request on each machine, in whole memory and in fragments, for a little more than a block of each order. */
    private void tryMachines() {
        for (Vector<Step> form : forms()) {
            if (form.size() > steps().size()) continue;
            for (int shift = 12; shift <= 30; shift++)
                for (MachineProfile machine : machines())
                    for (long near = -1; near <= 1; near++)
                        if (accept(
                                best.onMachine(machine).withWorkload(new Workload(sized(form, (1L << shift) + near)))))
                            return;
        }
    }

    /** Machines in the order of counterexamples: whole memory, and the usual one in fragments. */
    private static List<MachineProfile> machines() {
        List<MachineProfile> machines = new ArrayList<>();
        for (int pageSize : Minimiser.PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile whole = MachineProfile.of(pageSize, memoryMib);
                machines.add(whole);
                if (memoryMib == MEMORY_MIB[0])
                    for (int order = whole.maxPageOrder() - 1; order >= 0; order--)
                        machines.add(whole.withFreeOrder(order));
            }
        return machines;
    }
}
