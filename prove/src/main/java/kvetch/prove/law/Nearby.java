package kvetch.prove.law;

import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Map;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.narrow.Widths;
import kvetch.prove.lemma.Numbers;

/** Arrays on which a lemma that is wrong may be seen: of its own numbers, and all small ones. */
public final class Nearby {
    private static final long MOST_DISKS = 64;

    private Nearby() {}

    /**
     * The arrays.
     *
     * @param numbers those for which a lemma is wrong
     * @return some hundreds or thousands, as they are asked for
     */
    public static Iterable<ArrayCase> arrays(Map<String, BigInteger> numbers) {
        return () -> ofNumbers(numbers).iterator().concat(small()).concat(large());
    }

    private static Vector<ArrayCase> ofNumbers(Map<String, BigInteger> numbers) {
        long chunk = Borders.number(numbers, Numbers.CHUNK);
        long disks = Borders.number(numbers, Numbers.DISKS);
        if (chunk <= 0 || disks <= 0 || disks > MOST_DISKS) return Vector.empty();
        return Vector.of(1L, 2L, 3L)
                .flatMap(depth -> Candidates.ofLongStripe(Map.of(
                                Numbers.CHUNK.toString(), BigInteger.valueOf(chunk),
                                Numbers.DISKS.toString(), BigInteger.valueOf(disks)))
                        .map(c -> c.withDisks(java.util.Arrays.stream(c.diskSectors())
                                .map(size -> size * depth)
                                .toArray())));
    }

    private static Iterator<ArrayCase> small() {
        return arrays(Vector.of(1, 2, 3, 8, 12));
    }

    /** Of chunks and sizes near the ends of what ints and longs count. */
    private static Iterator<ArrayCase> large() {
        return arrays(Vector.of(1 << 20, (1 << 29) + 1, 1 << 30, 715827883, Integer.MAX_VALUE));
    }

    private static Iterator<ArrayCase> arrays(Vector<Integer> chunks) {
        return chunks.iterator()
                .flatMap(chunk -> Vector.range(1, 5)
                        .iterator()
                        .flatMap(disks -> sizes(disks)
                                .flatMap(some -> Vector.of(some, some.reverse())
                                        .distinct()
                                        .iterator())
                                .flatMap(depths -> {
                                    ArrayCase c = ArrayCase.of(
                                            chunk,
                                            depths.map(depth -> Math.max(2, depth * (long) chunk + chunk / 2))
                                                    .toJavaStream()
                                                    .mapToLong(Long::longValue)
                                                    .toArray());
                                    return Vector.of(1, 2).iterator().flatMap(layout -> requests(c.withLayout(layout)));
                                })));
    }

    /** One to three chunks, in ascending order; they are taken in descending order, too. */
    private static Iterator<Vector<Integer>> sizes(int disks) {
        Vector<Vector<Integer>> all = Vector.of(Vector.empty());
        for (int i = 0; i < disks; i++)
            all = all.flatMap(some ->
                    Vector.rangeClosed(some.isEmpty() ? 1 : some.last(), 3).map(some::append));
        return all.iterator();
    }

    private static Iterator<ArrayCase> requests(ArrayCase c) {
        long chunk = c.array().chunk();
        long total = Figures.total(c, Widths.LINUX).longValue();
        Vector<Long> starts = Vector.of(0L, chunk - 1, chunk, chunk + 1, 2 * chunk, total - 1, total / 2, total - chunk)
                .distinct();
        return starts.iterator()
                .filter(start -> start >= 0)
                .flatMap(start -> Vector.of(1L, 2L, chunk, chunk + 1, 2 * chunk, 3 * chunk, total - start)
                        .distinct()
                        .iterator()
                        .filter(length -> length > 0 && start + length <= total)
                        .map(length -> c.withRequest(start, length)));
    }
}
