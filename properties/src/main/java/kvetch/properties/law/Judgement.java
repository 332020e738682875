package kvetch.properties.law;

import kvetch.properties.evidence.Evidence;

/** What a law says of one case. */
public interface Judgement {
    /** The case has something to say about the law; a law that no case had anything to say about has not held. */
    void tested();

    /**
     * Something was seen that shows that the law was put to the test.
     *
     * @param sight what
     */
    void saw(Coverage sight);

    /**
     * The case breaks the law. What goes wrong with a negative chunk goes wrong for a reason of its own, and is another kind
     * of defect.
     *
     * @param what what goes wrong, without figures: two violations with the same words are the same defect
     * @param evidence what was seen, with the figures
     */
    void violation(String what, Evidence evidence);

    /**
     * The case breaks the law, and the sign of its chunk makes no difference.
     *
     * @param what what goes wrong, without figures
     * @param evidence what was seen, with the figures
     */
    void violationWithAnySign(String what, Evidence evidence);

    /**
     * Whether nothing breaks the law so far.
     *
     * @return true if so
     */
    boolean isClean();
}
