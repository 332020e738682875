package kvetch.properties;

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
    public static String of(Setup setup, Violation violation, ArrayCase c) {
        LawId law = violation.law();
        String expected = Breach.of(violation).map(Breach::expected).getOrElse(law::statement);
        String lookAt = Breach.of(violation).map(Breach::lookAt).getOrElse(() -> lookAt(law));
        return law + " is broken by " + setup.provider().name() + " (kernel "
                + setup.kernel().name() + "): "
                + violation.what()
                + "\n  expected:      " + expected
                + "\n  happened:      " + violation.message()
                + (c.workload() == null ? "\n  array:         " : "\n  steps:         ") + c
                + "\n  look first at: " + lookAt
                + "\n  run it again:  kvetch replay "
                + new ReplayToken(law, setup.kernel().name(), setup.provider().name(), c).format()
                + (setup.providers().isKernels(setup.provider())
                        ? ""
                        : " --module-path "
                                + ProviderFinder.place(setup.provider().getClass()));
    }

    /**
     * Says how an allocator misbehaved as a program, so that a law cannot be judged.
     *
     * @param law the law that was put to the test
     * @param setup what was put to the test
     * @param misbehaviour what it did
     * @return several lines
     */
    static String of(LawId law, Setup setup, Misbehaviour misbehaviour) {
        ArrayCase c = misbehaviour.arrayCase();
        String place = " --module-path " + ProviderFinder.place(setup.provider().getClass());
        return law + " cannot be judged for " + misbehaviour.message()
                + misbehaviour
                        .frames()
                        .map(frame -> "\n  at:            " + frame)
                        .mkString()
                + (c == null ? "" : (c.workload() == null ? "\n  array:         " : "\n  steps:         ") + c)
                + (misbehaviour.replay().isEmpty()
                        ? ""
                        : "\n  run it again:  kvetch replay " + misbehaviour.replay() + place);
    }

    /** Where to look when the array broke it and the contract did not say more. */
    private static String lookAt(LawId law) {
        return switch (law) {
            case Z1, Z2, Z3, I1, I2, I3, I4 ->
                "M3 and M4 of the same allocator: the driver reads back other bytes than it wrote, or dirty ones";
            case M1, M2 -> "which function free passes the block on to, and what every return of NULL leaves behind";
            case M3 -> "the size of the block that was handed out";
            case M4 -> "the address and the size that alloc computes";
            case W1 -> "the gfp that is passed on: the hardened driver always gives __GFP_NOWARN";
            case W2 -> "the address in the splat: was it handed out, and is it still live?";
            case W3 ->
                "the first violation of M1 to M4, and whether a refusal leaves the allocator fit for the next request";
        };
    }
}
