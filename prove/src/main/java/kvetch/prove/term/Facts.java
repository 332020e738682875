package kvetch.prove.term;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What is known where the program has come to: the ranges of terms, and which truths hold. */
public final class Facts {
    /** Nothing is known. */
    public static final Facts NONE = new Facts(Map.of(), Map.of());

    private final Map<Term, Range> ranges;
    private final Map<Term, Boolean> truths;

    private Facts(Map<Term, Range> ranges, Map<Term, Boolean> truths) {
        this.ranges = ranges;
        this.truths = truths;
    }

    /** With what follows where something holds. */
    public Facts and(Term truth) {
        return with(truth, true);
    }

    private Facts with(Term truth, boolean holds) {
        Term.Kind kind = truth.kind();
        if (kind == Term.Kind.NOT) return with(truth.of().get(0), !holds);
        // Of an "and" that holds both do, of an "or" that does not neither.
        boolean isBoth = kind == (holds ? Term.Kind.AND : Term.Kind.OR);
        if (isBoth)
            return with(truth.of().get(0), holds).with(truth.of().get(1), holds).noted(truth, holds);
        if (kind == Term.Kind.AT_MOST)
            return bounded(truth.of().get(0), truth.of().get(1), holds).noted(truth, holds);
        return noted(truth, holds);
    }

    private Facts noted(Term truth, boolean holds) {
        Map<Term, Boolean> more = new HashMap<>(truths);
        more.put(truth, holds);
        return new Facts(ranges, more);
    }

    private Facts bounded(Term low, Term high, boolean holds) {
        Facts facts = this;
        if (low.isNumber())
            facts = facts.narrowed(
                    high,
                    holds
                            ? new Range(low.number(), null)
                            : new Range(null, low.number().subtract(BigInteger.ONE)));
        if (high.isNumber())
            facts = facts.narrowed(
                    low,
                    holds
                            ? new Range(null, high.number())
                            : new Range(high.number().add(BigInteger.ONE), null));
        return facts;
    }

    private Facts narrowed(Term term, Range to) {
        Map<Term, Range> more = new HashMap<>(ranges);
        more.merge(term, to, Range::and);
        return new Facts(more, truths);
    }

    /** Between what and what a number is here. */
    public Range range(Term term) {
        Range made = switch (term.kind()) {
            case ADD -> range(term.of().get(0)).plus(range(term.of().get(1)));
            case MULTIPLY -> range(term.of().get(0)).times(range(term.of().get(1)));
            case DIVIDE -> range(term.of().get(0)).over(range(term.of().get(1)));
            case MODULO -> range(term.of().get(0)).modulo(range(term.of().get(1)));
            case CHOOSE -> range(term.of().get(1)).or(range(term.of().get(2)));
            default -> term.range();
        };
        Range known = ranges.get(term);
        return known == null ? made : made.and(known);
    }

    /** The same truth, in fewer words where it is known here. */
    public Term simplified(Term truth) {
        Boolean known = truths.get(truth);
        if (known != null) return known ? Term.TRUE : Term.FALSE;
        return switch (truth.kind()) {
            case NOT -> simplified(truth.of().get(0)).not();
            case AND -> simplified(truth.of().get(0)).and(simplified(truth.of().get(1)));
            case OR -> simplified(truth.of().get(0)).or(simplified(truth.of().get(1)));
            case AT_MOST -> truth.of().get(0).atMost(truth.of().get(1), this);
            default -> truth;
        };
    }
}
