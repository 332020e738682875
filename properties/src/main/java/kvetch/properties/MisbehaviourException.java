package kvetch.properties;

/** Carries a {@link Misbehaviour} out of the middle of a case. */
final class MisbehaviourException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Misbehaviour misbehaviour;

    MisbehaviourException(Misbehaviour misbehaviour) {
        super(misbehaviour.message(), null, false, false);
        this.misbehaviour = misbehaviour;
    }

    Misbehaviour misbehaviour() {
        return misbehaviour;
    }
}
