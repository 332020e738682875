package kvetch.prove;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import kvetch.properties.law.Law;
import kvetch.properties.proof.Proof;
import kvetch.properties.proof.Prover;
import kvetch.properties.setup.Setup;
import kvetch.prove.code.Functions;
import kvetch.prove.law.Argument;
import kvetch.prove.law.Arguments;
import kvetch.prove.lemma.Lemma;
import kvetch.prove.solve.Solver;
import kvetch.raid0.Arithmetic;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.TableArithmetic;

/** Proves with Z3 what the driver's own functions come to. */
public final class Z3Prover implements Prover {

    /** A prover. */
    public Z3Prover() {}

    /**
     * What Kvetch's driver computes with.
     *
     * @return its functions, from their byte code
     */
    public static Functions functions() {
        return Functions.of(Arithmetic.class, TableArithmetic.class);
    }

    @Override
    public Vector<Proof> prove(Question question, Consumer<Proof> listener) {
        Functions functions = functions();
        Vector<Proof> proofs = Vector.empty();
        try (Solver solver = new Solver(question.limits().timeoutMs())) {
            Proving proving = new Proving(solver, functions);
            for (KernelProfile kernel : question.kernels())
                for (Law law : question.laws()) {
                    Proof proof = prove(question, proving, functions, kernel, law);
                    listener.accept(proof);
                    proofs = proofs.append(proof);
                }
        }
        return proofs;
    }

    private static Proof prove(Question question, Proving proving, Functions functions, KernelProfile kernel, Law law) {
        Either<String, Argument> argument = Arguments.of(law, kernel);
        if (argument.isLeft()) return new Proof(kernel, law, "", 0, 0, new Proof.NotApplicable(argument.getLeft()));
        if (question.smt2() != null) write(question.smt2(), argument.get(), functions);
        Setup setup = Setup.asShipped(question.providers().allocators(), kernel);
        Proof proof = proving.prove(law, setup, argument.get());
        boolean isProved = proof.verdict() == Proof.Verdict.PROVED || proof.verdict() == Proof.Verdict.PROVED_WHERE;
        if (!isProved) return proof;
        String token = Agreement.contradiction(
                question.providers(),
                law,
                setup,
                argument.get(),
                question.limits().tries());
        return token == null
                ? proof
                : new Proof(
                        kernel,
                        law,
                        proof.domain(),
                        proof.obligations(),
                        proof.elapsedMs(),
                        new Proof.Contradicted(token));
    }

    /** Each lemma as a file of its own: unsat says that it holds. */
    private static void write(Path folder, Argument argument, Functions functions) {
        try {
            Files.createDirectories(folder);
            for (Lemma lemma : argument.lemmas()) {
                String script = "; " + lemma.name() + ": " + lemma.sentence() + "\n; unsat: it holds\n(set-logic ALL)\n"
                        + Solver.script(lemma.refutation(functions)) + "(check-sat)\n";
                Files.writeString(folder.resolve(lemma.name() + ".smt2"), script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
