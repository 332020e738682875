package kvetch.prove;

import io.vavr.collection.Vector;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Violation;
import kvetch.properties.proof.Explainer;
import kvetch.properties.proof.Matter;
import kvetch.properties.proof.Part;
import kvetch.properties.setup.Setup;
import kvetch.prove.matter.Matters;
import kvetch.prove.solve.Solver;

/** Has Z3 say what of a counterexample matters. */
public final class Z3Explainer implements Explainer {
    /** How many of its steps it may take for one question, some tenths of a second: who replays a counterexample waits for it. */
    private static final int MOST_STEPS = 1_000_000;

    /** A counterexample that was not made smaller, as a check was cut short, may have disks of hundreds of sizes. */
    private static final int MOST_SIZES = 4;

    /** An explainer. */
    public Z3Explainer() {}

    /** Loads the solver. */
    @Override
    public void prepare() {
        Solver.ofSteps(MOST_STEPS).close();
    }

    @Override
    public Vector<Matter> matters(Setup setup, Violation violation, ArrayCase c) {
        if (Part.runs(c).size() > MOST_SIZES || !Matters.isOfArithmetic(setup, violation, c)) return Vector.empty();
        try (Solver solver = Solver.ofSteps(MOST_STEPS)) {
            return Matters.of(solver, Z3Prover.functions(), setup, violation, c);
        }
    }
}
