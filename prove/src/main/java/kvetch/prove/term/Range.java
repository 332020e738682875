package kvetch.prove.term;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Between what and what a number is.
 *
 * @param low the least that it can be; null if there is no such bound
 * @param high the most that it can be; null if there is no such bound
 */
public record Range(@Nullable BigInteger low, @Nullable BigInteger high) {
    /** Any number. */
    public static final Range ANY = new Range(null, null);

    /** From the one to the other, both included. */
    public static Range of(long low, long high) {
        return new Range(BigInteger.valueOf(low), BigInteger.valueOf(high));
    }

    /** What so many bits count, without a sign. */
    public static Range unsigned(int bits) {
        return new Range(BigInteger.ZERO, BigInteger.TWO.pow(bits).subtract(BigInteger.ONE));
    }

    /** What so many bits count, with a sign. */
    public static Range signed(int bits) {
        BigInteger half = BigInteger.TWO.pow(bits - 1);
        return new Range(half.negate(), half.subtract(BigInteger.ONE));
    }

    static Range exactly(BigInteger value) {
        return new Range(value, value);
    }

    /** Whether all of it lies in another. */
    public boolean isIn(Range other) {
        boolean above = other.low == null || (low != null && low.compareTo(other.low) >= 0);
        boolean below = other.high == null || (high != null && high.compareTo(other.high) <= 0);
        return above && below;
    }

    Range plus(Range other) {
        return new Range(
                low == null || other.low == null ? null : low.add(other.low),
                high == null || other.high == null ? null : high.add(other.high));
    }

    Range times(Range other) {
        if (low != null && low.signum() >= 0 && other.low != null && other.low.signum() >= 0)
            return new Range(
                    low.multiply(other.low), high == null || other.high == null ? null : high.multiply(other.high));
        if (low == null || high == null || other.low == null || other.high == null) return ANY;
        BigInteger a = low.multiply(other.low);
        BigInteger b = low.multiply(other.high);
        BigInteger c = high.multiply(other.low);
        BigInteger d = high.multiply(other.high);
        return new Range(a.min(b).min(c).min(d), a.max(b).max(c).max(d));
    }

    /** Rounded down, by something positive. */
    Range over(Range divisor) {
        if (low == null || low.signum() < 0 || divisor.low == null || divisor.low.signum() < 0) return ANY;
        BigInteger least = divisor.low.max(BigInteger.ONE);
        // What comes of a division by zero is nobody's business: it is a trap of its own.
        if (divisor.low.signum() == 0) return ANY;
        return new Range(
                divisor.high == null ? BigInteger.ZERO : low.divide(divisor.high),
                high == null ? null : high.divide(least));
    }

    /** What is left of a division by something positive. */
    Range modulo(Range divisor) {
        if (divisor.low == null || divisor.low.signum() <= 0) return ANY;
        BigInteger most = divisor.high == null ? null : divisor.high.subtract(BigInteger.ONE);
        if (low != null && low.signum() >= 0 && high != null) most = most == null ? high : most.min(high);
        return new Range(BigInteger.ZERO, most);
    }

    Range or(Range other) {
        return new Range(
                low == null || other.low == null ? null : low.min(other.low),
                high == null || other.high == null ? null : high.max(other.high));
    }

    /** What is in both. */
    public Range and(Range other) {
        return new Range(
                low == null ? other.low : other.low == null ? low : low.max(other.low),
                high == null ? other.high : other.high == null ? high : high.min(other.high));
    }

    /** Whether all of it is below another. */
    boolean isBelow(Range other) {
        return high != null && other.low != null && high.compareTo(other.low) < 0;
    }

    /** Whether nothing of it is above another. */
    boolean isAtMost(Range other) {
        return high != null && other.low != null && high.compareTo(other.low) <= 0;
    }
}
