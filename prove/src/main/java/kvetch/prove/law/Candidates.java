package kvetch.prove.law;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import kvetch.properties.cases.ArrayCase;
import kvetch.prove.lemma.Numbers;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** Arrays of which the numbers of a lemma that is wrong may be, to be tried on the model: the first that breaks a law will do. */
final class Candidates {
    private Candidates() {}

    /** Few disks of so many sectors, or twice as many. */
    static Vector<ArrayCase> ofSizes(long chunk, long sectors) {
        long[][] sizes = {
            {sectors},
            {sectors, sectors},
            {sectors, 2 * sectors},
            {sectors, 2 * sectors, 2 * sectors},
            {2 * sectors, 2 * sectors},
            {sectors, sectors, 3 * sectors}
        };
        List<ArrayCase> candidates = new ArrayList<>();
        for (long[] disks : sizes) {
            ArrayCase c = ArrayCase.of((int) chunk, disks);
            candidates.add(c);
            candidates.add(c.withRequest(0, 1));
            candidates.add(c.withRequest(0, 2));
            candidates.add(c.withRequest(sectors - 1, 1));
            candidates.add(c.withRequest(sectors - 1, 2));
            candidates.add(c.withRequest(0, 8));
        }
        return Vector.ofAll(candidates);
    }

    /** So many disks of one chunk, and a discard that needs a stripe. */
    static Vector<ArrayCase> ofOneChunkEach(Map<String, BigInteger> numbers) {
        long chunk = Borders.number(numbers, Numbers.CHUNK);
        long size = Math.max(2, Integer.toUnsignedLong((int) chunk));
        ArrayCase array = ArrayCase.of((int) chunk, disks(numbers, size));
        return Vector.of(array, array.withRequest(0, 1));
    }

    private static long[] disks(Map<String, BigInteger> numbers, long size) {
        long[] sizes = new long[(int) Borders.number(numbers, Numbers.DISKS)];
        Arrays.fill(sizes, size);
        return sizes;
    }

    /** So many disks of one size, and some with one that is larger or smaller besides. */
    static Vector<ArrayCase> ofEqualDisks(int disks, long size) {
        long[] equal = new long[disks];
        Arrays.fill(equal, size);
        long[] larger = Arrays.copyOf(equal, disks + 1);
        larger[disks] = size + 1;
        long[] two = Arrays.copyOf(equal, disks + 2);
        two[disks] = size + 1;
        two[disks + 1] = size + 1;
        return Vector.of(ArrayCase.of(1, equal), ArrayCase.of(1, larger), ArrayCase.of(1, two));
    }

    /** So many disks of one size, some of which are larger, and what is sent about the end of zone 0, which has wrapped. */
    static Vector<ArrayCase> ofWrappedZones(int chunk, int disks, long size) {
        Vector<ArrayCase> candidates = Vector.of(ArrayCase.of(chunk, sizes(disks, size, 0)));
        long whole = size - size % chunk;
        for (int larger = 1; larger <= 3; larger++) {
            ArrayCase array = ArrayCase.of(chunk, sizes(disks, size, larger)).withLayout(1);
            long end = whole * disks;
            for (long at = end - 1; at < end + 2L * chunk; at++)
                for (long length = 1; length <= chunk + 1; length++) {
                    ArrayCase sent = array.withRequest(at, length);
                    candidates = candidates.append(sent).append(sent.withLayout(2));
                }
        }
        return candidates;
    }

    /** Some chunks on each disk, and a request across the end of a stripe that is shorter than a chunk. */
    static Vector<ArrayCase> ofShortStripe(Map<String, BigInteger> numbers) {
        int chunk = (int) Borders.number(numbers, Numbers.CHUNK);
        int stripe = (int) (chunk * Borders.number(numbers, Numbers.DISKS));
        return Vector.range(1, 4).flatMap(chunks -> {
            ArrayCase array = ArrayCase.of(chunk, disks(numbers, chunks * Integer.toUnsignedLong(chunk)));
            return Vector.of(array, array.withLayout(2)).map(c -> c.withRequest(Integer.toUnsignedLong(stripe) - 1, 2));
        });
    }

    /** So many disks of one size but for one of a chunk, a negative one, and a request across the end of zone 0, which is not the end of a chunk. */
    static Vector<ArrayCase> ofGoneDown(int chunk, int disks, long size) {
        long unit = Integer.toUnsignedLong(chunk);
        long[] sizes = sizes(disks, size, 0);
        sizes[disks - 1] = unit;
        long end = size / unit * chunk * disks;
        return Vector.of(ArrayCase.of(chunk, sizes).withRequest(end - 1, 2));
    }

    private static long[] sizes(int disks, long size, int larger) {
        long[] sizes = new long[disks];
        Arrays.fill(sizes, 0, disks - larger, size);
        for (int i = disks - larger; i < disks; i++) sizes[i] = size + 8L * (i - disks + larger + 1);
        return sizes;
    }

    /** One chunk on each disk, and a request across each place where a stripe of 32 bits ends. */
    static Vector<ArrayCase> ofLongStripe(Map<String, BigInteger> numbers) {
        ArrayCase array = ofOneChunkEach(numbers).head();
        long chunk = array.array().chunk();
        long wrapped = chunk * array.disks() & 0xffff_ffffL;
        return Vector.of(array)
                .appendAll(Vector.range(1, 9).map(times -> array.withRequest(times * wrapped - 1, 2)))
                .append(array.withRequest(chunk - 2, 2));
    }

    /** Discards about where an int no longer keeps an offset. The size that md reports may be too small for them. */
    static Vector<ArrayCase> ofDiscardedStripe(Map<String, BigInteger> numbers) {
        ArrayCase array = ofOneChunkEach(numbers).head();
        long at = Borders.number(numbers, Numbers.IN_STRIPE);
        return Vector.range(1, 5)
                .map(chunks -> withLast(array, chunks * array.array().chunk()))
                .flatMap(c -> Vector.of(c.withRequest(at - 1, 1), c.withRequest(at, 1)));
    }

    private static ArrayCase withLast(ArrayCase array, long size) {
        long[] sizes = array.diskSectors();
        sizes[sizes.length - 1] = size;
        return array.withDisks(sizes);
    }

    /** A request whose rest is longer than a chunk. */
    static Vector<ArrayCase> ofRequest(Map<String, BigInteger> numbers) {
        long chunk = Borders.number(numbers, Numbers.CHUNK);
        long left = Borders.number(numbers, Term.variable("left", Range.ANY));
        long size = (left + chunk - 1) / chunk * chunk;
        return Vector.of(ArrayCase.of((int) chunk, size, size).withRequest(0, left));
    }

    /** A zone after one that is no whole number of its rounds, and a discard of its first sector. */
    static Vector<ArrayCase> ofRotatedZone(Map<String, BigInteger> numbers) {
        long chunk = Borders.number(numbers, Numbers.CHUNK);
        int later = (int) Borders.number(numbers, Numbers.DISKS);
        int all = (int) Borders.number(numbers, Term.variable("disks_before", Range.ANY));
        long depth = Borders.number(numbers, Term.variable("depth_in_chunks", Range.ANY)) * chunk;
        long[] sizes = new long[all];
        Arrays.fill(sizes, depth);
        Arrays.fill(sizes, all - later, all, depth + chunk);
        return Vector.of(ArrayCase.of((int) chunk, sizes).withRequest(depth * all, 1));
    }
}
