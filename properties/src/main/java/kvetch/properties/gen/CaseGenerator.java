package kvetch.properties.gen;

import java.util.Arrays;
import java.util.Random;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.ideal.IdealArray;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Population;

/**
 * Generates cases over the whole domain of the widest entry: any raid_disks, any chunk_sectors, disks up to 8 EiB. Edges, and
 * neighbours of edges, are drawn often.
 */
public final class CaseGenerator {
    private static final int MOST_DISKS = 1024;

    /** In percent, how many cases of the laws that allocators are held to are about the allocator alone. */
    private static final int WORKLOADS = 20;

    /** In percent, how many arrays with something wrong have a table that takes nearly all memory. */
    private static final int NEARLY_ALL = 8;

    private static final int MOST_MEMORY_MIB = 2048;
    private static final int[] MEMORY_MIB = {16, 64, 256, 512, 1024, 4096, 16384};

    private final Random random;

    /** In percent, how often an array is one that has nothing wrong with it and so starts. */
    private final int sound;

    private final Bounds bounds;

    private CaseGenerator(Random random, int sound, Bounds bounds) {
        this.random = random;
        this.sound = sound;
        this.bounds = bounds;
    }

    private CaseGenerator(Random random, int sound) {
        this(random, sound, Bounds.NONE);
    }

    /** A case for a law: of its population, and for one of arrays that run an array. */
    public static Case draw(Law law, Random random) {
        return law instanceof LifeLaw ? draw(law.population(), random) : next(law.population(), random);
    }

    /** A case of a population: an array or, where it has such, every so often a workload in its stead. */
    public static Case draw(Population population, Random random) {
        if (population.hasWorkloads()) {
            CaseGenerator cases = new CaseGenerator(random, 0);
            if (cases.percent(WORKLOADS)) return cases.nextWorkload();
        }
        return next(population, random);
    }

    /** An array of a population. */
    public static ArrayCase next(Population population, Random random) {
        return next(population, random, Bounds.NONE);
    }

    /** An array of a population that most likely lies within bounds: the odd ones may not. */
    public static ArrayCase next(Population population, Random random, Bounds bounds) {
        return new CaseGenerator(random, population.sound(), bounds).next();
    }

    /**
     * A workload for an allocator alone.
     *
     * @param random the only source of chance
     */
    public static WorkloadCase nextWorkload(Random random) {
        return new CaseGenerator(random, 0).nextWorkload();
    }

    private WorkloadCase nextWorkload() {
        MachineProfile machine = machine();
        // However much chance a workload takes, what comes after it is the same.
        return Workloads.next(new Random(random.nextLong()), machine);
    }

    private ArrayCase next() {
        boolean isSound = percent(sound);
        int disks = bounds.disks().draw(random, this::disks);
        int chunk = bounds.chunks().draw(random, () -> isSound ? startableChunk(disks) : anyChunk(disks));
        ArrayCase c = ArrayCase.of(chunk, sizes(disks, chunk));
        c = c.withLayout(percent(isSound ? 97 : 85) ? 1 + random.nextInt(2) : 0);
        if (!isSound) c = c.withRaidDisks(percent(50) ? c.raidDisks() : raidDisks(disks));
        if (percent(isSound ? 10 : 25)) c = c.withFailAt(1 + random.nextInt(8));
        if (percent(15)) c = c.withIntegrity(percent(50) ? Integrity.SAME : Integrity.MIXED);
        if (percent(10)) c = c.withBlockSizes(512 << random.nextInt(8));
        if (percent(isSound ? 5 : 15)) c = c.withSlots(slots(disks, isSound));
        c = c.onMachine(machine());
        if (percent(80)) c = withRequest(c);
        if (!isSound && percent(NEARLY_ALL)) c = withNearlyAllMemory(c);
        return Oddities.of(c, isSound);
    }

    private int disks() {
        int dice = random.nextInt(1000);
        if (dice < 450) return 1 + random.nextInt(4);
        if (dice < 800) return 1 + random.nextInt(8);
        if (dice < 960) return 1 + random.nextInt(32);
        if (dice < 998) return 1 + random.nextInt(128);
        return 1 + random.nextInt(MOST_DISKS);
    }

