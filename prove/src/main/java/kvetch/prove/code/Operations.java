package kvetch.prove.code;

import java.math.BigInteger;
import kvetch.prove.code.Instruction.Callee;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What Java does with two words, and those functions of its library that the driver needs.
 *
 * @param condition where the program has come to
 * @param facts what is known there
 * @param notes gets when something is divided by zero, and what is known of what has no formula
 */
record Operations(Term condition, Facts facts, Execution.Notes notes) {

    /** An instruction that takes two words. */
    Word of(String function, int opcode, Word a, Word b) {
        return switch (opcode) {
            case Opcodes.IADD, Opcodes.LADD -> a.with(a.term().plus(b.term()));
            case Opcodes.ISUB, Opcodes.LSUB -> a.with(a.term().minus(b.term()));
            case Opcodes.IMUL, Opcodes.LMUL -> a.with(a.term().times(b.term()));
            case Opcodes.IDIV, Opcodes.LDIV -> a.with(quotient(a, b));
            case Opcodes.IREM, Opcodes.LREM -> a.with(remainder(a, b));
            case Opcodes.LCMP -> order(a.signed(facts), b.signed(facts));
            case Opcodes.ISHL, Opcodes.LSHL -> a.with(a.term().times(Term.power(shift(function, a, b))));
            case Opcodes.ISHR, Opcodes.LSHR -> a.with(a.signed(facts).over(Term.power(shift(function, a, b))));
            case Opcodes.IUSHR, Opcodes.LUSHR -> a.with(a.unsigned(facts).over(Term.power(shift(function, a, b))));
            case Opcodes.IAND, Opcodes.LAND -> and(a, b);
            case Opcodes.IOR, Opcodes.LOR -> {
                if (!a.isKnown() || !b.isKnown()) throw new Unsupported(function + " has an or of what is not known");
                yield Word.of(a.known() | b.known(), a.bits());
            }
            case Opcodes.IXOR, Opcodes.LXOR -> xor(function, a, b);
            default -> throw new Unsupported(function + " has the instruction " + opcode);
        };
    }

    private static int shift(String function, Word a, Word by) {
        if (!by.isKnown()) throw new Unsupported(function + " shifts by a number that is not known");
        return (int) by.known() & (a.bits() - 1);
    }

    private static Word xor(String function, Word a, Word b) {
        if (!b.isKnown() || b.known() != -1)
            throw new Unsupported(function + " has an exclusive or that is no complement");
        return a.with(Term.of(-1).minus(a.term()));
    }

    /** With a mask that is known: what its runs of zeros stand for is taken away. */
    private Word and(Word a, Word b) {
        if (a.isKnown() && !b.isKnown()) return and(b, a);
        if (!b.isKnown()) return someOf(a, b);
        Term counted = a.unsigned(facts);
        Term left = counted;
        BigInteger mask = BigInteger.valueOf(b.known()).mod(BigInteger.TWO.pow(a.bits()));
        int bit = 0;
        while (bit < a.bits()) {
            if (mask.testBit(bit)) {
                bit++;
                continue;
            }
            int first = bit;
            while (bit < a.bits() && !mask.testBit(bit)) bit++;
            if (bit == a.bits()) return a.with(first == 0 ? Term.of(0) : left.modulo(Term.power(first)));
            Term run = (first == 0 ? counted : counted.over(Term.power(first))).modulo(Term.power(bit - first));
            left = left.minus(run.times(Term.power(first)));
        }
        return a.with(left);
    }

    /** Of a mask that is not known it is only known that what it leaves is no more than there was, in as many bits as it may have. */
    private Word someOf(Word a, Word b) {
        Term some = Term.variable("masked" + notes.known().size(), Range.unsigned(a.bits()));
        Term mask = b.unsigned(facts);
        BigInteger most = facts.range(mask).high();
        int bits = most == null ? a.bits() : Math.min(most.bitLength(), a.bits());
        Term counted = a.unsigned(facts);
        notes.known().add(some.atMost(bits < a.bits() ? counted.modulo(Term.power(bits)) : counted));
        notes.known().add(some.atMost(mask));
        return a.with(some);
    }

