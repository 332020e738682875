package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.List;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;

/** Passes that look for fewer steps, and for simpler ones to come first. */
final class FewerSteps extends WorkloadPasses {
    FewerSteps(Search<WorkloadCase> search) {
        super(search);
    }

    void dropSteps() {
        for (int run = steps().size() / 2; run >= 1; run /= 2)
            for (int i = 0; i + run <= steps().size(); )
                if (!accept(steps().take(i).appendAll(steps().drop(i + run)))) i++;
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++)
                accept(steps().removeAt(j).removeAt(i));
    }

    /** The simpler step comes first, where the order does not matter. */
    void exchangeSteps() {
        for (int i = 0; i < steps().size(); i++)
            for (int j = i + 1; j < steps().size(); j++)
                accept(steps().update(i, steps().get(j)).update(j, steps().get(i)));
    }

    /** Two steps in a row that ask may be one that asks more often. */
    void mergeRequests() {
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

    /** Where an older block is freed, it may take some more requests to get there. */
    void freeAnOlderOne() {
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

    /** Two steps that do not ask may be two that free one block each. */
    void freeOneByOne() {
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
}
