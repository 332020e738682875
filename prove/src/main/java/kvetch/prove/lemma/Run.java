package kvetch.prove.lemma;

import java.util.List;
import kvetch.prove.code.Execution;
import kvetch.prove.code.Functions;
import kvetch.prove.code.Word;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Term;

/** What a lemma says things with: the functions of the driver, called where its hypotheses hold. */
public final class Run {
    private final Execution execution;
    private final Facts facts;

    /** Of a driver, where something is known. */
    public Run(Functions functions, Facts facts) {
        this.execution = new Execution(functions);
        this.facts = facts;
    }

    /** What a function of the driver gives. */
    public Word call(String function, Term... arguments) {
        return execution.call(function, facts, arguments);
    }

    /** What it gives, counted without a sign. */
    public Term counted(String function, Term... arguments) {
        return call(function, arguments).unsigned();
    }

    /** The int that it gives. */
    public Term number(String function, Term... arguments) {
        return call(function, arguments).signed();
    }

    /** Whether it says yes. */
    public Term says(String function, Term... arguments) {
        return number(function, arguments).is(Term.of(0)).not();
    }

    /** What holds of numbers that stand for what has no formula. */
    List<Term> known() {
        return execution.known();
    }

    /** That nothing called so far divides by zero. */
    public Term nothingTraps() {
        return execution.trap().not();
    }
}
