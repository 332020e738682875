package kvetch.properties;

/** What a law says of one case. */
public final class Judgement {
    private final Law law;
    private final ArrayCase c;
    private final Examination result;

    Judgement(Law law, ArrayCase c, Examination result) {
        this.law = law;
        this.c = c;
        this.result = result;
    }

    /**
     * One that goes no further, for a law that asks what another would say.
     *
     * @param law the other
     * @param c the case
     * @return an empty one
     */
    public static Judgement aside(Law law, ArrayCase c) {
        return new Judgement(law, c, new Examination());
    }

    /** The case has something to say about the law; a law that no case had anything to say about has not held. */
    public void tested() {
        result.tested(law);
    }

    /**
     * Something was seen that shows that the law was put to the test.
     *
     * @param sight what
     */
    public void saw(Sight sight) {
        result.saw(sight);
    }

    /**
     * The case breaks the law. What goes wrong with a negative chunk goes wrong for a reason of its own, and is another kind
     * of defect.
     *
     * @param what what goes wrong, without figures: two violations with the same words are the same defect
     * @param evidence what was seen, with the figures
     */
    public void violation(String what, Evidence evidence) {
        violationWithAnySign(withSign(what, c), evidence);
    }

    /**
     * The case breaks the law, and the sign of its chunk makes no difference.
     *
     * @param what what goes wrong, without figures
     * @param evidence what was seen, with the figures
     */
    public void violationWithAnySign(String what, Evidence evidence) {
        result.violation(law, what, evidence);
    }

    /**
     * Whether nothing breaks the law so far.
     *
     * @return true if so
     */
    public boolean isClean() {
        return result.violations().isEmpty();
    }

    private static String withSign(String what, ArrayCase c) {
        return c.chunkSectors() < 0 ? what + " (negative chunk_sectors)" : what;
    }
}
