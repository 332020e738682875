package kvetch.properties.shrink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;

/** Passes that look for fewer disks, which may take another raid_disks, chunk or request, or disks that differ more. */
final class FewerDisks extends ArrayPasses {
    private static final int MANY_DISKS = 16;
    private static final int TABLE_OF_DISKS = 256;
    private static final int FEW_DISKS = 4;

    /** Registering integrity fails where disks differ, or, with fewer disks, where this allocation fails. */
    private static final int POOL_ALLOCATION = 4;

    private static final long[][] SMALL_SIZES = {
        {2}, {3}, {2, 2}, {2, 3}, {3, 2}, {2, 2, 2}, {2, 2, 3}, {2, 3, 3}, {2, 3, 4}, {3, 2, 2}, {3, 3, 2}
    };

    FewerDisks(Search<ArrayCase> search) {
        super(search);
    }

    void dropDisks() {
        // A table of many zones is as large as one of many slots.
        if (best().disks() >= TABLE_OF_DISKS)
            for (int raidDisks = 1 << 16; raidDisks > 0; raidDisks *= 2)
                if (accept(best().withDisks(2).withRaidDisks(raidDisks))) return;
        dropLargestDisks();
        for (int count : counts(best().disks())) {
            if (count >= best().disks()) return;
            if (best().integrity() != Integrity.NONE) {
                ArrayCase alike = best().withDisks(Arrays.copyOf(best().diskSectors(), count))
                        .withIntegrity(Integrity.SAME)
                        .withFailAt(POOL_ALLOCATION);
                if (accept(alike.withRaidDisks(count))) return;
            }
            for (int[] bytes : twoBlockSizes(count)) {
                ArrayCase alike = best().withDisks(Arrays.copyOf(best().diskSectors(), count))
                        .withBlockSizes(bytes);
                if (accept(alike.withRaidDisks(count)) || accept(alike)) return;
            }
            if (acceptFirst(withFewerDisks(count))) return;
        }
        for (int i = best().disks() - 1; i >= 0 && best().disks() > 1; i--) {
            long[] fewer = without(best().diskSectors(), i);
            ArrayCase candidate = best().withDisks(fewer);
            if (!accept(candidate.withRaidDisks(best().raidDisks() - 1))
                    && !accept(candidate)
                    && i == best().disks() - 1) acceptFirst(withMoreZones(i));
        }
    }

    private List<int[]> twoBlockSizes(int count) {
        BlockSizes sizes = best().array().blockSizes();
        if (!sizes.differ()) return List.of();
        int smallest = Arrays.stream(sizes.toArray()).min().orElse(BlockSizes.USUAL);
        return Variants.twoBlockSizes(smallest, sizes.largest(), count);
    }

    /** Few disks in slots that are not theirs: further on, one of them further on, before the first, or one for two. */
    void simplifySlots() {
        if (best().isInOrder()) return;
        for (int count = 1; count <= Math.min(best().disks(), FEW_DISKS); count++) {
            ArrayCase fewer = best().withDisks(Arrays.copyOf(best().diskSectors(), count));
            for (int[] slots : oddSlots(count))
                for (int raidDisks : new int[] {count, count + 1})
                    if (accept(fewer.withSlots(slots).withRaidDisks(raidDisks))) return;
        }
    }

    private static List<int[]> oddSlots(int count) {
        List<int[]> all = new ArrayList<>();
        int[] inOrder = new int[count];
        Arrays.setAll(inOrder, disk -> disk);
        int[] lastElsewhere = inOrder.clone();
        for (int slot : new int[] {count, -1, 0}) {
            lastElsewhere[count - 1] = slot;
            all.add(lastElsewhere.clone());
        }
        int[] shifted = new int[count];
        Arrays.setAll(shifted, disk -> disk + 1);
        all.add(shifted);
        int[] swapped = inOrder.clone();
        swapped[0] = count - 1;
        swapped[count - 1] = 0;
        all.add(swapped);
        return all;
    }

    /** What takes many disks for the sum of their sizes takes the fewest if all are as large as can be. */
    private void dropLargestDisks() {
        if (best().disks() < TABLE_OF_DISKS || best().raidDisks() != best().disks()) return;
        bisect(1, best().disks(), count -> {
            long[] sizes = new long[(int) count];
            Arrays.fill(sizes, Disks.LARGEST);
            ArrayCase alike = best().withDisks(sizes).withRaidDisks(sizes.length);
            // It may take a second zone.
            Arrays.fill(sizes, 0, sizes.length - 1, Disks.LARGEST - Variants.unsignedChunk(best()));
            return accept(alike) || accept(alike.withDisks(sizes));
        });
    }

