package kvetch.cli.options;

import kvetch.cli.console.UsageError;

/**
 * A part of an array.
 *
 * @param from its first sector
 * @param to the sector after its last one, more than {@code from}
 */
public record SectorRange(long from, long to) {

    /** Reads {@code A..B}, each a size. */
    public static SectorRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots <= 0 || dots + 2 == text.length())
            throw new UsageError("--sectors must be A..B (B is not included), such as 0..1024, not '" + text + "'");
        long from = Numbers.sectors(text.substring(0, dots), "--sectors, where it starts,");
        long to = Numbers.sectors(text.substring(dots + 2), "--sectors, where it ends,");
        if (from >= to)
            throw new UsageError("--sectors " + text + " is empty: A must be less than B, which is not included");
        return new SectorRange(from, to);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(from) + ".." + Long.toUnsignedString(to);
    }
}
