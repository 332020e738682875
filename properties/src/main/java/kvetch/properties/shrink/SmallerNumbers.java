package kvetch.properties.shrink;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kvetch.properties.cases.ArrayCase;

/** Passes that look for a smaller raid_disks and a smaller chunk. */
final class SmallerNumbers extends ArrayPasses {
    SmallerNumbers(Search<ArrayCase> search) {
        super(search);
    }

    void shrinkRaidDisks() {
        int disks = best().disks();
        if (best().raidDisks() == disks && disks > 0) return;
        boolean positive = best().raidDisks() > 0;
        smallest(
                0,
                positive ? Math.abs((long) best().raidDisks() - disks) : (long) Integer.MAX_VALUE - disks,
                positive,
                distance -> {
                    List<ArrayCase> candidates = new ArrayList<>();
                    if (disks - distance > 0) candidates.add(best().withRaidDisks((int) (disks - distance)));
                    candidates.add(best().withRaidDisks((int) (disks + distance)));
                    return candidates;
                });
        // Nothing positive breaks it: zero and downwards.
        if (best().raidDisks() <= 0)
            smallest(0, -(long) best().raidDisks(), true, below -> List.of(best().withRaidDisks((int) -below)));
    }

    void shrinkChunk() {
        long most = best().chunkSectors() < 0 ? 1L << 31 : Math.abs((long) best().chunkSectors());
        long refutedUpTo = 0;
        for (long magnitude : chunkMagnitudes()) {
            if (best().chunkSectors() > 0 && magnitude >= most) break;
            if (magnitude <= Integer.MAX_VALUE && acceptFirst(withChunk((int) magnitude))) {
                bisect(refutedUpTo, magnitude, value -> acceptFirst(withChunk((int) value)));
                return;
            }
            refutedUpTo = magnitude;
        }
        if (best().chunkSectors() > 0) {
            bisect(refutedUpTo, most, value -> acceptFirst(withChunk((int) value)));
            return;
        }
        refutedUpTo = 0;
        for (long magnitude : chunkMagnitudes()) {
            if (acceptFirst(withChunk((int) -magnitude))) {
                bisect(refutedUpTo, magnitude, value -> acceptFirst(withChunk((int) -value)));
                return;
            }
            refutedUpTo = magnitude;
        }
    }

    private static List<Long> chunkMagnitudes() {
        List<Long> magnitudes = new ArrayList<>();
        for (long small = 1; small <= LINEAR; small++) magnitudes.add(small);
        for (int shift = 5; shift <= 31; shift++)
            for (long near = -1; near <= 1; near++) magnitudes.add((1L << shift) + near);
        return magnitudes;
    }

    /** The chunk alone, or with sizes and request that follow it. */
    private Set<ArrayCase> withChunk(int chunk) {
        if (chunk == 0) return Set.of();
        Set<ArrayCase> candidates = new LinkedHashSet<>();
        candidates.add(best().withChunk(chunk));
        ArrayCase rescaled = Variants.rescaled(best(), chunk);
        candidates.add(rescaled);
        for (int extra = 0; extra <= 2; extra++) {
            ArrayCase ranked = best().withChunk(chunk).withDisks(Variants.ranked(best(), chunk, extra));
            candidates.add(ranked);
            candidates.add(ranked.withRequest(rescaled.requestStart(), rescaled.requestSectors()));
        }
        for (int chunks = 1; chunks <= 3; chunks++)
            candidates.add(best().withChunk(chunk).withDisks(Variants.equal(best(), chunk, chunks)));
        if (best().requestSectors() != 0)
            for (ArrayCase c : List.copyOf(candidates)) {
                candidates.add(c.withRequest(0, c.requestSectors()));
                candidates.add(Variants.atWrap(c));
            }
        return candidates;
    }
}
