package kvetch.cli.console;

import kvetch.properties.evidence.Misbehaviour;

/** An allocator or a driver failed as a program: it threw, hung or worse. */
public final class AllocatorFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    public AllocatorFailure(String allocator, Throwable cause) {
        super(cause);
        this.message = "allocator '" + allocator + "' failed as a program: "
                + cause.toString().lines().findFirst().orElse("");
    }

    public AllocatorFailure(Misbehaviour misbehaviour) {
        this.message = misbehaviour.culprit() + " failed as a program: "
                + (misbehaviour.call().isEmpty() ? "" : misbehaviour.call() + " ") + misbehaviour.what();
    }

    public String message() {
        return message;
    }
}
