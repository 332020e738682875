package kvetch.live.guest;

import io.vavr.collection.Vector;

/** A guest that gives no answer any more. */
public final class GuestDied extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Vector<String> lastWords;
    private final boolean wasSilent;

    public GuestDied(String question, Vector<String> lastWords, boolean wasSilent) {
        super(
                wasSilent
                        ? "the kernel gives no answer to '" + question + "' and was killed"
                        : "the kernel died of '" + question + "'"
                                + lastWords
                                        .lastOption()
                                        .map(line -> ": " + line)
                                        .getOrElse(""),
                null,
                false,
                false);
        this.lastWords = lastWords;
        this.wasSilent = wasSilent;
    }

    /** What it printed since it was asked. */
    public Vector<String> lastWords() {
        return lastWords;
    }

    /** Whether it said nothing at all in the time it had. */
    public boolean wasSilent() {
        return wasSilent;
    }
}
