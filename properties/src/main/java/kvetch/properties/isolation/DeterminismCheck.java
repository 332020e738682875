package kvetch.properties.isolation;

import io.vavr.collection.Vector;
import java.util.List;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** Whether an allocator, or a driver, does the same whenever it is asked the same on a machine that has just booted. */
public final class DeterminismCheck {
    private static final String WHY = "; it keeps state from one boot to the next, or it is not deterministic";

    private static final CallMonitor.Line NO_CALL = new CallMonitor.Line("no call", "");

    private DeterminismCheck() {}

    /** What two runs of a case differ in, and whether the same call was answered differently. */
    private record Difference(String text, boolean isOfAnswer) {}

    /**
     * Examines a case twice.
     *
     * @return the first examination
     * @throws MisbehaviourException if the second one differs
     */
    static Examination examine(Vector<Law> laws, Setup setup, Case c) {
        return examine(laws, setup, c, 2);
    }

    /**
     * Examines a case a number of times.
     *
     * @return the first examination
     * @throws MisbehaviourException if another one differs
     */
    public static Examination examine(Law law, Setup setup, Case c, int times) {
        return examine(Vector.of(law), setup, c, times);
    }

    private static Examination examine(Vector<Law> laws, Setup setup, Case c, int times) {
        CallMonitor monitor = CallMonitor.current();
        CallMonitor.Transcript<Examination> first = monitor.transcribe(() -> Examiner.examine(laws, setup, c));
        for (int i = 1; i < times; i++) {
            Difference difference = difference(first, monitor.transcribe(() -> Examiner.examine(laws, setup, c)));
            if (difference != null) throw broken(culprit(laws.head(), setup, difference), c, difference.text);
        }
        return first.result();
    }

    /** A driver asks, and the allocator answers; where neither is plugged in it is the law. */
    private static Culprit culprit(Law law, Setup setup, Difference difference) {
        boolean isAllocators = difference.isOfAnswer && !setup.allocators().isKernels(setup.provider());
        return isAllocators ? Culprit.allocator(setup.provider().name()) : Whose.suspect(law, setup);
    }

    /** Somebody who did otherwise than before, in the words of {@code difference}. */
    public static MisbehaviourException broken(Law law, Setup setup, Case c, String difference) {
        return broken(Whose.suspect(law, setup), c, difference);
    }

    private static MisbehaviourException broken(Culprit culprit, Case c, String difference) {
        return new MisbehaviourException(
                new Misbehaviour(culprit, Misbehaviour.Kind.INCONSTANT, "", difference + WHY).on(c));
    }

    /** Somebody with whom a defect does not show a second time. */
    public static MisbehaviourException notShownAgain(Law law, Setup setup, Defect defect) {
        return broken(
                law,
                setup,
                defect.counterexample(),
                law + " seems broken (" + Lines.of(defect.violation().message())
                        + "), but is not when the same case is run by "
                        + (setup.suspect().isDriver() ? "a driver" : "an allocator")
                        + " that was called by nobody before");
    }

    private static @Nullable Difference difference(
            CallMonitor.Transcript<Examination> first, CallMonitor.Transcript<Examination> second) {
        List<CallMonitor.Line> before = first.lines();
        List<CallMonitor.Line> after = second.lines();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            CallMonitor.Line one = i < before.size() ? before.get(i) : NO_CALL;
            CallMonitor.Line other = i < after.size() ? after.get(i) : NO_CALL;
            if (!one.equals(other))
                return new Difference(
                        "the same case on two freshly booted machines: call " + (i + 1) + " is first " + one + ", then "
                                + other,
                        one.question().equals(other.question()));
        }
        String end = describe(first.result());
        String otherEnd = describe(second.result());
        return end.equals(otherEnd)
                ? null
                : new Difference(
                        "the same case on two freshly booted machines, with the same calls and answers, ends first with "
                                + end + ", then with " + otherEnd,
                        false);
    }

    /** How a case ended, as far as one can see. */
    private static String describe(Examination examination) {
        Vector<String> parts = Vector.ofAll(examination.messages());
        if (examination.errno() != null) parts = parts.prepend(String.valueOf(examination.errno()));
        if (examination.splat() != null)
            parts = parts.append(examination.splat().headline());
        return parts.isEmpty() ? "no violation" : Lines.of(parts.mkString("; "));
    }
}
