package kvetch.properties.laws;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import kvetch.properties.evidence.Evidence;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;

/** Collects the parts of a request or discard. */
final class Parts implements ExtentSink {
    /** Ranges longer than this are looked at where they begin, end and cross boundaries. */
    private static final int WALKED_SECTORS = 2048;

    private static final Comparator<Evidence.Place> BY_PLACE =
            Comparator.comparingInt(Evidence.Place::disk).thenComparing(Evidence.Place::sector, Long::compareUnsigned);

    private final List<Evidence.Place> parts = new ArrayList<>();

    @Override
    public void accept(int disk, long diskSector, long sectors) {
        parts.add(new Evidence.Place(disk, diskSector, sectors));
    }

    Vector<Evidence.Place> list() {
        return Vector.ofAll(parts);
    }

    boolean holds(Mapping mapping) {
        for (Evidence.Place part : parts)
            if (part.disk() == mapping.disk()
                    && Long.compareUnsigned(mapping.sector() - part.sector(), part.sectors()) < 0) return true;
        return false;
    }

    boolean hasEmpty() {
        for (Evidence.Place part : parts) if (part.sectors() == 0) return true;
        return false;
    }

    /** Whether a sector of a disk is in two of them. */
    boolean overlap() {
        if (parts.size() < 2) return false;
        List<Evidence.Place> sorted = new ArrayList<>(parts);
        sorted.sort(BY_PLACE);
        Evidence.Place before = sorted.get(0);
        for (Evidence.Place part : sorted.subList(1, sorted.size())) {
            boolean isWithin = part.disk() == before.disk()
                    && Long.compareUnsigned(part.sector() - before.sector(), before.sectors()) < 0;
            if (isWithin) return true;
            before = part;
        }
        return false;
    }

    BigInteger total() {
        BigInteger sum = BigInteger.ZERO;
        for (Evidence.Place part : parts) sum = sum.add(new BigInteger(Long.toUnsignedString(part.sectors())));
        return sum;
    }

    /** Which sectors of a range to look at, from its start. */
    static long[] offsetsToLookAt(long length, long start, long chunk) {
        if (length <= WALKED_SECTORS) {
            long[] all = new long[(int) length];
            for (int i = 0; i < all.length; i++) all[i] = i;
            return all;
        }
        long toBoundary = chunk - Long.remainderUnsigned(start, chunk);
        long[] picked = new long[96];
        int n = 0;
        for (long at :
                new long[] {0, 1, toBoundary - 1, toBoundary, toBoundary + chunk, length / 2, length - 2, length - 1})
            if (at >= 0 && at < length) picked[n++] = at;
        for (int i = 0; i < 64; i++) picked[n++] = length / 64 * i;
        return Arrays.copyOf(picked, n);
    }
}
