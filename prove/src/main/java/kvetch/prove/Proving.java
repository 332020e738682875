package kvetch.prove;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.HashMap;
import java.util.Map;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.proof.Proof;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Defects;
import kvetch.prove.code.Functions;
import kvetch.prove.code.Unsupported;
import kvetch.prove.law.Argument;
import kvetch.prove.law.Border;
import kvetch.prove.law.Finder;
import kvetch.prove.law.Nearby;
import kvetch.prove.lemma.Lemma;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import org.jspecify.annotations.Nullable;

/** Has a solver decide the lemmas of arguments, and looks for what is beyond their borders. */
public final class Proving {
    private final Solver solver;
    private final Functions functions;
    private final Map<String, Either<String, Boolean>> decided = new HashMap<>();

    /**
     * Of a driver.
     *
     * @param solver who decides
     * @param functions what the driver computes with
     */
    public Proving(Solver solver, Functions functions) {
        this.solver = solver;
        this.functions = functions;
    }

    /**
     * Proves a law on a kernel.
     *
     * @param law the law
     * @param setup the kernel with its allocator
     * @param argument why it holds
     * @return what came of it
     */
    public Proof prove(Law law, Setup setup, Argument argument) {
        long started = System.nanoTime();
        Proof.Outcome outcome = outcome(law, setup, argument);
        long elapsedMs = (System.nanoTime() - started) / 1_000_000;
        return new Proof(
                setup.kernel(), law, argument.domain(), argument.lemmas().size(), elapsedMs, outcome);
    }

    private Proof.Outcome outcome(Law law, Setup setup, Argument argument) {
        for (Lemma lemma : argument.lemmas()) {
            Either<String, Boolean> verdict = decided.computeIfAbsent(lemma.name(), name -> decide(lemma));
            if (verdict.isLeft()) return new Proof.Unknown(lemma.name() + ": " + verdict.getLeft());
            if (!verdict.get()) return refuted(law, setup, argument, lemma);
        }
        Vector<Proof.Border> borders = argument.borders()
                .map(border ->
                        new Proof.Border(border.condition(), border.holds(), beyond(law, setup, argument, border)));
        return borders.isEmpty() ? new Proof.Proved() : new Proof.ProvedWhere(borders);
    }

    /** Whether a lemma holds, and says anything at all; or why nobody knows. */
    private Either<String, Boolean> decide(Lemma lemma) {
        try {
            Answer answer = solver.ask(lemma.refutation(functions));
            if (answer instanceof Answer.Some) return Either.right(false);
            if (answer instanceof Answer.Unknown unknown) return Either.left(unknown.reason());
            boolean saysSomething = solver.ask(lemma.hypotheses()) instanceof Answer.Some;
            return saysSomething ? Either.right(true) : Either.left("its hypotheses were not shown to be possible");
        } catch (Unsupported unsupported) {
            return Either.left(String.valueOf(unsupported.getMessage()));
        }
    }

    private @Nullable Defect beyond(Law law, Setup setup, Argument argument, Border border) {
        for (ArrayCase c : border.beyond().apply(new Finder(solver, functions))) {
            if (border.holds().test(c)) continue;
            Violation violation = violation(law, setup, argument, c);
            if (violation != null) return Defects.of(setup, violation, c);
        }
        return null;
    }

    /** A lemma alone does not break a law: an array has to, and one within the borders. */
    private Proof.Outcome refuted(Law law, Setup setup, Argument argument, Lemma lemma) {
        Map<String, java.math.BigInteger> numbers =
                solver.ask(lemma.refutation(functions)) instanceof Answer.Some some ? some.numbers() : Map.of();
        for (ArrayCase c : Nearby.arrays(numbers)) {
            if (!argument.holdsFor(c)) continue;
            Violation violation = violation(law, setup, argument, c);
            if (violation != null)
                return new Proof.Refuted(lemma.name() + ", " + lemma.sentence(), Defects.of(setup, violation, c));
        }
        return new Proof.Unknown(lemma.name() + " is wrong, but no array was found that shows it");
    }

    private static @Nullable Violation violation(Law law, Setup setup, Argument argument, ArrayCase c) {
        return Vector.ofAll(Examiner.examine(law, setup, c).violations())
                .find(found -> found.law().equals(law) && argument.covers().test(found.what()))
                .getOrNull();
    }
}
