package kvetch.live;

/** What cannot be tried on a guest, with the reason. */
final class Untriable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Untriable(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
