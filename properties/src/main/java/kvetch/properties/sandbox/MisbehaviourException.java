package kvetch.properties.sandbox;

import kvetch.properties.evidence.Misbehaviour;

/** Carries a {@link Misbehaviour} out of the middle of a case. */
public final class MisbehaviourException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Misbehaviour misbehaviour;

    public MisbehaviourException(Misbehaviour misbehaviour) {
        super(misbehaviour.message(), null, false, false);
        this.misbehaviour = misbehaviour;
    }

    public Misbehaviour misbehaviour() {
        return misbehaviour;
    }
}
