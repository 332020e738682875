package kvetch.properties;

import io.vavr.control.Option;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Fault;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.setup.Origin;
import kvetch.properties.setup.Setup;

/** Says what a violation is about to someone who has written an allocator. */
public final class Explanation {
    private Explanation() {}

    /**
     * Says what was expected, what happened, and what to look at first.
     *
     * @param setup what was put to the test
     * @param violation what was found
     * @param c the case, as small as it could be made
     * @return several lines
     */
    public static String of(Setup setup, Violation violation, Case c) {
        Law law = violation.law();
        Option<Fault> fault =
                violation.fault().filter(found -> !found.expected().isEmpty());
        String expected = fault.map(Fault::expected).getOrElse(law::statement);
        String lookAt = fault.map(Fault::lookAt).getOrElse(law::lookFirstAt);
        return law + " is broken by " + setup.provider().name() + " (kernel "
                + setup.kernel().name() + "): "
                + violation.what()
                + "\n  expected:      " + expected
                + "\n  happened:      " + violation.message()
                + "\n  " + c.noun() + ":         " + c
                + "\n  look first at: " + lookAt
                + "\n  run it again:  kvetch replay "
                + new ReplayToken(law, setup.kernel().name(), setup.provider().name(), c).format()
                + (setup.allocators().isKernels(setup.provider())
                        ? ""
                        : " --module-path " + Origin.place(setup.provider().getClass()));
    }

    /**
     * Says how an allocator misbehaved as a program, so that a law cannot be judged.
     *
     * @param law the law that was put to the test
     * @param setup what was put to the test
     * @param misbehaviour what it did
     * @return several lines
     */
    public static String of(Law law, Setup setup, Misbehaviour misbehaviour) {
        Case c = misbehaviour.testCase();
        String place = " --module-path " + Origin.place(setup.provider().getClass());
        return law + " cannot be judged for " + misbehaviour.message()
                + misbehaviour
                        .frames()
                        .map(frame -> "\n  at:            " + frame)
                        .mkString()
                + (c == null ? "" : "\n  " + c.noun() + ":         " + c)
                + (misbehaviour.replay().isEmpty()
                        ? ""
                        : "\n  run it again:  kvetch replay " + misbehaviour.replay() + place);
    }
}