    private int soundChunk(int disks) {
        int dice = random.nextInt(100);
        if (dice < 30) return 1 << random.nextInt(20);
        if (dice < 52) return 1 + random.nextInt(16);
        if (dice < 62) return 8 * (1 + random.nextInt(64));
        if (dice < 75) return 1 + random.nextInt(4194303);
        return largeChunk(disks);
    }

    /** Where the number of disks times the chunk comes near the width of an int. */
    private int largeChunk(int disks) {
        // A multiple of 2^32 exactly.
        int zeros = Integer.numberOfTrailingZeros(disks);
        if (zeros >= 2 && percent(30)) return 1 << (32 - zeros);
        int shift = 20 + random.nextInt(12);
        int dice = random.nextInt(100);
        if (dice < 40) return positive(1 << shift);
        if (dice < 60) return positive(justOverflowing(disks));
        if (dice < 80) return positive(nearPowerOfTwo(shift));
        return positive((1 << shift) + random.nextInt(1 << (shift - 1)));
    }

    /** Times the number of disks it is a little more than 32 bits hold. */
    private int justOverflowing(int disks) {
        return (int) ((1L << 32) / disks + 1 + random.nextInt(4));
    }

    /** A negative chunk is no reason to refuse an array. */
    private int startableChunk(int disks) {
        return percent(90) ? soundChunk(disks) : negativeChunk(disks);
    }

    private int anyChunk(int disks) {
        int dice = random.nextInt(100);
        if (dice < 70) return soundChunk(disks);
        if (dice < 75) return 0;
        if (dice < 90) return negativeChunk(disks);
        return random.nextInt();
    }

    private int negativeChunk(int disks) {
        int dice = random.nextInt(100);
        if (dice < 35) return Integer.MIN_VALUE;
        if (dice < 50) return Integer.MIN_VALUE + random.nextInt(3);
        if (dice < 75 && disks == 2) return justOverflowing(disks);
        return -soundChunk(disks);
    }

    private static int positive(int value) {
        return value > 0 ? value : Integer.MAX_VALUE;
    }

    private int nearPowerOfTwo(int shift) {
        return (int) ((1L << shift) + random.nextInt(3) - 1);
    }

    /** In whole chunks, more or less: equal, of a few sizes, all different, near a boundary, tiny, or huge. */
    private long[] sizes(int disks, int chunk) {
        long unit = Math.max(1, percent(80) ? Integer.toUnsignedLong(chunk) : Math.abs((long) chunk));
        int style = random.nextInt(100);
        long most = mostChunks(unit);
        long[] palette = new long[style < 30 ? 1 : style < 75 ? 1 + random.nextInt(4) : disks];
        for (int i = 0; i < palette.length; i++) palette[i] = 1 + (long) (random.nextDouble() * most);
        long[] sizes = new long[disks];
        for (int i = 0; i < disks; i++) {
            long chunks = palette[palette.length == disks ? i : random.nextInt(palette.length)];
            long size = chunks * unit;
            if (percent(25)) size += ragged(unit);
            if (percent(4)) size = random.nextInt(2) == 0 ? unit - 1 : 2 + (long) (random.nextDouble() * unit);
            if (percent(3)) size = Disks.LARGEST - random.nextInt(3);
            sizes[i] = Math.max(Disks.SMALLEST, Math.min(Disks.LARGEST, size));
        }
        return sizes;
    }

    private long ragged(long unit) {
        return percent(50) ? random.nextInt(3) - 1 : (long) (random.nextDouble() * unit);
    }

    private long mostChunks(long unit) {
        int dice = random.nextInt(100);
        if (dice < 45) return 12;
        if (dice < 70) return 1 << 10;
        if (dice < 85) return 1 << 20;
        return Math.max(1, (Disks.LARGEST / unit) >>> random.nextInt(20));
    }

