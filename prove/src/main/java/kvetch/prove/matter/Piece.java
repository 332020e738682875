package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Map;
import kvetch.properties.proof.Values.Span;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;

/**
 * Some of the values that a part can have, with a formula that says when the law is broken. Where the values begin and end for which
 * it holds is guessed by putting numbers into it; that it holds from there to there, and nowhere else, is what the solver is asked.
 *
 * @param questions who is asked
 * @param range from which value to which
 * @param part the part: a variable, or a number where there is one value
 * @param broken the formula
 */
record Piece(Questions questions, Span range, Term part, Term broken) {
    boolean isOf(long value) {
        return range.low() <= value && value <= range.high();
    }

    boolean holds(long value) {
        return broken.value(Map.of(Questions.NAME, BigInteger.valueOf(value))).signum() != 0;
    }

    /** The spans of values for which it holds, in ascending order; if there are too many, one more than are wanted. */
    Vector<Span> spans(int most) {
        if (broken.equals(Term.FALSE)) return Vector.empty();
        return spans(range, Vector.empty(), most).sortBy(Span::low);
    }

    private Vector<Span> spans(Span in, Vector<Span> found, int most) {
        if (found.size() > most) return found;
        Long value = some(broken, in.low(), in.high());
        if (value == null) return found;
        Span span = around(value, in);
        Vector<Span> more = found.append(span);
        if (span.low() - 1 > in.low()) more = spans(new Span(in.low(), span.low() - 2), more, most);
        if (span.high() + 1 < in.high()) more = spans(new Span(span.high() + 2, in.high()), more, most);
        return more;
    }

    /** All values around one for which it holds. */
    Span around(long value) {
        return around(value, range);
    }

    private Span around(long value, Span in) {
        return new Span(edge(value, in.low()), edge(value, in.high()));
    }

    /** The last value on the way to another for which it holds all the way. */
    private long edge(long value, long limit) {
        long end = holds(limit) ? limit : lastOf(value, limit);
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

    /** A value in a range for which something holds; null if there is none, or nobody knows. */
    private @Nullable Long some(Term truth, long low, long high) {
        Term within = Term.of(low).atMost(part).and(part.atMost(Term.of(high)));
        if (!(questions.ask(truth, within) instanceof Answer.Some some)) return null;
        BigInteger number = some.numbers().get(Questions.NAME);
        return number == null ? Long.valueOf(low) : Long.valueOf(number.longValueExact());
    }
}