    /** A table with many zones of few disks may be as large as one with few zones of many. */
    void tryFewDisks() {
        acceptFirst(smallArrays());
        if (best().disks() >= TABLE_OF_DISKS) {
            // Each costs as many steps as there are disks, squared; and a table grows with them.
            bisect(1, best().disks(), this::acceptUnlike);
            return;
        }
        for (int count = 1; count < best().disks(); count++) if (acceptUnlike(count)) return;
    }

    private boolean acceptUnlike(long count) {
        ArrayCase c = best().withDisks(Variants.different(best(), (int) count));
        return acceptFirst(List.of(c.withRaidDisks((int) count), c));
    }

    /** Up to three disks of a few sectors, in order. */
    private List<ArrayCase> smallArrays() {
        List<ArrayCase> arrays = new ArrayList<>();
        for (long[] sizes : SMALL_SIZES)
            for (int layout : new int[] {1, 2, 0})
                arrays.add(ArrayCase.of(1, sizes).withLayout(layout));
        if (best().array().layouts().isUsual()) return arrays;
        List<ArrayCase> knowing = new ArrayList<>();
        for (ArrayCase c : arrays) for (int own : new int[] {1, 2, 0}) knowing.add(c.withOwnLayout(own));
        return knowing;
    }

    private static List<Integer> counts(int disks) {
        List<Integer> counts = new ArrayList<>();
        for (int count = 1; count < disks; count += 1 + count / 8) counts.add(count);
        return counts;
    }

    /** A table may be as large with fewer disks that all differ, and too large sooner where memory is in small blocks. */
    private List<ArrayCase> withMoreZones(int count) {
        if (best().isOnUsualMachine() && best().disks() < MANY_DISKS) return List.of();
        ArrayCase c = best().withDisks(Variants.different(best(), count));
        if (best().raidDisks() == best().disks()) c = c.withRaidDisks(count);
        return List.of(c, Variants.onFragmented(c, 0));
    }

    private Set<ArrayCase> withFewerDisks(int count) {
        int disks = best().disks();
        Set<ArrayCase> candidates = new LinkedHashSet<>(withMoreZones(count));
        int factor = (disks + count - 1) / count;
        int rd = best().raidDisks();
        int[] raidDisks = {
            count,
            count + 1,
            rd,
            rd - disks + count,
            rd * factor,
            rd * disks / count,
            2 * rd,
            Integer.MAX_VALUE,
            1 << 30,
            -1,
            0
        };
        int chunk = best().chunkSectors();
        int sameStripe = (int) (Variants.unsignedChunk(best()) * disks / count);
        int[] chunks = {
            chunk,
            2 * chunk,
            4 * chunk,
            factor * chunk,
            sameStripe,
            sameStripe + 1,
            1 << 30,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE
        };
        for (long[] sizes : subsets(count))
            for (int r : rd == disks ? new int[] {count} : raidDisks) {
                ArrayCase dropped = best().withDisks(sizes).withRaidDisks(r);
                candidates.add(dropped);
                if (r == rd && rd != disks) candidates.add(Variants.nearlyAllMemory(dropped));
                if (best().requestSectors() != 0) {
                    candidates.addAll(withEarlierRequests(dropped));
                }
            }
        for (long[] sizes : subsets(count))
            for (int c : chunks) {
                if (c == 0) continue;
                ArrayCase dropped = best().withRaidDisks(rd == disks ? count : rd);
                long[] larger = sizes.clone();
                for (int i = 0; i < larger.length; i++) larger[i] = Variants.clamp(larger[i] * factor);
                for (long[] kept : new long[][] {sizes, larger}) {
                    ArrayCase candidate = Variants.rescaled(dropped.withDisks(kept), c);
                    candidates.add(candidate);
                    if (best().requestSectors() != 0) candidates.addAll(withEarlierRequests(candidate));
                }
            }
        return candidates;
    }

    private List<long[]> subsets(int count) {
        long[] sizes = best().diskSectors();
        long[] sorted = sizes.clone();
        Arrays.sort(sorted);
        long[] distinct = Arrays.stream(sorted).distinct().toArray();
        List<long[]> subsets = new ArrayList<>();
        subsets.add(Arrays.copyOf(sorted, count));
        subsets.add(Arrays.copyOfRange(sorted, sorted.length - count, sorted.length));
        subsets.add(Arrays.copyOf(sizes, count));
        if (distinct.length > count) {
            long[] spread = new long[count];
            for (int i = 0; i < count; i++)
                spread[i] = distinct[count == 1 ? 0 : (int) ((long) i * (distinct.length - 1) / (count - 1))];
            subsets.add(spread);
        }
        return subsets;
    }

    private static long[] without(long[] values, int index) {
        long[] fewer = new long[values.length - 1];
        System.arraycopy(values, 0, fewer, 0, index);
        System.arraycopy(values, index + 1, fewer, index, fewer.length - index);
        return fewer;
    }
}
