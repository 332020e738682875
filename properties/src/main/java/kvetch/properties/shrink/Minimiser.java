package kvetch.properties.shrink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.gen.ArrayCases;
import kvetch.properties.gen.NearlyAllMemory;

/**
 * Makes a counterexample as small as it gets, in {@link Case#SMALLER_FIRST}.
 *
 * <p>Each pass looks for the smallest value of one part of the case, from the smallest up rather than from the found one
 * down, and where one part alone cannot move, moves others with it: fewer disks with a larger raid_disks or chunk, a smaller
 * chunk with sizes and request that keep their number of chunks, a smaller disk with a larger later one. Passes are repeated
 * until none moves; what is small then is checked against all that is smaller. So the result depends on the defect and not
 * on where the search began.
 */
public final class Minimiser {
    private static final int LINEAR = 20;
    private static final int LATEST_FAIL_AT = 12;
    private static final int ENUMERATED_DISKS = 3;
    private static final int MANY_DISKS = 16;

    /** Machines, the nearest to the usual one first. */
    static final int[] PAGE_SIZES = {4096, 16384, 65536};

    private static final int[] MEMORY_MIB = {2048, 1024, 512, 256, 64, 16, 4096, 16384};

    /** Registering integrity fails where disks differ, or, with fewer disks, where this allocation fails. */
    private static final int POOL_ALLOCATION = 4;

    private static final long[][] SMALL_SIZES = {
        {2}, {3}, {2, 2}, {2, 3}, {3, 2}, {2, 2, 2}, {2, 2, 3}, {2, 3, 3}, {2, 3, 4}, {3, 2, 2}, {3, 3, 2}
    };

    private final Predicate<? super ArrayCase> breaks;
    private final int budget;
    private final Set<ArrayCase> refuted = new HashSet<>();
    private ArrayCase best;
    private int evaluations;

    private Minimiser(ArrayCase found, Predicate<? super ArrayCase> breaks, int budget) {
        this.best = found;
        this.breaks = breaks;
        this.budget = budget;
    }

    /**
     * What it came to.
     *
     * @param smallest the smallest case
     * @param evaluations how many cases were tried
     */
    record Result<C extends Case>(C smallest, int evaluations) {}

    public static Result<? extends Case> minimise(Case found, Predicate<Case> breaks, int budget) {
        return found instanceof ArrayCase array
                ? minimiseArray(array, breaks, budget)
                : WorkloadMinimiser.minimise((WorkloadCase) found, breaks);
    }

    static Result<ArrayCase> minimiseArray(ArrayCase found, Predicate<? super ArrayCase> breaks, int budget) {
        Minimiser minimiser = new Minimiser(found, breaks, budget);
        minimiser.run();
        return new Result<>(minimiser.best, minimiser.evaluations);
    }

    private void run() {
        ArrayCase before;
        do {
            before = best;
            makeUsual();
            moveToUsualMachine();
            dropDisks();
            moveFailPoint();
            shrinkRaidDisks();
            shrinkChunk();
            shrinkSizes();
            if (best.layout() != 1) accept(best.withLayout(1));
            if (best.layout() == 0) accept(best.withLayout(2));
            shrinkRequest();
            if (best.equals(before)) tryFewDisks();
            if (best.equals(before)) enumerateSmaller();
        } while (!best.equals(before) && evaluations < budget);
    }

    /** A table with many zones of few disks may be as large as one with few zones of many. */
    private void tryFewDisks() {
        acceptFirst(smallArrays());
        for (int count = 1; count < best.disks(); count++) {
            ArrayCase c = best.withDisks(different(count));
            if (acceptFirst(List.of(c.withRaidDisks(count), c))) return;
        }
    }

    /** Up to three disks of a few sectors, in order. */
    private static List<ArrayCase> smallArrays() {
        List<ArrayCase> arrays = new ArrayList<>();
        for (long[] sizes : SMALL_SIZES)
            for (int layout : new int[] {1, 2, 0})
                arrays.add(ArrayCase.of(1, sizes).withLayout(layout));
        return arrays;
    }

    /** Takes the candidate if it is smaller and breaks the law in the same way. */
    private boolean accept(ArrayCase candidate) {
        if (evaluations >= budget || Case.SMALLER_FIRST.compare(candidate, best) >= 0 || refuted.contains(candidate))
            return false;
        evaluations++;
        if (breaks.test(candidate)) {
            best = candidate;
            return true;
        }
        refuted.add(candidate);
        return false;
    }

