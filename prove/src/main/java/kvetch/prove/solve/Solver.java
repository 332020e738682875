package kvetch.prove.solve;

import com.microsoft.z3.Context;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Status;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** Asks Z3 whether there are numbers for which some truths hold. What has been asked is remembered. */
public final class Solver implements AutoCloseable {
    private final Context context = new Context();
    private final String limit;
    private final int most;
    private final Map<String, Answer> known = new HashMap<>();

    /** With a time limit for each question, in milliseconds. */
    public Solver(int timeoutMs) {
        this("timeout", timeoutMs);
    }

    private Solver(String limit, int most) {
        this.limit = limit;
        this.most = most;
    }

    /** With a limit for each question in steps of the solver's own, so that each machine comes to the same answer. */
    public static Solver ofSteps(int most) {
        return new Solver("rlimit", most);
    }

    /** What came of a question. */
    public sealed interface Answer {
        /** There are such numbers. */
        record Some(Map<String, BigInteger> numbers) implements Answer {}

        /** There are none. */
        record None() implements Answer {}

        /** Not in that time. */
        record Unknown(String reason) implements Answer {}
    }

    /** Whether all of some truths can hold at once. */
    public Answer ask(List<Term> truths) {
        return known.computeIfAbsent(script(truths), this::check);
    }

    /** The question in SMT-LIB, without the command that asks it. */
    public static String script(List<Term> truths) {
        Map<String, Range> variables = new TreeMap<>();
        for (Term truth : truths) variables.putAll(truth.variables());
        StringBuilder script = new StringBuilder();
        variables.forEach((name, range) -> {
            script.append("(declare-const ").append(name).append(" Int)\n");
            if (range.low() != null) script.append(bound(Term.of(range.low()), name));
            if (range.high() != null)
                script.append("(assert (<= ")
                        .append(name)
                        .append(' ')
                        .append(Term.of(range.high()))
                        .append("))\n");
        });
        for (Term truth : truths) script.append("(assert ").append(truth).append(")\n");
        return script.toString();
    }

    private static String bound(Term low, String name) {
        return "(assert (<= " + low + " " + name + "))\n";
    }

    private Answer check(String script) {
        com.microsoft.z3.Solver solver = context.mkSolver();
        Params params = context.mkParams();
        params.add(limit, most);
        solver.setParameters(params);
        solver.fromString(script);
        Status status = solver.check();
        return switch (status) {
            case UNSATISFIABLE -> new Answer.None();
            case UNKNOWN -> new Answer.Unknown(solver.getReasonUnknown());
            case SATISFIABLE -> new Answer.Some(numbers(solver.getModel()));
        };
    }

    private static Map<String, BigInteger> numbers(Model model) {
        Map<String, BigInteger> numbers = new HashMap<>();
        for (FuncDecl<?> constant : model.getConstDecls()) {
            String value = model.getConstInterp(constant).toString().replaceAll("[()\\s]", "");
            numbers.put(constant.getName().toString(), new BigInteger(value));
        }
        return numbers;
    }

    @Override
    public void close() {
        context.close();
    }
}
