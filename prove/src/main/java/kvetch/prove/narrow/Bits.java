package kvetch.prove.narrow;

/**
 * Integers of so many bits. They are kept in longs and ints of Java, with the sign, so that comparisons, with a sign or without
 * one, are those of Java.
 *
 * <p>Rewritten byte code calls these functions; the number of bits is a constant in each call.
 */
public final class Bits {
    private Bits() {}

    /** What a number is once its upper bits are cut off. */
    public static long wrap(long number, int bits) {
        int cut = Long.SIZE - bits;
        return number << cut >> cut;
    }

    /** What a number is once its upper bits are cut off. */
    public static int wrap(int number, int bits) {
        int cut = Integer.SIZE - bits;
        return number << cut >> cut;
    }

    /** The same bits without a sign. */
    public static long unsigned(long number, int bits) {
        return number & (-1L >>> (Long.SIZE - bits));
    }

    /** The same bits without a sign. */
    public static int unsigned(int number, int bits) {
        return number & (-1 >>> (Integer.SIZE - bits));
    }

    /** Integer.toUnsignedLong. */
    public static long toUnsignedLong(int number, int bits) {
        return Integer.toUnsignedLong(unsigned(number, bits));
    }

    /** Long.divideUnsigned. */
    public static long divideUnsigned(long dividend, long divisor, int bits) {
        return wrap(Long.divideUnsigned(unsigned(dividend, bits), unsigned(divisor, bits)), bits);
    }

    /** Long.remainderUnsigned. */
    public static long remainderUnsigned(long dividend, long divisor, int bits) {
        return wrap(Long.remainderUnsigned(unsigned(dividend, bits), unsigned(divisor, bits)), bits);
    }

    /** The logical shift to the right. */
    public static long shiftRight(long number, int by, int bits) {
        return wrap(unsigned(number, bits) >>> by, bits);
    }

    /** The logical shift to the right. */
    public static int shiftRight(int number, int by, int bits) {
        return wrap(unsigned(number, bits) >>> by, bits);
    }

    /** Integer.bitCount. */
    public static int bitCount(int number, int bits) {
        return Integer.bitCount(unsigned(number, bits));
    }

    /** Integer.numberOfTrailingZeros. */
    public static int numberOfTrailingZeros(int number, int bits) {
        return Math.min(bits, Integer.numberOfTrailingZeros(number));
    }
}
