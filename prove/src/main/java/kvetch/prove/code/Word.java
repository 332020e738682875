package kvetch.prove.code;

import java.math.BigInteger;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/**
 * An int or a long of the program: a number modulo 2^32 or 2^64.
 *
 * <p>Sums and products need not be cut to their width as they are made, for what is left of them modulo 2^64 is the same; only who
 * asks how large a word is cuts it.
 *
 * @param term some number that is it, modulo two to the number of bits
 * @param bits 32 or 64
 */
public record Word(Term term, int bits) {

    /** A word that is known. */
    static Word of(long value, int bits) {
        return new Word(Term.of(value), bits);
    }

    Word with(Term other) {
        return new Word(other, bits);
    }

    /** What it counts without a sign. */
    public Term unsigned() {
        return unsigned(Facts.NONE);
    }

    Term unsigned(Facts facts) {
        return facts.range(term).isIn(Range.unsigned(bits)) ? term : term.modulo(Term.power(bits));
    }

    /** What it counts with a sign. */
    public Term signed() {
        return signed(Facts.NONE);
    }

    Term signed(Facts facts) {
        if (facts.range(term).isIn(Range.signed(bits))) return term;
        Term counted = unsigned(facts);
        Term half = Term.power(bits - 1);
        return Term.choose(counted.below(half), counted, counted.minus(Term.power(bits)));
    }

    boolean isKnown() {
        return term.isNumber();
    }

    /** What it is where it is known, with its sign. */
    long known() {
        BigInteger value = term.number();
        return bits == 32 ? value.intValue() : value.longValue();
    }
}
