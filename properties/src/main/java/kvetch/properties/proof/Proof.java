package kvetch.properties.proof;

import io.vavr.collection.Vector;
import java.util.Locale;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * What came of proving one law of one kernel.
 *
 * @param kernel the kernel
 * @param law the law
 * @param domain of what it was to be proved, in a line; empty where nothing was
 * @param obligations how many lemmas the proof takes
 * @param elapsedMs how long it took, in milliseconds
 * @param outcome what came of it
 */
public record Proof(KernelProfile kernel, Law law, String domain, int obligations, long elapsedMs, Outcome outcome) {

    /** In short. */
    public enum Verdict {
        /** It holds for all of the domain. */
        PROVED,
        /** It holds for that part of the domain that fulfils a condition. */
        PROVED_WHERE,
        /** What it rests on is wrong, and an array shows it. */
        REFUTED,
        /** Nobody knows. */
        UNKNOWN,
        /** The law is not about arithmetic. */
        NOT_APPLICABLE,
        /** A proof and an array say different things: a fault of Kvetch's own. */
        CONTRADICTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it can end. */
    public sealed interface Outcome {
        /**
         * In short.
         *
         * @return one for each way
         */
        Verdict verdict();
    }

    /** It holds for all of the domain. */
    public record Proved() implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.PROVED;
        }
    }

    /**
     * It holds within borders.
     *
     * @param borders one at least; it holds within all of them
     */
    public record ProvedWhere(Vector<Border> borders) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.PROVED_WHERE;
        }
    }

    /**
     * It does not hold.
     *
     * @param lemma the lemma that is wrong
     * @param defect the smallest case
     */
    public record Refuted(String lemma, Defect defect) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.REFUTED;
        }
    }

    /**
     * Nobody knows.
     *
     * @param reason why
     */
    public record Unknown(String reason) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.UNKNOWN;
        }
    }

    /**
     * It is not about arithmetic.
     *
     * @param reason what it is about
     */
    public record NotApplicable(String reason) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.NOT_APPLICABLE;
        }
    }

    /**
     * A case breaks what was proved.
     *
     * @param token the case
     */
    public record Contradicted(String token) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.CONTRADICTED;
        }
    }

    /**
     * A condition, and what is beyond it.
     *
     * @param condition in words
     * @param holds whether an array fulfils it
     * @param beyond the smallest case on the other side that breaks the law; null if none was found, so that the condition may be
     *     more than is needed
     */
    public record Border(
            String condition,
            Predicate<ArrayCase> holds,
            @Nullable Defect beyond) {}

    /**
     * In short.
     *
     * @return that of the outcome
     */
    public Verdict verdict() {
        return outcome.verdict();
    }

    /**
     * The borders within which the law holds.
     *
     * @return empty unless the verdict is PROVED_WHERE
     */
    public Vector<Border> borders() {
        return outcome instanceof ProvedWhere where ? where.borders : Vector.empty();
    }
}
