package kvetch.prove.lemma;

import static kvetch.prove.lemma.Hints.within;
import static kvetch.prove.lemma.Numbers.any;
import static kvetch.prove.lemma.Numbers.sectors;

import io.vavr.collection.Vector;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** What all other lemmas rest on: division, and the comparisons of unsigned numbers. */
final class Basics {
    private static final Term A = sectors("a");
    private static final Term B = sectors("b");

    private Basics() {}

    static Vector<Lemma> all() {
        return Vector.of(euclid(), monotone(), below(), smaller(), quotient(), rest());
    }

    private static Lemma euclid() {
        Term number = any("number");
        Term divisor = any("divisor");
        Term quotient = any("quotient");
        Term rest = any("rest");
        return Lemma.of("E1", "a number that is q times d and a rest below d has the quotient q and that rest")
                .given(
                        "the number is q d and a rest",
                        number.is(quotient.times(divisor).plus(rest)))
                .given("the rest is below d", within(rest, divisor))
                .then(run -> number.over(divisor)
                        .is(quotient)
                        .and(number.modulo(divisor).is(rest)));
    }

    private static Lemma monotone() {
        Term few = any("few");
        Term many = any("many");
        Term what = any("what");
        return Lemma.of("E2", "more times the same is more")
                .given("few are no more than many", few.atMost(many))
                .given("what is not negative", Term.of(0).atMost(what))
                .then(run -> few.times(what).atMost(many.times(what)));
    }

    private static Lemma below() {
        return Lemma.of("C1", "isBelow compares sectors without a sign")
                .then(run -> run.says("isBelow", A, B).iff(A.below(B)));
    }

    private static Lemma smaller() {
        return Lemma.of("C2", "smaller gives the smaller of two, without a sign")
                .then(run -> run.counted("smaller", A, B).is(Term.choose(A.atMost(B), A, B)));
    }

    private static Lemma quotient() {
        return Lemma.of("C3", "divide divides without a sign, and does not trap")
                .given("the divisor is not 0", Term.of(1).atMost(B))
                .then(run -> run.counted("divide", A, B).is(A.over(B)).and(run.nothingTraps()));
    }

    private static Lemma rest() {
        Term divisor = Term.variable("divisor32", Range.signed(32));
        return Lemma.of("C4", "sectorRem divides by a divisor of 32 bits without a sign, and does not trap")
                .given("the divisor is not 0", divisor.is(Term.of(0)).not())
                .then(run -> {
                    Term rest = run.counted("sectorRem", A, divisor);
                    Term isPositive = Term.of(0).atMost(divisor);
                    return isPositive
                            .implies(rest.is(A.modulo(divisor)))
                            .and(isPositive.not().implies(rest.is(A.modulo(divisor.plus(Term.power(32))))))
                            .and(run.nothingTraps());
                });
    }
}