    /** -1, 0 or 1. */
    private static Word order(Term a, Term b) {
        return new Word(Term.choose(a.below(b), Term.of(-1), Term.choose(a.is(b), Term.of(0), Term.of(1))), 32);
    }

    private Term quotient(Word a, Word b) {
        Term dividend = a.signed(facts);
        Term divisor = b.signed(facts);
        trap(divisor);
        Term quotient = size(dividend).over(size(divisor));
        return Term.choose(isNegative(dividend).iff(isNegative(divisor)), quotient, quotient.negated());
    }

    private Term remainder(Word a, Word b) {
        Term dividend = a.signed(facts);
        Term divisor = b.signed(facts);
        trap(divisor);
        Term rest = size(dividend).modulo(size(divisor));
        return Term.choose(isNegative(dividend), rest.negated(), rest);
    }

    private Term isNegative(Term number) {
        return facts.simplified(number.below(Term.of(0)));
    }

    private Term size(Term number) {
        return Term.choose(isNegative(number), number.negated(), number);
    }

    private void trap(Term divisor) {
        Range range = facts.range(divisor);
        boolean isNeverZero = (range.low() != null && range.low().signum() > 0)
                || (range.high() != null && range.high().signum() < 0);
        if (!isNeverZero) notes.traps().add(condition.and(divisor.is(Term.of(0))));
    }

    /** A function of Java's library; null if it is not known. */
    @Nullable
    Word call(Callee callee, Word[] of) {
        return switch (callee.owner() + "." + callee.name() + callee.descriptor()) {
            case "java/lang/Integer.toUnsignedLong(I)J" -> new Word(of[0].unsigned(facts), 64);
            case "java/lang/Integer.bitCount(I)I" -> bits(of[0], "ones");
            case "java/lang/Integer.numberOfTrailingZeros(I)I" -> bits(of[0], "zeros");
            case "java/lang/Integer.compareUnsigned(II)I", "java/lang/Long.compareUnsigned(JJ)I" ->
                order(of[0].unsigned(facts), of[1].unsigned(facts));
            case "java/lang/Integer.divideUnsigned(II)I", "java/lang/Long.divideUnsigned(JJ)J" -> {
                trap(of[1].unsigned(facts));
                yield of[0].with(of[0].unsigned(facts).over(of[1].unsigned(facts)));
            }
            case "java/lang/Integer.remainderUnsigned(II)I", "java/lang/Long.remainderUnsigned(JJ)J" -> {
                trap(of[1].unsigned(facts));
                yield of[0].with(of[0].unsigned(facts).modulo(of[1].unsigned(facts)));
            }
            case "java/lang/Math.min(II)I", "java/lang/Math.min(JJ)J" -> extreme(of[0], of[1], true);
            case "java/lang/Math.max(II)I", "java/lang/Math.max(JJ)J" -> extreme(of[0], of[1], false);
            case "java/lang/Math.multiplyHigh(JJ)J" ->
                new Word(of[0].signed(facts).times(of[1].signed(facts)).over(Term.power(64)), 64);
            default -> null;
        };
    }

    /** How many ones a number has, or how many zeros it ends in: counted where it is known, else any number there can be. */
    private static Word bits(Word word, String what) {
        if (!word.isKnown()) return new Word(ofBits(what, word.term()), 32);
        int known = (int) word.known();
        return Word.of(what.equals("ones") ? Integer.bitCount(known) : Integer.numberOfTrailingZeros(known), 32);
    }

    /** What stands for the number of ones of a variable. */
    static Term ofBits(String what, Term term) {
        if (!term.isVariable()) throw new Unsupported("the bits of what is computed are counted");
        return Term.variable(what + "-of-" + term, Range.of(0, 32));
    }

    private Word extreme(Word a, Word b, boolean least) {
        Term left = a.signed(facts);
        Term right = b.signed(facts);
        Term leftFirst = facts.simplified(left.atMost(right));
        return a.with(Term.choose(leftFirst, least ? left : right, least ? right : left));
    }
}