    private boolean acceptFirst(Iterable<ArrayCase> candidates) {
        for (ArrayCase candidate : candidates) if (accept(candidate)) return true;
        return false;
    }

    private void makeUsual() {
        accept(best.withFailAt(0));
        accept(best.withRequest(0, 0));
        accept(best.withSameDisksAgain());
        accept(best.inOrder());
        accept(best.withIntegrity(Integrity.NONE));
        accept(best.withIntegrity(Integrity.SAME));
        accept(best.withBlockSize(512));
        accept(best.onUsualMachine());
        // Whatever an array was refused for, a missing disk may do as well.
        ArrayCase oneMissing = best.withRaidDisks(best.disks() + 1);
        accept(oneMissing
                .withFailAt(0)
                .withBlockSize(512)
                .withIntegrity(Integrity.NONE)
                .inOrder());
        accept(oneMissing.withFailAt(0));
        accept(oneMissing.withBlockSize(512));
    }

    /** A small table that does not fit a machine in fragments does as a large one does on the usual machine. */
    private void moveToUsualMachine() {
        if (best.isOnUsualMachine()) return;
        ArrayCase usual = best.onUsualMachine();
        if (accept(nearlyAllMemory(usual))) return;
        for (long raidDisks = Math.max(1, best.raidDisks()); raidDisks <= Integer.MAX_VALUE; raidDisks *= 2)
            if (accept(usual.withRaidDisks((int) raidDisks))) return;
        for (int pageSize : PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile fresh = MachineProfile.of(pageSize, memoryMib);
                for (int freeOrder = fresh.maxPageOrder(); freeOrder >= 0; freeOrder--)
                    if (accept(best.onMachine(fresh.withFreeOrder(freeOrder)))) return;
            }
    }

    /** What takes nearly all memory of one machine, or with so many zones, does so elsewhere with another raid_disks. */
    private static ArrayCase nearlyAllMemory(ArrayCase c) {
        return c.withRaidDisks(NearlyAllMemory.of(c).between());
    }

    /** On the usual machine, its memory in blocks of at most an order. */
    private static ArrayCase onFragmented(ArrayCase c, int freeOrder) {
        ArrayCase usual = c.onUsualMachine();
        return usual.onMachine(usual.machine().withFreeOrder(freeOrder));
    }

    // Disks

    private void dropDisks() {
        for (int count : counts(best.disks())) {
            if (count >= best.disks()) return;
            if (best.integrity() != Integrity.NONE) {
                ArrayCase alike = best.withDisks(Arrays.copyOf(best.diskSectors(), count))
                        .withIntegrity(Integrity.SAME)
                        .withFailAt(POOL_ALLOCATION);
                if (accept(alike.withRaidDisks(count))) return;
            }
            if (acceptFirst(withFewerDisks(count))) return;
        }
        for (int i = best.disks() - 1; i >= 0 && best.disks() > 1; i--) {
            long[] fewer = without(best.diskSectors(), i);
            ArrayCase candidate = best.withDisks(fewer);
            if (!accept(candidate.withRaidDisks(best.raidDisks() - 1)) && !accept(candidate) && i == best.disks() - 1)
                acceptFirst(withMoreZones(i));
        }
    }

    private static List<Integer> counts(int disks) {
        List<Integer> counts = new ArrayList<>();
        for (int count = 1; count < disks; count += 1 + count / 8) counts.add(count);
        return counts;
    }

    /** A table may be as large with fewer disks that all differ, and too large sooner where memory is in small blocks. */
    private List<ArrayCase> withMoreZones(int count) {
        if (best.isOnUsualMachine() && best.disks() < MANY_DISKS) return List.of();
        ArrayCase c = best.withDisks(different(count));
        if (best.raidDisks() == best.disks()) c = c.withRaidDisks(count);
        return List.of(c, onFragmented(c, 0));
    }

    /** Disks that all differ. */
    private long[] different(int count) {
        long unit = unsignedChunk(best);
        long[] sizes = new long[count];
        for (int i = 0; i < count; i++) sizes[i] = clamp((unit == 1 ? i + 2 : i + 1) * unit);
        return sizes;
    }

