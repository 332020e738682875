package kvetch.prove;

import io.vavr.collection.Vector;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Violation;
import kvetch.properties.proof.Explainer;
import kvetch.properties.proof.Matter;
import kvetch.properties.setup.Setup;
import kvetch.prove.matter.Matters;
import kvetch.prove.solve.Solver;

/** Has Z3 say what of a counterexample matters. */
public final class Z3Explainer implements Explainer {
    /** For how long it may think about one question, in milliseconds: who replays a counterexample waits for it. */
    private static final int TIMEOUT_MS = 500;

    /** An explainer. */
    public Z3Explainer() {}

    @Override
    public Vector<Matter> matters(Setup setup, Violation violation, ArrayCase c) {
        if (!Matters.isOfArithmetic(setup, violation, c)) return Vector.empty();
        try (Solver solver = new Solver(TIMEOUT_MS)) {
            return Matters.of(solver, Z3Prover.functions(), setup, violation, c);
        }
    }
}
