package kvetch.cli.options;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.cli.console.UsageError;
import org.jspecify.annotations.Nullable;

/** Reads the numbers and sizes that users write. */
public final class Numbers {
    private static final String SUFFIXES = "KMGTPE";
    private static final int SECTOR_BYTES = 512;
    private static final BigInteger MOST_SECTORS = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MOST_BYTES = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** Digits are counted, so that no one makes us multiply by 10 to the power of a billion. */
    private static final Pattern SIZE = Pattern.compile("(-?)([0-9]{1,40})(\\.[0-9]{1,40})?([KMGTPEkmgtpe])?");

    private static final String WHAT_IS_RIGHT =
            "sectors as a whole number, or bytes with K, M, G, T, P or E, such as 3.6T or 512K";

    private Numbers() {}

    /**
     * Reads a size.
     *
     * @param text a whole number of sectors, or a number of bytes with a binary suffix, rounded down to sectors
     * @param what whose size it is, to begin a complaint with
     * @return sectors, 0 to 2^63 - 1
     */
    public static long sectors(String text, String what) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) throw new UsageError(what + " must be a size, not '" + text + "': " + WHAT_IS_RIGHT);
        if (!matcher.group(1).isEmpty()) throw new UsageError(what + " must not be negative, as '" + text + "' is");
        String fraction = matcher.group(3);
        String suffix = matcher.group(4);
        if (suffix == null) {
            if (fraction != null)
                throw new UsageError(what + " must be whole sectors, not '" + text
                        + "': only sizes with K, M, G, T, P or E have decimals");
            BigInteger sectors = new BigInteger(matcher.group(2));
            if (sectors.compareTo(MOST_SECTORS) > 0)
                throw new UsageError(what + " is too large: '" + text + "' is more than " + MOST_SECTORS + " sectors");
            return sectors.longValueExact();
        }
        int shift = 10 * (SUFFIXES.indexOf(suffix.toUpperCase(Locale.ROOT)) + 1);
        BigDecimal number = new BigDecimal(matcher.group(2) + (fraction == null ? "" : fraction));
        BigInteger bytes = number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(shift)))
                .setScale(0, RoundingMode.DOWN)
                .toBigIntegerExact();
        if (bytes.compareTo(MOST_BYTES) > 0)
            throw new UsageError(what + " is too large: '" + text
                    + "' is more than 64 bits of bytes can say; less than 16E is right");
        return bytes.divide(BigInteger.valueOf(SECTOR_BYTES)).longValueExact();
    }

    /** A whole number within bounds. */
    public static long whole(String text, String what, long least, long most) {
        String bounds =
                least == Long.MIN_VALUE ? "a whole number of 64 bits" : "a whole number from " + least + " to " + most;
        if (!text.strip().matches("[+-]?[0-9]{1,40}"))
            throw new UsageError(what + " must be " + bounds + ", not '" + text + "'");
        BigInteger value = new BigInteger(text.strip());
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0)
            throw new UsageError(what + " must be " + bounds + ", not " + value);
        return value.longValueExact();
    }

    /** What {@code --threads} says; one for each processor where it is not given. */
    public static int threads(@Nullable String threads) {
        return threads == null
                ? Runtime.getRuntime().availableProcessors()
                : (int) whole(threads, "--threads", 1, 1024);
    }

    /** A size in sectors for people: with bytes in a binary unit where it is large. */
    public static String human(long sectors) {
        BigDecimal bytes = new BigDecimal(new BigInteger(Long.toUnsignedString(sectors)))
                .multiply(BigDecimal.valueOf(SECTOR_BYTES));
        BigDecimal unit = BigDecimal.ONE;
        String name = "bytes";
        for (int i = 0; i < SUFFIXES.length(); i++) {
            BigDecimal next = unit.multiply(BigDecimal.valueOf(1024));
            if (bytes.compareTo(next) < 0) break;
            unit = next;
            name = SUFFIXES.charAt(i) + "iB";
        }
        return bytes.divide(unit, 2, RoundingMode.DOWN).stripTrailingZeros().toPlainString() + " " + name;
    }
}
