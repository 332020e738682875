package kvetch.prove.term;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** A whole number or a truth, made of others; integers are without bounds, as in mathematics. */
public final class Term {
    /** How it is made. */
    enum Kind {
        NUMBER(""),
        VARIABLE(""),
        ADD("+"),
        MULTIPLY("*"),
        DIVIDE("div"),
        MODULO("mod"),
        CHOOSE("ite"),
        TRUE("true"),
        FALSE("false"),
        AT_MOST("<="),
        EQUAL("="),
        NOT("not"),
        AND("and"),
        OR("or");

        final String smt;

        Kind(String smt) {
            this.smt = smt;
        }
    }

    /** What always holds. */
    public static final Term TRUE = new Term(Kind.TRUE, List.of(), BigInteger.ZERO, "", Range.ANY);

    /** What never does. */
    public static final Term FALSE = new Term(Kind.FALSE, List.of(), BigInteger.ZERO, "", Range.ANY);

    private final Kind kind;
    private final List<Term> of;
    private final BigInteger number;
    private final String name;
    private final Range range;
    private final int hash;

    private Term(Kind kind, List<Term> of, BigInteger number, String name, Range range) {
        this.kind = kind;
        this.of = of;
        this.number = number;
        this.name = name;
        this.range = range;
        this.hash = Objects.hash(kind, of, number, name);
    }

    private static Term make(Kind kind, Range range, Term... of) {
        return new Term(kind, List.of(of), BigInteger.ZERO, "", range);
    }

    // Numbers

    /** A number that is known. */
    public static Term of(BigInteger number) {
        return new Term(Kind.NUMBER, List.of(), number, "", Range.exactly(number));
    }

    /** A number that is known. */
    public static Term of(long number) {
        return of(BigInteger.valueOf(number));
    }

    /** Two to some power. */
    public static Term power(int exponent) {
        return of(BigInteger.TWO.pow(exponent));
    }

    /** A number of which nothing is known but its range. */
    public static Term variable(String name, Range range) {
        return new Term(Kind.VARIABLE, List.of(), BigInteger.ZERO, name, range);
    }

    /** A sum. */
    public Term plus(Term other) {
        if (isNumber() && other.isNumber()) return of(number.add(other.number));
        if (isZero()) return other;
        if (other.isZero()) return this;
        if (isNumber()) return other.plus(this);
        // Constants add up, so that what is added and taken away again leaves no trace.
        if (other.isNumber() && kind == Kind.ADD && of.get(1).isNumber())
            return of.get(0).plus(of(of.get(1).number.add(other.number)));
        if (other.kind == Kind.ADD && other.of.get(1).isNumber())
            return plus(other.of.get(0)).plus(other.of.get(1));
        if (!other.isNumber() && kind == Kind.ADD && of.get(1).isNumber())
            return of.get(0).plus(other).plus(of.get(1));
        return make(Kind.ADD, range.plus(other.range), this, other);
    }

    /** A difference. */
    public Term minus(Term other) {
        return plus(other.negated());
    }

    /** The number with the other sign. */
    public Term negated() {
        return times(of(-1));
    }

    /** A product. */
    public Term times(Term other) {
        if (isNumber() && other.isNumber()) return of(number.multiply(other.number));
        if (isNumber()) return other.times(this);
        if (other.isZero()) return other;
        if (other.isNumber() && other.number.equals(BigInteger.ONE)) return this;
        if (other.isNumber() && kind == Kind.MULTIPLY && of.get(1).isNumber())
            return of.get(0).times(of(of.get(1).number.multiply(other.number)));
        if (other.isNumber() && kind == Kind.ADD && of.get(1).isNumber())
            return of.get(0).times(other).plus(of.get(1).times(other));
        return make(Kind.MULTIPLY, range.times(other.range), this, other);
    }

    /** A quotient, rounded down; of a positive divisor only. */
    public Term over(Term divisor) {
        if (isNumber() && divisor.isNumber() && divisor.number.signum() > 0)
            return of(floorDiv(number, divisor.number));
        return make(Kind.DIVIDE, range.over(divisor.range), this, divisor);
    }

    /** What is left of the division by a positive number. */
    public Term modulo(Term divisor) {
        if (isNumber() && divisor.isNumber() && divisor.number.signum() > 0) return of(number.mod(divisor.number));
        return make(Kind.MODULO, range.modulo(divisor.range), this, divisor);
    }

    /** One of two numbers. */
    public static Term choose(Term condition, Term then, Term otherwise) {
        if (condition.equals(TRUE) || then.equals(otherwise)) return then;
        if (condition.equals(FALSE)) return otherwise;
        return make(Kind.CHOOSE, then.range.or(otherwise.range), condition, then, otherwise);
    }

    // Truths

    /** Whether it is no more than another. */
    public Term atMost(Term other) {
        return atMost(other, Facts.NONE);
    }

    /** The same, with what is known of either. */
    Term atMost(Term other, Facts facts) {
        if (isNumber() && other.kind == Kind.CHOOSE) return other.pushed(this::atMost);
        if (other.isNumber() && kind == Kind.CHOOSE) return pushed(one -> one.atMost(other));
        Range mine = facts.range(this);
        Range its = facts.range(other);
        if (mine.isAtMost(its)) return TRUE;
        if (its.isBelow(mine)) return FALSE;
        if (equals(other)) return TRUE;
        // A constant that is added on one side may as well be taken away on the other.
        if (kind == Kind.ADD && of.get(1).isNumber() && other.isNumber())
            return of.get(0).atMost(other.minus(of.get(1)), facts);
        if (other.kind == Kind.ADD && other.of.get(1).isNumber() && isNumber())
            return minus(other.of.get(1)).atMost(other.of.get(0), facts);
        if (kind == Kind.ADD
                && other.kind == Kind.ADD
                && of.get(1).equals(other.of.get(1))
                && of.get(1).isNumber()) return of.get(0).atMost(other.of.get(0), facts);
        return make(Kind.AT_MOST, Range.ANY, this, other);
    }