    private Set<ArrayCase> withFewerDisks(int count) {
        int disks = best.disks();
        Set<ArrayCase> candidates = new LinkedHashSet<>(withMoreZones(count));
        int factor = (disks + count - 1) / count;
        int rd = best.raidDisks();
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
        int chunk = best.chunkSectors();
        int sameStripe = (int) (unsignedChunk(best) * disks / count);
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
                ArrayCase dropped = best.withDisks(sizes).withRaidDisks(r);
                candidates.add(dropped);
                if (r == rd && rd != disks) candidates.add(nearlyAllMemory(dropped));
                if (best.requestSectors() != 0) {
                    candidates.addAll(withEarlierRequests(dropped));
                }
            }
        for (long[] sizes : subsets(count))
            for (int c : chunks) {
                if (c == 0) continue;
                ArrayCase dropped = best.withRaidDisks(rd == disks ? count : rd);
                long[] larger = sizes.clone();
                for (int i = 0; i < larger.length; i++) larger[i] = clamp(larger[i] * factor);
                for (long[] kept : new long[][] {sizes, larger}) {
                    ArrayCase candidate = rescaled(dropped.withDisks(kept), c);
                    candidates.add(candidate);
                    if (best.requestSectors() != 0) candidates.addAll(withEarlierRequests(candidate));
                }
            }
        return candidates;
    }

    /** The request of the best case at other places, which an array of another shape may need. */
    private List<ArrayCase> withEarlierRequests(ArrayCase c) {
        List<ArrayCase> candidates = new ArrayList<>();
        long length = best.requestSectors();
        long start = best.requestStart();
        long chunk = unsignedChunk(best);
        for (long small = 0; small <= 6; small++) candidates.add(c.withRequest(small, length));
        candidates.add(atWrap(c));
        candidates.add(c.withRequest(start % chunk, length));
        candidates.add(c.withRequest(start % (chunk * best.disks()), length));
        for (int shift = 30; shift <= 33; shift++)
            for (long near = -2; near <= 0; near++) candidates.add(c.withRequest((1L << shift) + near, length));
        return candidates;
    }

    private List<long[]> subsets(int count) {
        long[] sizes = best.diskSectors();
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

    /** With the request where disks times chunk wraps at 32 bits, and the row of a sector with it. */
    private static ArrayCase atWrap(ArrayCase c) {
        long wrapped = Integer.toUnsignedLong(c.chunkSectors() * c.disks());
        return c.withRequest(Math.max(0, wrapped - 1), c.requestSectors());
    }

    private void moveFailPoint() {
        if (best.failAt() == 0) return;
        for (int later = LATEST_FAIL_AT; later > best.failAt(); later--) if (accept(best.withFailAt(later))) return;
    }

    // Numbers

    /**
     * Looks for the smallest accepted value: one by one, then in doubling steps, then between two steps.
     *
     * @param low where to begin
     * @param high where to end
     * @param highBreaks whether the best case is the one with {@code high}
     */
    private void smallest(long low, long high, boolean highBreaks, LongFunction<Iterable<ArrayCase>> candidates) {
        long value = low;
        for (int i = 0; i < LINEAR && value <= high; i++, value++) if (acceptFirst(candidates.apply(value))) return;
        long refutedUpTo = value - 1;
        for (long step = 1; value < high && value >= low; step *= 2, value = low + LINEAR + step) {
            if (acceptFirst(candidates.apply(value))) {
                bisect(refutedUpTo, value, candidates);
                return;
            }
            refutedUpTo = value;
        }
        if (highBreaks || acceptFirst(candidates.apply(high))) bisect(refutedUpTo, high, candidates);
    }

    private void bisect(long refutedUpTo, long accepted, LongFunction<Iterable<ArrayCase>> candidates) {
        long low = refutedUpTo;
        long high = accepted;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (acceptFirst(candidates.apply(middle))) high = middle;
            else low = middle;
        }
    }

    private void shrinkRaidDisks() {
        int disks = best.disks();
        if (best.raidDisks() == disks) return;
        boolean positive = best.raidDisks() > 0;
        smallest(
                0,
                positive ? Math.abs((long) best.raidDisks() - disks) : (long) Integer.MAX_VALUE - disks,
                positive,
                distance -> {
                    List<ArrayCase> candidates = new ArrayList<>();
                    if (disks - distance > 0) candidates.add(best.withRaidDisks((int) (disks - distance)));
                    candidates.add(best.withRaidDisks((int) (disks + distance)));
                    return candidates;
                });
        // Nothing positive breaks it: zero and downwards.
        if (best.raidDisks() <= 0)
            smallest(0, -(long) best.raidDisks(), true, below -> List.of(best.withRaidDisks((int) -below)));
    }

    private void shrinkChunk() {
        long most = best.chunkSectors() < 0 ? 1L << 31 : Math.abs((long) best.chunkSectors());
        long refutedUpTo = 0;
        for (long magnitude : chunkMagnitudes()) {
            if (best.chunkSectors() > 0 && magnitude >= most) break;
            if (magnitude <= Integer.MAX_VALUE && acceptFirst(withChunk((int) magnitude))) {
                bisect(refutedUpTo, magnitude, value -> withChunk((int) value));
                return;
            }
            refutedUpTo = magnitude;
        }
        if (best.chunkSectors() > 0) {
            bisect(refutedUpTo, most, value -> withChunk((int) value));
            return;
        }
        refutedUpTo = 0;
        for (long magnitude : chunkMagnitudes()) {
            if (acceptFirst(withChunk((int) -magnitude))) {
                bisect(refutedUpTo, magnitude, value -> withChunk((int) -value));
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
        candidates.add(best.withChunk(chunk));
        ArrayCase rescaled = rescaled(best, chunk);
        candidates.add(rescaled);
        for (int extra = 0; extra <= 2; extra++) {
            ArrayCase ranked = best.withChunk(chunk).withDisks(ranked(chunk, extra));
            candidates.add(ranked);
            candidates.add(ranked.withRequest(rescaled.requestStart(), rescaled.requestSectors()));
        }
        for (int chunks = 1; chunks <= 3; chunks++)
            candidates.add(best.withChunk(chunk).withDisks(equal(chunk, chunks)));
        if (best.requestSectors() != 0)
            for (ArrayCase c : List.copyOf(candidates)) {
                candidates.add(c.withRequest(0, c.requestSectors()));
                candidates.add(atWrap(c));
            }
        return candidates;
    }

    /** The same number of chunks, of another size. */
    private static ArrayCase rescaled(ArrayCase c, int chunk) {
        long from = unsignedChunk(c);
        long to = Integer.toUnsignedLong(chunk);
        long[] sizes = c.diskSectors();
        for (int i = 0; i < sizes.length; i++) sizes[i] = clamp(rescale(sizes[i], from, to));
        ArrayCase rescaled = c.withChunk(chunk).withDisks(sizes);
        return c.requestSectors() == 0
                ? rescaled
                : rescaled.withRequest(
                        rescale(c.requestStart(), from, to), Math.max(1, rescale(c.requestSectors(), from, to)));
    }

    private static long rescale(long value, long from, long to) {
        if (from == 0) return value;
        return value / from * to + Math.min(value % from, to - 1);
    }

    /** The smallest disks that differ where the disks differ: 1, 2, ... chunks, and more. */
    private long[] ranked(int chunk, int extra) {
        long unit = Integer.toUnsignedLong(chunk);
        long[] sizes = best.diskSectors();
        long[] distinct = Arrays.stream(sizes).sorted().distinct().toArray();
        for (int i = 0; i < sizes.length; i++)
            sizes[i] = clamp((Arrays.binarySearch(distinct, sizes[i]) + extra) * unit);
        return sizes;
    }

    private long[] equal(int chunk, int chunks) {
        long[] sizes = new long[best.disks()];
        Arrays.fill(sizes, clamp(Integer.toUnsignedLong(chunk) * chunks));
        return sizes;
    }

    private static long unsignedChunk(ArrayCase c) {
        return Math.max(1, Integer.toUnsignedLong(c.chunkSectors()));
    }

    private static long clamp(long sectors) {
        return Math.max(2, Math.min(ArrayCases.LARGEST_DISK, sectors));
    }

    private void shrinkSizes() {
        for (int extra = 0; extra <= 2; extra++) accept(best.withDisks(ranked(best.chunkSectors(), extra)));
        long[] equal = best.diskSectors();
        Arrays.fill(equal, Arrays.stream(equal).min().orElseThrow());
        accept(best.withDisks(equal));
        if (best.disks() > 64) return;
        for (int i = 0; i < best.disks(); i++) shrinkSize(i);
        long[] ascending = best.diskSectors();
        Arrays.sort(ascending);
        accept(best.withDisks(ascending));
        for (int i = 0; i + 1 < best.disks(); i++) for (int j = i + 1; j < best.disks(); j++) shiftSize(i, j);
    }

    private void shrinkSize(int disk) {
        for (int other = 0; other < best.disks(); other++)
            if (best.diskSectors(other) < best.diskSectors(disk)) accept(withSize(disk, best.diskSectors(other)));
        long unit = unsignedChunk(best);
        for (long chunks = 0; chunks <= 4; chunks++)
            for (long near = -1; near <= 1; near++)
                if (chunks * unit + near >= 2 && chunks * unit + near <= ArrayCases.LARGEST_DISK)
                    accept(withSize(disk, chunks * unit + near));
        smallest(2, best.diskSectors(disk), true, size -> List.of(withSize(disk, size)));
    }

    /** The same sum, with more of it in the later disk. */
    private void shiftSize(int from, int to) {
        long sum = best.diskSectors(from) + best.diskSectors(to);
        if (sum < 0) return;
        smallest(2, best.diskSectors(from), true, size -> {
            if (sum - size > ArrayCases.LARGEST_DISK) return List.of();
            long[] sizes = best.diskSectors();
            sizes[from] = size;
            sizes[to] = sum - size;
            return List.of(best.withDisks(sizes));
        });
    }

    private ArrayCase withSize(int disk, long size) {
        long[] sizes = best.diskSectors();
        sizes[disk] = size;
        return best.withDisks(sizes);
    }

    private void shrinkRequest() {
        if (best.requestSectors() == 0) return;
        smallest(1, best.requestSectors(), true, length -> {
            long start = best.requestStart();
            long end = start + best.requestSectors();
            long chunk = unsignedChunk(best);
            return List.of(
                    best.withRequest(0, length),
                    best.withRequest(start, length),
                    best.withRequest(end - length, length),
                    best.withRequest(start / chunk * chunk, length),
                    best.withRequest(start % chunk, length),
                    best.withRequest(start % (chunk * best.disks()), length));
        });
        acceptFirst(withEarlierRequests(best));
        smallest(0, best.requestStart(), true, start -> List.of(best.withRequest(start, best.requestSectors())));
    }

    // All that is smaller

    /** Looks through the small cases below a small one, in order, so that the first that breaks the law is the smallest. */
    private void enumerateSmaller() {
        boolean small = best.disks() <= ENUMERATED_DISKS && best.chunkSectors() > 0 && best.chunkSectors() <= LINEAR;
        if (!small || !best.isInOrder()) return;
        for (int disks = 1; disks <= best.disks(); disks++)
            for (int failAt : failPoints())
                for (int raidDisks : raidDisksNear(disks))
                    for (int chunk = 1; chunk <= Math.min(12, best.chunkSectors()); chunk++)
                        for (long[] sizes : smallSizes(disks, chunk))
                            for (int layout = 1; layout <= 2; layout++) {
                                ArrayCase c = best.withDisks(sizes)
                                        .withFailAt(failAt)
                                        .withRaidDisks(raidDisks)
                                        .withChunk(chunk)
                                        .withLayout(layout);
                                if (Case.SMALLER_FIRST.compare(c.withRequest(0, 0), best) >= 0) continue;
                                if (best.requestSectors() == 0 ? accept(c) : acceptFirst(requests(c))) return;
                                if (evaluations >= budget) return;
                            }
    }

    private List<Integer> failPoints() {
        List<Integer> points = new ArrayList<>(List.of(0));
        if (best.failAt() != 0) for (int later = LATEST_FAIL_AT; later >= best.failAt(); later--) points.add(later);
        return points;
    }

    private Set<Integer> raidDisksNear(int disks) {
        Set<Integer> values = new LinkedHashSet<>(List.of(disks, disks + 1));
        values.add(best.raidDisks());
        return values;
    }

    /** Sizes of up to three chunks, by sum and then in ascending order. */
    private static List<long[]> smallSizes(int disks, int chunk) {
        int most = disks == 3 ? Math.min(3 * chunk + 1, 12) : 3 * chunk + 1;
        List<long[]> tuples = new ArrayList<>(List.of(new long[0]));
        for (int i = 0; i < disks; i++) {
            List<long[]> longer = new ArrayList<>();
            for (long[] tuple : tuples)
                for (long size = 2; size <= most; size++) {
                    long[] extended = Arrays.copyOf(tuple, tuple.length + 1);
                    extended[tuple.length] = size;
                    longer.add(extended);
                }
            tuples = longer;
        }
        tuples.sort((a, b) -> {
            int bySum = Long.compare(Arrays.stream(a).sum(), Arrays.stream(b).sum());
            return bySum != 0 ? bySum : Arrays.compare(a, b);
        });
        return tuples;
    }

    private List<ArrayCase> requests(ArrayCase c) {
        List<ArrayCase> requests = new ArrayList<>();
        long sectors = Arrays.stream(c.diskSectors()).sum();
        for (long length = 1; length <= Math.min(sectors, 9); length++)
            for (long start = 0; start + length <= sectors; start++) requests.add(c.withRequest(start, length));
        return requests;
    }
}
