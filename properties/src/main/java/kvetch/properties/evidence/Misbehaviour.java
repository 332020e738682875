package kvetch.properties.evidence;

import io.vavr.collection.Vector;
import java.io.Serializable;
import java.util.Locale;
import kvetch.properties.cases.ArrayCase;
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
 * @param arrayCase the case it happened on, as small as it could be made; null where it was on none in particular
 * @param frames where in its own code it was, innermost first; empty where that cannot be told
 * @param replay the token that runs the case again; empty where there is no case
 */
public record Misbehaviour(
        Culprit culprit,
        Kind kind,
        String call,
        String what,
        @Nullable ArrayCase arrayCase,
        Vector<String> frames,
        String replay)
        implements Serializable {
    public Misbehaviour(Culprit culprit, Kind kind, String call, String what) {
        this(culprit, kind, call, what, null, Vector.empty(), "");
    }

    /** The kinds of misbehaviour. */
    public enum Kind {
        /** A call threw. Only the machine's own {@link kvetch.api.OopsException} may come out. */
        THREW,
        /** A call returned what it may not, null for instance. */
        ANSWERED_NONSENSE,
        /** A call did not return within the time limit. The allocator is not called any more. */
        HUNG,
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

    /** The same, done by somebody else. */
    public Misbehaviour by(Culprit other) {
        return new Misbehaviour(other, kind, call, what, arrayCase, frames, replay);
    }

    /** Whether it is another instance of the same: of its kind, in a call of the same function. */
    public boolean isLike(Misbehaviour other) {
        return kind == other.kind && function().equals(other.function());
    }

    private String function() {
        int end = call.indexOf('(');
        return end < 0 ? call : call.substring(0, end);
    }

    public Misbehaviour on(@Nullable ArrayCase c) {
        return new Misbehaviour(culprit, kind, call, what, c, frames, replay);
    }

    public Misbehaviour at(Vector<String> stack) {
        return new Misbehaviour(culprit, kind, call, what, arrayCase, stack, replay);
    }

    /** With the token of its case, if it has one. */
    public Misbehaviour withReplay(String law, String kernel, String allocator) {
        String token = arrayCase == null ? "" : CaseText.format(law, kernel, allocator, arrayCase);
        return new Misbehaviour(culprit, kind, call, what, arrayCase, frames, token);
    }
}
