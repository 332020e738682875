package kvetch.properties.run;

import io.vavr.collection.Vector;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.setup.Setup;

/** Checks laws on one case: boots a machine, starts the array or leads it through its life, and has the laws judge. */
public final class Examiner {
    private Examiner() {}

    public static Examination examine(Law law, Setup setup, Case c) {
        return examine(law, setup, c, Trace.NONE);
    }

    /** The same, with a trace of the life. */
    public static Examination examine(Law law, Setup setup, Case c, Trace trace) {
        return examine(Vector.of(law), setup, c, trace);
    }

    /** Has laws of one kind judge the same array, or the same life. */
    public static Examination examine(Vector<Law> laws, Setup setup, Case c) {
        return examine(laws, setup, c, Trace.NONE);
    }

    private static Examination examine(Vector<Law> laws, Setup setup, Case c, Trace trace) {
        if (laws.head() instanceof LifeLaw)
            return LifeExaminer.examine(laws.map(LifeLaw.class::cast).asJava(), setup, c, trace);
        Examination result = new Examination();
        result.lookAt(c);
        if (c instanceof ArrayCase array) examineRunningArray(laws, setup, array, trace, result);
        else result.saw(Coverage.REFUSED);
        return result;
    }

    private static void examineRunningArray(
            Vector<Law> laws, Setup setup, ArrayCase c, Trace trace, Examination result) {
        BootedArray array = BootedArray.start(setup, c, trace);
        if (array == null) {
            result.saw(Coverage.REFUSED);
            return;
        }
        result.saw(Coverage.STARTED);
        result.zones(array.zones().size());
        if (array.zones().size() >= 3) result.saw(Coverage.THREE_ZONES);
        if (array.testbed().ledger().sawVmalloc()) result.saw(Coverage.VMALLOC);
        for (Law law : laws) judge((RunningArrayLaw) law, array, result);
        result.splat(array.testbed().machine().firstSplat());
    }

    /** Has a law judge an array, wherever that runs. */
    public static void judge(RunningArrayLaw law, RunningArray array, Examination result) {
        try {
            Whose.watch(
                    law, array.arrayCase(), () -> law.judge(array, new NotedJudgement(law, array.arrayCase(), result)));
        } catch (OopsException died) {
            // The death of the kernel is for W2 to report.
        }
    }
}
