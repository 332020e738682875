package kvetch.prove.lemma;

import kvetch.prove.term.Term;

/**
 * Truths of arithmetic, whatever the numbers: each is itself a lemma ({@link Basics}), and is given to a solver for the numbers at
 * hand, which it would otherwise have to think of.
 */
final class Hints {
    private Hints() {}

    /** A number that is so many times another and a rest has that many for a quotient, and that rest. */
    static Term euclid(Term number, Term divisor, Term quotient, Term rest) {
        Term parts = Term.of(0).below(divisor).and(split(number, divisor, quotient, rest));
        return parts.implies(
                number.over(divisor).is(quotient).and(number.modulo(divisor).is(rest)));
    }

    /** The number is so many times the divisor and a rest that is smaller. */
    static Term split(Term number, Term divisor, Term quotient, Term rest) {
        return number.is(quotient.times(divisor).plus(rest)).and(within(rest, divisor));
    }

    /** At least 0, and below a bound. */
    static Term within(Term number, Term bound) {
        return Term.of(0).atMost(number).and(number.below(bound));
    }

    /** So many times what is not negative are no more than more times that. */
    static Term monotone(Term few, Term many, Term what) {
        return few.atMost(many)
                .and(Term.of(0).atMost(what))
                .implies(few.times(what).atMost(many.times(what)));
    }
}