    private int raidDisks(int disks) {
        int dice = random.nextInt(100);
        if (dice < 25) return disks + random.nextInt(7) - 3;
        if (dice < 50) return nearPowerOfTwo(random.nextInt(32));
        if (dice < 60) return (int) ((4L << 20) / (8L * (1 + random.nextInt(8))) + random.nextInt(3) - 1);
        if (dice < 70) return (int) ((1L << 31) / (8L * (1 + random.nextInt(8))) + random.nextInt(3) - 1);
        if (dice < 80) return -nearPowerOfTwo(random.nextInt(32));
        if (dice < 85) return 0;
        return random.nextInt();
    }

    private int[] slots(int disks, boolean permuted) {
        int[] slots = new int[disks];
        Arrays.setAll(slots, i -> i);
        for (int i = disks - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int moved = slots[i];
            slots[i] = slots[j];
            slots[j] = moved;
        }
        if (!permuted) slots[random.nextInt(disks)] = percent(50) ? random.nextInt(disks + 2) - 1 : random.nextInt();
        return slots;
    }

    private MachineProfile machine() {
        int pageSize = percent(70) ? 4096 : percent(50) ? 16384 : 65536;
        int memoryMib = percent(60) ? 2048 : MEMORY_MIB[random.nextInt(MEMORY_MIB.length)];
        MachineProfile machine = MachineProfile.of(pageSize, memoryMib);
        return percent(80) ? machine : machine.withFreeOrder(random.nextInt(machine.maxPageOrder() + 1));
    }

    /** As larger machines have more memory than a table can take, not on those. */
    private ArrayCase withNearlyAllMemory(ArrayCase c) {
        MachineProfile machine = c.machine();
        ArrayCase onSmaller = machine.memoryMib() <= MOST_MEMORY_MIB
                ? c
                : c.onMachine(MachineProfile.of(machine.pageSize(), MOST_MEMORY_MIB));
        return onSmaller.withRaidDisks(NearlyAllMemory.of(onSmaller).around(random.nextDouble()));
    }

    /** With a request to it, drawn anew. */
    static ArrayCase withRequest(ArrayCase c, Random random) {
        return new CaseGenerator(random, 0).withRequest(c);
    }

    private ArrayCase withRequest(ArrayCase c) {
        if (c.chunkSectors() == 0) return c;
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        IdealArray ideal = IdealArray.of(c);
        if (ideal == null || ideal.capacity() == 0) return c;
        long capacity = ideal.capacity();
        if (capacity < 0) return withRequestPastHalf(c, capacity, chunk);
        long start = requestStart(ideal, chunk);
        return withRequest(c, start, capacity - start, chunk);
    }

    /** Where sectors take all 64 bits: among the last of the array, most often across the end of a chunk. */
    private ArrayCase withRequestPastHalf(ArrayCase c, long capacity, long chunk) {
        long start = capacity - 1 - random.nextInt(1 << 20);
        if (percent(75)) start -= Long.remainderUnsigned(start, chunk) + 1 + random.nextInt(8);
        return withRequest(c, start, capacity - start, chunk);
    }

    /** Most often no longer than the block layer's. */
    private ArrayCase withRequest(ArrayCase c, long start, long room, long chunk) {
        long longest = Math.max(chunk, 8);
        long most = Math.min(room, percent(25) ? 4 * longest : Math.min(longest, 1 << 23));
        return c.withRequest(start, 1 + below(most));
    }

    private long requestStart(IdealArray ideal, long chunk) {
        long capacity = ideal.capacity();
        long edge = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> ideal.zoneStart(random.nextInt(ideal.zones()));
            case 2 -> below(capacity) / chunk * chunk;
            case 3 -> capacity - 1 - below(Math.min(capacity, 16));
            default -> below(capacity);
        };
        long start = percent(50) ? edge : edge - below(2 * Math.max(chunk, 8));
        return Math.max(0, Math.min(capacity - 1, start));
    }

    /** From 0 to {@code bound}, exclusive; small numbers and the largest ones more often. */
    private long below(long bound) {
        if (bound <= 1) return 0;
        if (percent(15)) return Math.min(bound - 1, random.nextInt(4));
        if (percent(15)) return bound - 1;
        return (long) (random.nextDouble() * bound);
    }

    private boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }
}
