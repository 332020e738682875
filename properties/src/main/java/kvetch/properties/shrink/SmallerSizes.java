package kvetch.properties.shrink;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;

/** Passes that look for smaller disks, and for a shorter and earlier request. */
final class SmallerSizes extends ArrayPasses {
    private static final int MANY_DISKS = 64;

    SmallerSizes(Search<ArrayCase> search) {
        super(search);
    }

    void shrinkSizes() {
        if (best().disks() == 0) return;
        for (int extra = 0; extra <= 2; extra++)
            accept(best().withDisks(Variants.ranked(best(), best().chunkSectors(), extra)));
        long[] same = best().diskSectors();
        Arrays.fill(same, Arrays.stream(same).min().orElseThrow());
        accept(best().withDisks(same));
        if (best().disks() > MANY_DISKS) {
            shrinkAllSizes();
            return;
        }
        for (int i = 0; i < best().disks(); i++) shrinkSize(i);
        long[] ascending = best().diskSectors();
        Arrays.sort(ascending);
        accept(best().withDisks(ascending));
        for (int i = 0; i + 1 < best().disks(); i++) for (int j = i + 1; j < best().disks(); j++) shiftSize(i, j);
    }

    /** Many disks of one size: each for itself would take too long. */
    private void shrinkAllSizes() {
        BigInteger sum = BigInteger.ZERO;
        for (long size : best().diskSectors()) sum = sum.add(new BigInteger(Long.toUnsignedString(size)));
        BigInteger[] shares = sum.divideAndRemainder(BigInteger.valueOf(best().disks()));
        long mean = shares[0].longValue();
        // No smaller sum may do.
        if (!accept(withAllSizes(mean))) accept(withAllSizes(mean + shares[1].signum()));
        long first = best().diskSectors(0);
        if (Arrays.stream(best().diskSectors()).allMatch(size -> size == first))
            smallest(2, first, true, size -> List.of(withAllSizes(size)));
        else if (accept(withOneLarger(mean - 1))) smallest(2, mean - 1, true, size -> List.of(withOneLarger(size)));
        else if (isOneLarger()) smallest(2, best().diskSectors(0), true, size -> List.of(withOneLarger(size)));
    }

    /** All of one size but the last, which is a chunk larger: two zones. */
    private ArrayCase withOneLarger(long size) {
        long[] sizes = best().diskSectors();
        Arrays.fill(sizes, size);
        sizes[sizes.length - 1] = size + Variants.unsignedChunk(best());
        return best().withDisks(sizes);
    }

    private boolean isOneLarger() {
        return withOneLarger(best().diskSectors(0)).equals(best());
    }

    private ArrayCase withAllSizes(long size) {
        long[] sizes = best().diskSectors();
        Arrays.fill(sizes, size);
        return best().withDisks(sizes);
    }

    private void shrinkSize(int disk) {
        for (int other = 0; other < best().disks(); other++)
            if (best().diskSectors(other) < best().diskSectors(disk)) accept(withSize(disk, best().diskSectors(other)));
        long unit = Variants.unsignedChunk(best());
        for (long chunks = 0; chunks <= 4; chunks++)
            for (long near = -1; near <= 1; near++)
                if (chunks * unit + near >= 2 && chunks * unit + near <= Disks.LARGEST)
                    accept(withSize(disk, chunks * unit + near));
        smallest(2, best().diskSectors(disk), true, size -> List.of(withSize(disk, size)));
    }

    /** The same sum, with more of it in the later disk. */
    private void shiftSize(int from, int to) {
        long sum = best().diskSectors(from) + best().diskSectors(to);
        if (sum < 0) return;
        smallest(2, best().diskSectors(from), true, size -> {
            if (sum - size > Disks.LARGEST) return List.of();
            long[] sizes = best().diskSectors();
            sizes[from] = size;
            sizes[to] = sum - size;
            return List.of(best().withDisks(sizes));
        });
    }

    private ArrayCase withSize(int disk, long size) {
        long[] sizes = best().diskSectors();
        sizes[disk] = size;
        return best().withDisks(sizes);
    }

    void shrinkRequest() {
        if (best().requestSectors() == 0) return;
        smallest(1, best().requestSectors(), true, length -> {
            long start = best().requestStart();
            long end = start + best().requestSectors();
            long chunk = Variants.unsignedChunk(best());
            return List.of(
                    best().withRequest(0, length),
                    best().withRequest(start, length),
                    best().withRequest(end - length, length),
                    best().withRequest(start / chunk * chunk, length),
                    best().withRequest(start % chunk, length),
                    best().withRequest(start % (chunk * Math.max(1, best().disks())), length));
        });
        acceptFirst(withEarlierRequests(best()));
        smallest(0, best().requestStart(), true, start -> List.of(best().withRequest(start, best().requestSectors())));
    }
}
