package kvetch.prove.lemma;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.Function;
import kvetch.prove.code.Functions;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Term;

/**
 * One step of a proof, which a solver can decide: hypotheses, and what follows from them of the driver's functions.
 *
 * @param name what the proofs on paper call it
 * @param sentence what it says, in words
 * @param given its hypotheses
 * @param hints truths of arithmetic that hold whatever the numbers are, for those numbers of the lemma that need them
 * @param claim what follows
 */
public record Lemma(String name, String sentence, Vector<Given> given, Vector<Term> hints, Function<Run, Term> claim) {

    /**
     * A hypothesis.
     *
     * @param name what it is called
     * @param truth what it says
     * @param isCase whether it tells apart two ways that the program may go, the other of which is another lemma's
     */
    public record Given(String name, Term truth, boolean isCase) {
        Given(String name, Term truth) {
            this(name, truth, false);
        }
    }

    /** The start of a lemma. */
    static Lemma of(String name, String sentence) {
        return new Lemma(name, sentence, Vector.empty(), Vector.empty(), run -> Term.TRUE);
    }

    Lemma given(String what, Term truth) {
        return new Lemma(name, sentence, given.append(new Given(what, truth)), hints, claim);
    }

    /** In one case of two that the program tells apart. */
    Lemma inCase(String what, Term truth) {
        return new Lemma(name, sentence, given.append(new Given(what, truth, true)), hints, claim);
    }

    Lemma hint(Term truth) {
        return new Lemma(name, sentence, given, hints.append(truth), claim);
    }

    Lemma then(Function<Run, Term> what) {
        return new Lemma(name, sentence, given, hints, what);
    }

    /** The same without one of its hypotheses, which may be wrong. */
    public Lemma without(String hypothesis) {
        return new Lemma(name, sentence, given.reject(one -> one.name().equals(hypothesis)), hints, claim);
    }

    /** Whether it has a hypothesis of that name. */
    public boolean isGiven(String hypothesis) {
        return given.exists(one -> one.name().equals(hypothesis));
    }

    /** Its hypotheses alone. */
    public List<Term> hypotheses() {
        return given.map(Given::truth).appendAll(hints).asJava();
    }

    /** What no numbers may fulfil if it is true: its hypotheses, and not what it claims. The driver is executed anew. */
    public List<Term> refutation(Functions functions) {
        Facts facts = Facts.NONE;
        for (Given one : given) facts = facts.and(one.truth());
        Run run = new Run(functions, facts);
        Term wrong = claim.apply(run).not();
        return given.map(Given::truth)
                .appendAll(hints)
                .appendAll(run.known())
                .append(wrong)
                .asJava();
    }
}
