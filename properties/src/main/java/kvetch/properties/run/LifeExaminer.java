package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.contract.Contract;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Look;
import kvetch.properties.setup.Setup;

/** Has an array led through its life, or a workload carried out, and laws judge what was seen of it. */
public final class LifeExaminer {
    private LifeExaminer() {}

    /** Has laws judge one life. */
    public static Examination examine(List<LifeLaw> laws, Setup setup, Case c) {
        return examine(laws, setup, c, Trace.NONE);
    }

    /** The same, with a trace of the life. */
    public static Examination examine(List<LifeLaw> laws, Setup setup, Case c, Trace trace) {
        Examination result = new Examination();
        result.lookAt(c);
        if (c instanceof ArrayCase array) {
            Life life = new Lifecycle(setup, array, trace).lead(followsUpRefusals(laws), result);
            for (LifeLaw law : laws) judge(law, life, result);
        } else {
            Life life = carryOut((WorkloadCase) c, laws, setup, trace, result);
            for (LifeLaw law : laws) judge(law, life, result);
        }
        return result;
    }

    /** Has a law judge a life, wherever that was led. */
    public static void judge(LifeLaw law, Life life, Examination result) {
        Case c = life.testCase();
        Whose.watch(law, c, () -> law.judge(life, new NotedJudgement(law, c, result)));
    }

    private static boolean followsUpRefusals(List<LifeLaw> laws) {
        for (LifeLaw law : laws) if (law.followsUpRefusals()) return true;
        return false;
    }

    /** No array: what other callers do with the allocator. */
    private static Life carryOut(WorkloadCase c, Iterable<LifeLaw> laws, Setup setup, Trace trace, Examination result) {
        Set<Look> looks = EnumSet.noneOf(Look.class);
        for (LifeLaw law : laws) looks.addAll(law.looks());
        Contract.Outcome outcome = Contract.examine(looks, setup, c, trace);
        result.splat(outcome.splat());
        result.work(outcome.changes());
        if (outcome.sawVmalloc()) result.saw(Coverage.VMALLOC);
        Vector<Fault.Seen> faults = outcome.faults();
        for (Fault.Seen seen : faults) result.fault(seen);
        return new Life(
                c, faults, new Life.Calls(0, 0, 0), new Life.Log(Vector.empty(), Vector.empty(), true), Vector.empty());
    }
}
