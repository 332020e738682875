package kvetch.properties.shrink;

import kvetch.api.Gfp;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;

/** The pass that looks for a simpler step in the place of each. */
final class SimplerSteps extends WorkloadPasses {
    SimplerSteps(Search<WorkloadCase> search) {
        super(search);
    }

    void simplifyEach() {
        for (int i = 0; i < steps().size(); i++) simplify(i);
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

    /** What the last step before this one asked for. */
    private long sizeBefore(int index) {
        return steps().take(index)
                .filter(step -> step.kind().asks())
                .map(Step::bytes)
                .lastOption()
                .getOrElse(8L);
    }
}
