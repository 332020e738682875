package kvetch.properties;

import io.vavr.collection.Vector;

/**
 * A part of what there is to go through, by numbers that begin at 0.
 *
 * @param from the first
 * @param to the one behind the last
 */
public record Stretch(long from, long to) {
    /**
     * Checks that it is one.
     *
     * @param from 0 or more
     * @param to more than {@code from}
     * @throws IllegalArgumentException if there is nothing in it
     */
    public Stretch {
        if (from < 0 || to <= from) throw new IllegalArgumentException("nothing is from " + from + " to before " + to);
    }

    /**
     * How many there are in it.
     *
     * @return 1 or more
     */
    public long size() {
        return to - from;
    }

    /**
     * Adds a stretch to those before it.
     *
     * @param before stretches, ascending
     * @param next one that begins where they end or later
     * @return all of them, those that follow each other as one
     */
    public static Vector<Stretch> append(Vector<Stretch> before, Stretch next) {
        return before.nonEmpty() && before.last().to == next.from
                ? before.init().append(new Stretch(before.last().from, next.to))
                : before.append(next);
    }
}
