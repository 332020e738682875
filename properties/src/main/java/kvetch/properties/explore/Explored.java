package kvetch.properties.explore;

/**
 * What was seen of some arrays, with every kernel and allocator, where nobody misbehaved.
 *
 * @param tally how much was done
 * @param smallest of each kind of defect the smallest case
 */
public record Explored(Tally tally, SmallestCases smallest) {
    /** Nothing so far. */
    public Explored() {
        this(new Tally(), new SmallestCases());
    }

    /** Takes in what was seen of other arrays. */
    public void add(Explored other) {
        tally.add(other.tally);
        smallest.addAll(other.smallest);
    }
}
