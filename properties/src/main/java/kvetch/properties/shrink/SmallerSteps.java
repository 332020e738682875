package kvetch.properties.shrink;

import java.util.Set;
import java.util.TreeSet;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;

/** Passes that look for smaller sizes, and for steps that are done less often. */
final class SmallerSteps extends WorkloadPasses {
    private static final long LARGE = 1 << 14;

    SmallerSteps(Search<WorkloadCase> search) {
        super(search);
    }

    /** What is done a thousand times is dear to try, and shrinking may do so much and no more. */
    void halveTimes() {
        for (int i = 0; i < steps().size(); i++) {
            int times;
            do times = steps().get(i).times() / 2;
            while (times > 0 && accept(steps().update(i, steps().get(i).withTimes(times))));
        }
    }

    /** What one step asks for less often, another may ask for more often. */
    void moveTimes() {
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

    /** Few large blocks are as many bytes as many small ones. */
    void askForMoreLessOften() {
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

    /** One block of another size may do what several do. */
    void askForOtherSizes() {
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

    /** Makes all sizes smaller by the same factor, the largest first. */
    void scaleSizes() {
        for (int shift = 20; shift >= 1; shift--) {
            int by = shift;
            accept(steps().map(step ->
                    step.kind().asks() && step.bytes() != 0 ? step.withBytes(((step.bytes() - 1) >>> by) + 1) : step));
        }
    }

    /** Makes sizes that are equal smaller together, and makes sizes equal. */
    void shrinkEqualSizes() {
        Set<Long> sizes = new TreeSet<>(Long::compareUnsigned);
        for (Step step : steps()) if (step.kind().asks()) sizes.add(step.bytes());
        for (long size : sizes) {
            for (long other : sizes) if (other != size) accept(withSizes(size, other));
            smallest(0, size, bytes -> withSizes(size, bytes));
        }
    }

    void shrinkEachSize() {
        for (int i = 0; i < steps().size(); i++) shrinkSize(i);
    }

    private void shrinkSize(int index) {
        Step step = steps().get(index);
        if (step.kind().asks() || step.kind().picks())
            smallest(
                    0,
                    step.bytes(),
                    bytes -> steps().update(index, steps().get(index).withBytes(bytes)));
    }
}
