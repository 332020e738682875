package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.util.function.Function;
import kvetch.properties.proof.Values;
import kvetch.properties.proof.Values.Span;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;

/** The values of one part with which a law is broken. */
final class Solutions {
    /** More spans nobody reads. */
    private static final int MOST_SPANS = 6;

    /** So far it is looked for where the same comes again. */
    private static final int LONGEST_PERIOD = 4096;

    private final Questions questions;
    private final Vector<Piece> pieces;
    private final long value;

    private Solutions(Questions questions, Vector<Piece> pieces, long value) {
        this.questions = questions;
        this.pieces = pieces;
        this.value = value;
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
        Questions questions = new Questions(solver);
        boolean isUnclear = false;
        Vector<Piece> pieces = Vector.empty();
        for (Span range : unknown.pieces()) {
            Term part = range.low() == range.high()
                    ? Term.of(range.low())
                    : Term.variable(Questions.NAME, Range.of(range.low(), range.high()));
            Truth truth = truth(unknown.array().apply(part).ascending(), cause);
            isUnclear |= !(questions.ask(truth.unclear()) instanceof Answer.None);
            pieces = pieces.append(new Piece(questions, range, part, truth.broken()));
        }
        Values values = new Solutions(questions, pieces, value).values();
        if (!values.contains(value)) return null;
        return isUnclear || questions.isAnyOpen() ? new Values(values.spans(), values.every(), true) : values;
    }

    private static Truth truth(SymbolicArray array, Function<SymbolicArray, Truth> cause) {
        try {
            return cause.apply(array);
        } catch (SymbolicArray.NoFormula unknown) {
            return Truth.UNKNOWN;
        }
    }

    private Values values() {
        Vector<Span> spans = Vector.empty();
        for (Piece piece : pieces) {
            spans = merged(spans.appendAll(piece.spans(MOST_SPANS)));
            if (spans.size() > MOST_SPANS) return severally();
        }
        return new Values(spans, 0, false);
    }

    /** Where there are too many to be told one by one: those that come again and again, or those next to the one that there is. */
    private Values severally() {
        Span span = around();
        Values again = again(span);
        return again == null ? new Values(Vector.of(span), 0, true) : again;
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

    private Piece pieceOf(long of) {
        return pieces.find(piece -> piece.isOf(of)).get();
    }

    private boolean holds(long of) {
        return pieceOf(of).holds(of);
    }

    private long lowest() {
        return pieces.head().range().low();
    }

    private long highest() {
        return pieces.last().range().high();
    }

    /** All values around the one that there is, across pieces. */
    private Span around() {
        Span span = pieceOf(value).around(value);
        while (span.low() > lowest() && holds(span.low() - 1))
            span = new Span(pieceOf(span.low() - 1).around(span.low() - 1).low(), span.high());
        while (span.high() < highest() && holds(span.high() + 1))
            span = new Span(
                    span.low(), pieceOf(span.high() + 1).around(span.high() + 1).high());
        return span;
    }

    /** Whether what is around a value comes again and again, from one end to the other; null if not. */
    private @Nullable Values again(Span span) {
        long next = span.high() + 1;
        while (next < highest() && next - span.high() < LONGEST_PERIOD && !holds(next)) next++;
        if (next >= highest() || !holds(next)) return null;
        long period = next - span.low();
        long width = span.high() - span.low();
        for (Piece piece : pieces) {
            Term again = piece.part()
                    .minus(Term.of(span.low()))
                    .modulo(Term.of(period))
                    .atMost(Term.of(width));
            if (!(questions.ask(piece.broken().iff(again).not()) instanceof Answer.None)) return null;
        }
        long first = lowest() + Math.floorMod(span.low() - lowest(), period);
        return new Values(Vector.of(new Span(first, first + width)), period, false);
    }
}
