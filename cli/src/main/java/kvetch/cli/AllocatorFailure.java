package kvetch.cli;

import kvetch.properties.Misbehaviour;

/** An allocator failed as a program: it threw, hung or worse. */
final class AllocatorFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    AllocatorFailure(String allocator, Throwable cause) {
        super(cause);
        this.message = "allocator '" + allocator + "' failed as a program: "
                + cause.toString().lines().findFirst().orElse("");
    }

    AllocatorFailure(Misbehaviour misbehaviour) {
        String who = misbehaviour.isOfLaw() ? misbehaviour.allocator() : "allocator '" + misbehaviour.allocator() + "'";
        this.message = who + " failed as a program: " + (misbehaviour.call().isEmpty() ? "" : misbehaviour.call() + " ")
                + misbehaviour.what();
    }

    String message() {
        return message;
    }
}
