package kvetch.properties;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking one law for one kernel and one allocator.
 *
 * @param kernel the kernel's name
 * @param allocator the allocator's name
 * @param law the law
 * @param tally how much was tried
 * @param outcome what came of it
 */
public record LawResult(String kernel, String allocator, Law law, Tally tally, Outcome outcome) {

    /**
     * How much was tried.
     *
     * @param tries how many cases were generated
     * @param tested how many of them had something to say about the law
     * @param sampled how many arrays were too large to walk and were checked at their edges and at random sectors
     * @param seed the seed of the run
     * @param elapsedMs how long it took, in milliseconds; {@link #UNTIMED} where that was not measured in one piece
     */
    public record Tally(long tries, long tested, long sampled, long seed, long elapsedMs) {}

    /** The time of what was done in parts. */
    public static final long UNTIMED = -1;

    /** How a check can end. */
    public sealed interface Outcome {
        /**
         * The verdict.
         *
         * @return one for each way
         */
        Verdict verdict();
    }

    /** No case broke the law, and what should be seen was. */
    public record Held() implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.HELD;
        }
    }

    /**
     * The law is broken.
     *
     * @param defects how, smallest first; one at least
     * @param unseen what should have been seen and was not
     */
    public record Broken(Vector<Defect> defects, Set<Coverage> unseen) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.BROKEN;
        }
    }

    /**
     * No case broke the law, which says little: it was cut short, or it never saw what matters.
     *
     * @param unseen what should have been seen and was not
     */
    public record Incomplete(Set<Coverage> unseen) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.INCOMPLETE;
        }
    }

    /**
     * The check itself failed, by a fault of Kvetch's own.
     *
     * @param error what failed
     */
    public record Failed(String error) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.ERROR;
        }
    }

    /**
     * Somebody misbehaved as a program.
     *
     * @param misbehaviour who, and how
     */
    public record Misbehaved(Misbehaviour misbehaviour) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.ERROR;
        }
    }

    /**
     * The law does not apply.
     *
     * @param reason why
     */
    public record NotApplicable(String reason) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.NOT_APPLICABLE;
        }
    }

    /**
     * The verdict.
     *
     * @return that of the outcome
     */
    public Verdict verdict() {
        return outcome.verdict();
    }

    /**
     * How many cases were generated.
     *
     * @return 0 or more
     */
    public long tries() {
        return tally.tries;
    }

    /**
     * How many of them had something to say about the law.
     *
     * @return at most {@link #tries}
     */
    public long tested() {
        return tally.tested;
    }

    /**
     * How many arrays were too large to walk.
     *
     * @return at most {@link #tries}
     */
    public long sampled() {
        return tally.sampled;
    }

    /**
     * The seed of the run.
     *
     * @return any number
     */
    public long seed() {
        return tally.seed;
    }

    /**
     * How long it took.
     *
     * @return milliseconds, or {@link #UNTIMED}
     */
    public long elapsedMs() {
        return tally.elapsedMs;
    }

    LawResult untimed() {
        Tally untimed = new Tally(tally.tries, tally.tested, tally.sampled, tally.seed, UNTIMED);
        return new LawResult(kernel, allocator, law, untimed, outcome);
    }

    /**
     * What broke it.
     *
     * @return smallest first; empty unless the verdict is BROKEN
     */
    public Vector<Defect> defects() {
        return outcome instanceof Broken broken ? broken.defects : Vector.empty();
    }

    /**
     * What should have been seen and was not.
     *
     * @return empty unless the law was judged
     */
    public Set<Coverage> unseen() {
        if (outcome instanceof Broken broken) return broken.unseen;
        return outcome instanceof Incomplete incomplete ? incomplete.unseen : HashSet.empty();
    }

    /**
     * What failed.
     *
     * @return in one line or more; empty unless the verdict is ERROR
     */
    public String error() {
        if (outcome instanceof Misbehaved misbehaved) return misbehaved.misbehaviour.message();
        return outcome instanceof Failed failed ? failed.error : "";
    }

    /**
     * How an allocator, a driver or a law misbehaved.
     *
     * @return null unless the verdict is ERROR, and then null means that the fault is Kvetch's own
     */
    public @Nullable Misbehaviour misbehaviour() {
        return outcome instanceof Misbehaved misbehaved ? misbehaved.misbehaviour : null;
    }

    /**
     * Why the law does not apply.
     *
     * @return empty unless the verdict is NOT_APPLICABLE
     */
    public String inapplicable() {
        return outcome instanceof NotApplicable not ? not.reason : "";
    }
}
