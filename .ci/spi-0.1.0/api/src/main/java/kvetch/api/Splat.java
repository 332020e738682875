package kvetch.api;

import io.vavr.collection.Vector;

/**
 * What a kernel prints when something has gone wrong.
 *
 * @param kind what happened
 * @param site where
 * @param message what the kernel says beside it; may be empty
 * @param callTrace the functions on the stack, innermost first, without the one of {@code site}
 */
public record Splat(Kind kind, CodeLocation site, String message, Vector<String> callTrace) {

    /** The kinds of splat, mildest first. */
    public enum Kind {
        /** The kernel goes on, tainted. */
        WARN("WARNING"),
        /** A BUG: the task dies. */
        BUG("kernel BUG"),
        /** A page fault in the kernel: the task dies. */
        OOPS("BUG: unable to handle page fault"),
        /** A division by zero in the kernel: the task dies. */
        DIVIDE_ERROR("divide error"),
        /** A panic: the machine dies. */
        PANIC("Kernel panic");

        private final String headline;

        Kind(String headline) {
            this.headline = headline;
        }
    }

    /**
     * The first line, as the kernel prints it.
     *
     * @return for example {@code WARNING: mm/slub.c:6946 at __kvmalloc_node_noprof}
     */
    public String headline() {
        String text = switch (kind) {
            case WARN -> kind.headline + ": " + site.fileAndLine() + " at " + site.function();
            case BUG -> kind.headline + " at " + site.fileAndLine() + "! " + site.function();
            case OOPS, DIVIDE_ERROR, PANIC -> kind.headline + ": " + site.function();
        };
        return message.isEmpty() ? text : text + " (" + message + ")";
    }
}
