package kvetch.properties;

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
}
