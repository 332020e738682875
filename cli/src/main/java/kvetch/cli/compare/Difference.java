package kvetch.cli.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Which sectors of an array are elsewhere on one side than on the other.
 *
 * @param first the first of them, an array sector, unsigned; 0 where there is none
 * @param sectors how many there are, unsigned
 * @param of how many sectors the array has, unsigned
 */
public record Difference(long first, long sectors, long of) {
    private static final BigDecimal LEAST_PERCENT = new BigDecimal("0.01");

    /** Whether all sectors are at the same place. */
    public boolean isNone() {
        return sectors == 0;
    }

    /** With more sectors that differ, all after those so far. */
    Difference and(long start, long more) {
        return more == 0 ? this : new Difference(isNone() ? start : first, sectors + more, of);
    }

    /** The share of the array, from 0 to 1, exact to twelve digits. */
    public BigDecimal share() {
        return of == 0 ? BigDecimal.ZERO : decimal(sectors).divide(decimal(of), 12, RoundingMode.HALF_EVEN);
    }

    /** From where on, how many, and on what share. */
    public String words() {
        return "from array sector " + Long.toUnsignedString(first) + " on, " + Long.toUnsignedString(sectors) + " of "
                + Long.toUnsignedString(of) + (of == 1 ? " sector (" : " sectors (") + percent() + ")";
    }

    private String percent() {
        if (sectors == of) return "all";
        BigDecimal percent =
                decimal(sectors).multiply(BigDecimal.valueOf(100)).divide(decimal(of), 2, RoundingMode.DOWN);
        return percent.compareTo(LEAST_PERCENT) < 0 ? "less than 0.01%" : percent + "%";
    }

    private static BigDecimal decimal(long unsigned) {
        return new BigDecimal(new BigInteger(Long.toUnsignedString(unsigned)));
    }
}
