package kvetch.properties.evidence;

import io.vavr.collection.Vector;
import java.io.Serializable;
import java.util.Locale;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.CaseText;
import org.jspecify.annotations.Nullable;

/**
 * What an allocator did that no allocator may do as a program, whatever it does to memory; or a driver. It is no broken law: it
 * is why laws could not be judged.
 *
 * @param culprit whose code did it
 * @param kind what it did
 * @param call the call in which it did it, for example {@code alloc(4096, GFP_KERNEL|__GFP_ZERO)}; empty where it was in none
 * @param what what it did, after the call, in one line
 * @param frames where in its own code it was, innermost first; empty where that cannot be told
 * @param occasion the case it happened on
 */
public record Misbehaviour(
        Culprit culprit, Kind kind, String call, String what, Vector<String> frames, Occasion occasion)
        implements Serializable {
    /**
     * One of which no more is known.
     *
     * @param culprit whose code did it
     * @param kind what it did
     * @param call the call in which it did it
     * @param what what it did
     */
    public Misbehaviour(Culprit culprit, Kind kind, String call, String what) {
        this(culprit, kind, call, what, Vector.empty(), Occasion.NONE);
    }

    /**
     * When it happened.
     *
     * @param testCase the case, as small as it could be made; null where it was on none in particular
     * @param replay the token that runs it again; empty where there is no case, or nobody has asked for it
     */
    public record Occasion(@Nullable Case testCase, String replay) implements Serializable {
        /** On no case in particular. */
        public static final Occasion NONE = new Occasion(null, "");
    }

    /**
     * The case it happened on.
     *
     * @return as small as it could be made; null where it was on none in particular
     */
    public @Nullable Case testCase() {
        return occasion.testCase;
    }

    /**
     * The token that runs the case again.
     *
     * @return empty where there is no case
     */
    public String replay() {
        return occasion.replay;
    }

    /** The kinds of misbehaviour. */
    public enum Kind {
        /** A call threw. Only the machine's own {@link kvetch.api.OopsException} may come out. */
        THREW,
        /** A call returned what it may not, null for instance. */
        ANSWERED_NONSENSE,
        /** A call did not return within the time limit. The allocator is not called any more. */
        HUNG,
        /** It takes more steps over something than there are to take. That is counted, and the same on every machine. */
        ENDLESS,
        /** It asked for the end of the process. It does not get it, and is not called any more. */
        EXITED,
        /** The process that it was judged in ended under it: {@link Runtime#halt}, or a crash in native code. */
        ENDED,
        /** It left no Java heap, to itself or to others. */
        OUT_OF_MEMORY,
        /** The same calls on two freshly booted machines were answered differently. */
        INCONSTANT,
        /** It wrote to the standard output or error of the process. The laws are judged all the same. */
        PRINTED,
        /** It started a thread that outlived the call. The laws are judged all the same. */
        STARTED_THREADS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * All of it but the case, in one line.
     *
     * @return for example {@code slob: alloc(24, GFP_KERNEL|__GFP_ZERO) threw java.lang.StackOverflowError}
     */
    public String message() {
        return (culprit.isLaw() ? "law " : "") + culprit.name() + ": " + (call.isEmpty() ? "" : call + " ") + what;
    }

    /**
     * Whether it is a law that was plugged in that misbehaved, and not an allocator or a driver.
     *
     * @param law the id of the law
     * @return true if so
     */
    public boolean isOf(String law) {
        return culprit.equals(Culprit.law(law));
    }

    /**
     * Whether it is a law that was plugged in that misbehaved, whichever that is.
     *
     * @return false if it is an allocator or a driver
     */
    public boolean isOfLaw() {
        return culprit.isLaw();
    }

    /**
     * The same, done by somebody else.
     *
     * @param other who
     * @return another one
     */
    public Misbehaviour by(Culprit other) {
        return new Misbehaviour(other, kind, call, what, frames, occasion);
    }

    /**
     * Whether it is another instance of the same.
     *
     * @param other another
     * @return true if it is of the same kind, in a call of the same function
     */
    public boolean isLike(Misbehaviour other) {
        return kind == other.kind && function().equals(other.function());
    }

    private String function() {
        int end = call.indexOf('(');
        return end < 0 ? call : call.substring(0, end);
    }

    /**
     * The same on a case.
     *
     * @param c the case; null for none in particular
     * @return another one
     */
    public Misbehaviour on(@Nullable Case c) {
        return new Misbehaviour(culprit, kind, call, what, frames, new Occasion(c, occasion.replay));
    }

    /**
     * The same at a place.
     *
     * @param stack its frames, innermost first
     * @return another one
     */
    public Misbehaviour at(Vector<String> stack) {
        return new Misbehaviour(culprit, kind, call, what, stack, occasion);
    }

    /**
     * The same with the token of its case, if it has one.
     *
     * @param law the id of the law that was judged
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @return another one
     */
    public Misbehaviour withReplay(String law, String kernel, String allocator) {
        Case c = occasion.testCase;
        return new Misbehaviour(
                culprit,
                kind,
                call,
                what,
                frames,
                c == null ? Occasion.NONE : new Occasion(c, CaseText.format(law, kernel, allocator, c)));
    }
}
