package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.util.Map;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Term;

/** What is asked about one part. */
final class Questions {
    /** What the part is called in formulas. */
    static final String NAME = "part";

    private final Solver solver;
    private boolean isAnyOpen;

    Questions(Solver solver) {
        this.solver = solver;
    }

    /** Whether all of some truths can hold at once; what is known without a solver none is asked. */
    Answer ask(Term... truths) {
        for (Term truth : truths) if (truth.equals(Term.FALSE)) return new Answer.None();
        Vector<Term> open = Vector.of(truths).reject(truth -> truth.equals(Term.TRUE));
        if (open.isEmpty()) return new Answer.Some(Map.of());
        Answer answer = solver.ask(open.asJava());
        isAnyOpen |= answer instanceof Answer.Unknown;
        return answer;
    }

    /** Whether the solver did not know an answer. */
    boolean isAnyOpen() {
        return isAnyOpen;
    }
}
