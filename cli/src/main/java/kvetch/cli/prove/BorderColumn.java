package kvetch.cli.prove;

import io.vavr.collection.Vector;
import java.util.Arrays;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.proof.Proof;

/**
 * With which chunks an array of so many disks is within the borders of a proof, and which of them it is beyond else. The disks are
 * of one chunk each, and of two sectors at least.
 *
 * @param disks how many
 * @param stretches by chunk_sectors, from -2^31 to 2^31-1 without 0, with which nothing starts
 */
record BorderColumn(int disks, Vector<Stretch> stretches) {
    /** Within all borders. */
    static final int WITHIN = -1;

    /**
     * Chunks for which it is the same.
     *
     * @param first the first of them
     * @param last the last of them
     * @param border the first border, in the order of the proof, that they are beyond; {@link #WITHIN} if none
     */
    record Stretch(int first, int last, int border) {}

    /** Between two powers of two a few chunks are looked at; where they differ, what lies between is halved until it is found. */
    static BorderColumn of(int disks, Vector<Proof.Border> borders) {
        Vector<Stretch> stretches = Vector.empty();
        for (int bit = 31; bit > 0; bit--)
            stretches = octave(disks, borders, stretches, -(1L << bit), -(1L << (bit - 1)) - 1);
        stretches = add(stretches, new Stretch(-1, -1, border(disks, -1, borders)));
        for (int bit = 0; bit < 31; bit++)
            stretches = octave(disks, borders, stretches, 1L << bit, (1L << (bit + 1)) - 1);
        return new BorderColumn(disks, stretches);
    }

    private static Vector<Stretch> octave(
            int disks, Vector<Proof.Border> borders, Vector<Stretch> before, long first, long last) {
        long middle = first + (last - first) / 2;
        Vector<Long> samples = Vector.of(first, first + 1, middle, middle + 1, last)
                .filter(chunk -> chunk >= first && chunk <= last)
                .distinct()
                .sorted();
        Vector<Stretch> stretches = before;
        for (int i = 0; i < samples.size(); i++) {
            int chunk = samples.get(i).intValue();
            stretches = add(stretches, new Stretch(chunk, chunk, border(disks, chunk, borders)));
            if (i + 1 < samples.size())
                stretches = between(
                        disks, borders, stretches, chunk, samples.get(i + 1).intValue());
        }
        return stretches;
    }

    /** What lies between two chunks. */
    private static Vector<Stretch> between(
            int disks, Vector<Proof.Border> borders, Vector<Stretch> before, int from, int to) {
        int low = border(disks, from, borders);
        int high = border(disks, to, borders);
        if ((long) to - from < 2) return before;
        int middle = (int) (from + ((long) to - from) / 2);
        if (low == high) return add(before, new Stretch(from + 1, to - 1, low));
        Vector<Stretch> left = between(disks, borders, before, from, middle);
        left = add(left, new Stretch(middle, middle, border(disks, middle, borders)));
        return between(disks, borders, left, middle, to);
    }

    private static Vector<Stretch> add(Vector<Stretch> stretches, Stretch next) {
        if (stretches.nonEmpty()) {
            Stretch last = stretches.last();
            if (last.border == next.border && last.last + 1 == next.first)
                return stretches.update(stretches.size() - 1, new Stretch(last.first, next.last, last.border));
        }
        return stretches.append(next);
    }

    private static int border(int disks, int chunk, Vector<Proof.Border> borders) {
        long[] sizes = new long[disks];
        Arrays.fill(sizes, Math.max(2, Integer.toUnsignedLong(chunk)));
        ArrayCase array = ArrayCase.of(chunk, sizes);
        return borders.indexWhere(border -> !border.holds().test(array));
    }
}
