package kvetch.properties.contract;

import java.util.Map;
import java.util.TreeMap;

/** Memory that has an owner: blocks that share no byte. */
final class Extents {
    /** Ends by starts, unsigned. */
    private final TreeMap<Long, Long> ends = new TreeMap<>(Long::compareUnsigned);

    /**
     * Adds a block.
     *
     * @return false, and nothing is added, if it shares a byte with one that is there
     */
    boolean add(Live block) {
        long start = block.address();
        long end = start + Math.max(1, block.bytes());
        Map.Entry<Long, Long> before = ends.floorEntry(start);
        if (before != null && Long.compareUnsigned(before.getValue(), start) > 0) return false;
        Long behind = ends.ceilingKey(start);
        if (behind != null && Long.compareUnsigned(behind, end) < 0) return false;
        ends.put(start, end);
        return true;
    }
}
