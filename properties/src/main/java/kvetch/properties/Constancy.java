package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.List;

/** Whether an allocator answers alike whenever it is asked the same on a machine that has just booted. */
final class Constancy {
    private static final String WHY = "; it keeps state from one boot to the next, or it is not deterministic";

    private Constancy() {}

    /**
     * Examines a case twice.
     *
     * @return the first examination
     * @throws MisbehaviourException if the second one differs
     */
    static Examination examine(Law law, Setup setup, ArrayCase c) {
        return examine(law, setup, c, 2);
    }

    /**
     * Examines a case a number of times.
     *
     * @return the first examination
     * @throws MisbehaviourException if another one differs
     */
    static Examination examine(Law law, Setup setup, ArrayCase c, int times) {
        Watch watch = Watch.current();
        Watch.Transcript<Examination> first = watch.transcribe(() -> Examiner.examine(law, setup, c));
        for (int i = 1; i < times; i++) {
            String difference = difference(first, watch.transcribe(() -> Examiner.examine(law, setup, c)));
            if (!difference.isEmpty()) throw broken(law, setup, c, difference);
        }
        return first.result();
    }

    /** An allocator that answered differently, in the words of {@code difference}. */
    static MisbehaviourException broken(Law law, Setup setup, ArrayCase c, String difference) {
        boolean isLaws = setup.providers().isKernels(setup.provider()) && !KnownLaws.isStandard(law);
        String suspect = isLaws ? Misbehaviour.nameOf(law) : setup.provider().name();
        return new MisbehaviourException(
                new Misbehaviour(suspect, Misbehaviour.Kind.INCONSTANT, "", difference + WHY).on(c));
    }

    /** An allocator with which a defect does not show a second time. */
    static MisbehaviourException notShownAgain(Law law, Setup setup, Defect defect) {
        return broken(
                law,
                setup,
                defect.counterexample(),
                law + " seems broken (" + Lines.of(defect.violation().message())
                        + "), but is not when the same case is run by an allocator that was called by nobody before");
    }

    private static String difference(Watch.Transcript<Examination> first, Watch.Transcript<Examination> second) {
        List<String> before = first.lines();
        List<String> after = second.lines();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String one = i < before.size() ? before.get(i) : "no call";
            String other = i < after.size() ? after.get(i) : "no call";
            if (!one.equals(other))
                return "the same case on two freshly booted machines: call " + (i + 1) + " is first " + one + ", then "
                        + other;
        }
        String end = describe(first.result());
        String otherEnd = describe(second.result());
        return end.equals(otherEnd)
                ? ""
                : "the same case on two freshly booted machines, with the same calls and answers, ends first with "
                        + end + ", then with " + otherEnd;
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