    /** Whether it is less than another. */
    public Term below(Term other) {
        return other.atMost(this).not();
    }

    /** Whether both are the same. */
    public Term is(Term other) {
        if (equals(other)) return TRUE;
        if (isNumber() && other.kind == Kind.CHOOSE) return other.pushed(this::is);
        if (other.isNumber() && kind == Kind.CHOOSE) return pushed(one -> one.is(other));
        if (range.isBelow(other.range) || other.range.isBelow(range)) return FALSE;
        return make(Kind.EQUAL, Range.ANY, this, other);
    }

    private Term pushed(Function<Term, Term> ask) {
        Term condition = of.get(0);
        return condition.and(ask.apply(of.get(1))).or(condition.not().and(ask.apply(of.get(2))));
    }

    /** Whether it does not hold. */
    public Term not() {
        return switch (kind) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case NOT -> of.get(0);
            default -> make(Kind.NOT, Range.ANY, this);
        };
    }

    /** Whether both hold. */
    public Term and(Term other) {
        if (equals(FALSE) || other.equals(FALSE)) return FALSE;
        if (equals(TRUE) || equals(other)) return other;
        if (other.equals(TRUE)) return this;
        if (equals(other.not())) return FALSE;
        return make(Kind.AND, Range.ANY, this, other);
    }

    /** Whether either holds. */
    public Term or(Term other) {
        if (equals(TRUE) || other.equals(TRUE)) return TRUE;
        if (equals(FALSE) || equals(other)) return other;
        if (other.equals(FALSE)) return this;
        if (equals(other.not())) return TRUE;
        return make(Kind.OR, Range.ANY, this, other);
    }

    /** Whether another holds if this does. */
    public Term implies(Term other) {
        return not().or(other);
    }

    /** Whether both hold, or neither. */
    public Term iff(Term other) {
        return implies(other).and(other.implies(this));
    }

    // Looking

    /** Between what and what it is, as far as can be told from how it is made. */
    public Range range() {
        return range;
    }

    /** Whether it is known. */
    public boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    /** Whether it is a variable. */
    public boolean isVariable() {
        return kind == Kind.VARIABLE;
    }

    private boolean isZero() {
        return isNumber() && number.signum() == 0;
    }

    /** What it is, where it is known. */
    public BigInteger number() {
        if (!isNumber()) throw new IllegalStateException("not a number: " + this);
        return number;
    }

    Kind kind() {
        return kind;
    }

    List<Term> of() {
        return of;
    }

    /** The ranges of all variables in it, by name. */
    public Map<String, Range> variables() {
        Map<String, Range> found = new TreeMap<>();
        collect(found);
        return found;
    }

    private void collect(Map<String, Range> found) {
        if (kind == Kind.VARIABLE) found.put(name, range);
        for (Term term : of) term.collect(found);
    }

    /** What it comes to, with numbers for its variables; of a truth 1 or 0. */
    public BigInteger value(Map<String, BigInteger> numbers) {
        List<BigInteger> values = new ArrayList<>();
        if (kind == Kind.CHOOSE)
            return of.get(of.get(0).value(numbers).signum() != 0 ? 1 : 2).value(numbers);
        for (Term term : of) values.add(term.value(numbers));
        return switch (kind) {
            case NUMBER -> number;
            case VARIABLE -> Objects.requireNonNull(numbers.get(name), name);
            case ADD -> values.get(0).add(values.get(1));
            case MULTIPLY -> values.get(0).multiply(values.get(1));
            case DIVIDE -> floorDiv(values.get(0), values.get(1));
            case MODULO -> modulo(values.get(0), values.get(1));
            case AT_MOST -> truth(values.get(0).compareTo(values.get(1)) <= 0);
            case EQUAL -> truth(values.get(0).equals(values.get(1)));
            case NOT -> truth(values.get(0).signum() == 0);
            case AND -> values.get(0).min(values.get(1));
            case OR -> values.get(0).max(values.get(1));
            case TRUE -> BigInteger.ONE;
            case FALSE, CHOOSE -> BigInteger.ZERO;
        };
    }

    private static BigInteger truth(boolean is) {
        return is ? BigInteger.ONE : BigInteger.ZERO;
    }

    /** By 0 as to a solver: something or other, which nobody may rely on. */
    private static BigInteger modulo(BigInteger dividend, BigInteger divisor) {
        return divisor.signum() > 0 ? dividend.mod(divisor) : BigInteger.ZERO;
    }

    private static BigInteger floorDiv(BigInteger dividend, BigInteger divisor) {
        if (divisor.signum() <= 0) return BigInteger.ZERO;
        return dividend.subtract(dividend.mod(divisor)).divide(divisor);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Term term
                        && hash == term.hash
                        && kind == term.kind
                        && number.equals(term.number)
                        && name.equals(term.name)
                        && of.equals(term.of));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** In the words of SMT-LIB. */
    @Override
    public String toString() {
        return switch (kind) {
            case NUMBER -> number.signum() < 0 ? "(- " + number.negate() + ")" : number.toString();
            case VARIABLE -> name;
            case TRUE, FALSE -> kind.smt;
            default -> {
                StringBuilder text = new StringBuilder("(").append(kind.smt);
                for (Term term : of) text.append(' ').append(term);
                yield text.append(')').toString();
            }
        };
    }
}
