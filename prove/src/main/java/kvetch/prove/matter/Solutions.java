package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import kvetch.properties.proof.Values;
import kvetch.properties.proof.Values.Span;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;

/**
 * The values of one part with which a law is broken. Where they begin and end is guessed by putting numbers into the formula; that
 * it holds from there to there, and nowhere else, is what the solver is asked.
 */
final class Solutions {
    private static final String NAME = "part";

    /** More spans nobody reads. */
    private static final int MOST_SPANS = 6;

    /** So far it is looked for where the same comes again. */
    private static final int LONGEST_PERIOD = 4096;

    private final Solver solver;
    private Vector<Span> spans = Vector.empty();
    private boolean isAtLeast;
    private long every;

    private Solutions(Solver solver) {
        this.solver = solver;
    }

    /**
     * Finds them.
     *
     * @param solver who decides
     * @param unknown the part
     * @param value one of the values
     * @param cause when the law is broken
     * @return the values; null if the one that there is would not be among them
     */
    static @Nullable Values of(Solver solver, Unknown unknown, long value, Function<SymbolicArray, Truth> cause) {
        Solutions solutions = new Solutions(solver);
        for (Span piece : unknown.pieces()) solutions.look(unknown, piece, value, cause);
        Values values = new Values(merged(solutions.spans), solutions.every, solutions.isAtLeast);
        return values.contains(value) ? values : null;
    }

    private void look(Unknown unknown, Span piece, long value, Function<SymbolicArray, Truth> cause) {
        Term part = piece.low() == piece.high()
                ? Term.of(piece.low())
                : Term.variable(NAME, Range.of(piece.low(), piece.high()));
        Truth truth = truth(unknown.array().apply(part).ascending(), cause);
        isAtLeast |= !(ask(truth.unclear()) instanceof Answer.None);
        if (truth.broken().equals(Term.FALSE)) return;
        Piece one = new Piece(truth.broken(), part);
        Vector<Span> found = one.spans(piece, Vector.empty());
        boolean isWhole = unknown.pieces().size() == 1;
        if (found.size() <= MOST_SPANS) spans = spans.appendAll(found.sortBy(Span::low));
        else if (isWhole && one.holds(value) && one.comesAgain(piece, value)) return;
        else {
            isAtLeast = true;
            if (piece.low() <= value && value <= piece.high()) spans = spans.append(one.around(value, piece));
        }
    }

    private static Truth truth(SymbolicArray array, Function<SymbolicArray, Truth> cause) {
        try {
            return cause.apply(array);
        } catch (SymbolicArray.NoFormula unknown) {
            return Truth.UNKNOWN;
        }
    }

    private Answer ask(Term... truths) {
        for (Term truth : truths) if (truth.equals(Term.FALSE)) return new Answer.None();
        if (Vector.of(truths).forAll(truth -> truth.equals(Term.TRUE))) return new Answer.Some(Map.of());
        return solver.ask(Vector.of(truths).reject(truth -> truth.equals(Term.TRUE)).asJava());
    }

    /** Without cuts where nothing is between. */
    private static Vector<Span> merged(Vector<Span> spans) {
        Vector<Span> merged = Vector.empty();
        for (Span span : spans)
            merged = merged.nonEmpty() && merged.last().high() + 1 == span.low()
                    ? merged.init().append(new Span(merged.last().low(), span.high()))
                    : merged.append(span);
        return merged;
    }

    /** A formula for some of the values that a part can have. */
    private final class Piece {
        private final Term broken;
        private final Term part;

        Piece(Term broken, Term part) {
            this.broken = broken;
            this.part = part;
        }

        boolean holds(long value) {
            return broken.value(Map.of(NAME, BigInteger.valueOf(value))).signum() != 0;
        }

        private Term within(long low, long high) {
            return Term.of(low).atMost(part).and(part.atMost(Term.of(high)));
        }

        /** A value in a range for which something holds; null if there is none, or nobody knows. */
        private @Nullable Long some(Term truth, long low, long high) {
            if (low > high) return null;
            Answer answer = ask(truth, within(low, high));
            if (answer instanceof Answer.Unknown) isAtLeast = true;
            if (!(answer instanceof Answer.Some some)) return null;
            BigInteger number = some.numbers().get(NAME);
            return number == null ? Long.valueOf(low) : Long.valueOf(number.longValueExact());
        }

        Vector<Span> spans(Span in, Vector<Span> found) {
            if (found.size() > MOST_SPANS) return found;
            Long value = some(broken, in.low(), in.high());
            if (value == null) return found;
            Span span = around(value, in);
            Vector<Span> more = found.append(span);
            if (span.low() - 1 > in.low()) more = spans(new Span(in.low(), span.low() - 2), more);
            if (span.high() + 1 < in.high()) more = spans(new Span(span.high() + 2, in.high()), more);
            return more;
        }

        /** All values around one. */
        Span around(long value, Span in) {
            return new Span(edge(value, in.low()), edge(value, in.high()));
        }

        /** The last value on the way to another for which it holds all the way. */
        private long edge(long value, long limit) {
            long end = limit;
            while (true) {
                Long wrong = some(broken.not(), Math.min(value, end), Math.max(value, end));
                if (wrong == null) return end;
                end = lastOf(value, wrong);
            }
        }

        /** Between a value for which it holds, and one for which it does not. */
        private long lastOf(long value, long wrong) {
            long right = value;
            long beyond = wrong;
            while (Math.abs(beyond - right) > 1) {
                long middle = right + (beyond - right) / 2;
                if (holds(middle)) right = middle;
                else beyond = middle;
            }
            return right;
        }

        /** Whether what is around a value comes again and again, from one end to the other. */
        boolean comesAgain(Span in, long value) {
            Span span = around(value, in);
            long next = span.high() + 1;
            while (next < in.high() && next - span.high() < LONGEST_PERIOD && !holds(next)) next++;
            if (!holds(next)) return false;
            long period = next - span.low();
            Term again = part.minus(Term.of(span.low()))
                    .modulo(Term.of(period))
                    .atMost(Term.of(span.high() - span.low()));
            if (!(ask(broken.iff(again).not()) instanceof Answer.None)) return false;
            every = period;
            spans = spans.append(new Span(first(span, period, in), first(span, period, in) + span.high() - span.low()));
            return true;
        }

        /** The first of its kind that lies wholly in a range. */
        private long first(Span span, long period, Span in) {
            return in.low() + Math.floorMod(span.low() - in.low(), period);
        }
    }
}
