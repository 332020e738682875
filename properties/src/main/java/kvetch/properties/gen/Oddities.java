package kvetch.properties.gen;

import java.util.Arrays;
import java.util.Random;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;

/**
 * What few arrays have. Chance comes from the array as it would be without, so that whatever is drawn here moves nothing else
 * that is drawn.
 */
final class Oddities {
    /** So many slots take more than kmalloc has in pages of 4 KiB, if each disk has a size of its own. */
    private static final int MANY_ZONES = 725;

    /** So many of the largest disks have 2^63 sectors, or twice as many. */
    private static final int HALF_OF_64_BITS = 512;

    /** Out of {@link #OF_ALL} arrays: each of these costs as much as a hundred others. */
    private static final int OF_MANY_ZONES = 1;

    private static final int OF_HUGE_SUMS = 5;
    private static final int OF_ALL = 1000;

    /** Of those that may be refused: no disks, one that md does not add, slots that stay empty. */
    private static final int WITHOUT_DISKS = 15;

    private static final int WITH_A_TINY_DISK = 20;
    private static final int WITH_HOLES = 30;

    private final Random random;

    private Oddities(Random random) {
        this.random = random;
    }

    /** The same array or, every so often, an odd one. */
    static ArrayCase of(ArrayCase c, boolean isSound) {
        int shape = 31 * c.hashCode();
        long seed = 31 * (shape + c.requestStart()) + c.requestSectors();
        Oddities oddities = new Oddities(new Random(seed));
        return oddities.withLayouts(
                oddities.withBlockSizes(oddities.withPool(oddities.ofOtherDisks(c, isSound))), isSound);
    }

    // Disks

    private ArrayCase ofOtherDisks(ArrayCase c, boolean isSound) {
        int dice = random.nextInt(OF_ALL);
        if ((dice -= OF_MANY_ZONES) < 0) return ofManyZones(c);
        if ((dice -= OF_HUGE_SUMS) < 0) return ofHugeSum(c);
        if (isSound) return c;
        if ((dice -= WITHOUT_DISKS) < 0) return c.withDisks().withRequest(0, 0);
        if ((dice -= WITH_A_TINY_DISK) < 0) return withATinyDisk(c);
        return dice < WITH_HOLES ? withHoles(c) : c;
    }

    /** As many disks as make a table too large for kmalloc, each of a size of its own. */
    private ArrayCase ofManyZones(ArrayCase c) {
        int chunk = 1 + random.nextInt(16);
        long[] sizes = new long[MANY_ZONES - 2 + random.nextInt(40)];
        boolean ascend = percent(50);
        for (int i = 0; i < sizes.length; i++) sizes[i] = (long) (ascend ? i + 2 : sizes.length + 1 - i) * chunk;
        return withRequest(
                c.inOrder().withDisks(sizes).withRaidDisks(sizes.length).withChunk(chunk));
    }

    /** As many of the largest disks as have about as many sectors as 63 bits count, or 64. */
    private ArrayCase ofHugeSum(ArrayCase c) {
        int largest = HALF_OF_64_BITS * (percent(50) ? 1 : 2);
        ArrayCase huge = percent(50) ? ofNextToAPower(c, largest) : ofMoreThanAPower(c, largest);
        return withRequest(huge.withRaidDisks(huge.disks()));
    }

    private ArrayCase ofMoreThanAPower(ArrayCase c, int largest) {
        long[] sizes = new long[largest + random.nextInt(24)];
        Arrays.fill(sizes, Disks.LARGEST);
        // Of a few sizes, so that there are zones.
        for (int i = random.nextInt(3); i > 0; i--)
            sizes[random.nextInt(sizes.length)] -= (long) (random.nextDouble() * (1L << random.nextInt(50)));
        return c.inOrder().withDisks(sizes);
    }

    /** With 2^63 or 2^64 sectors exactly, or a chunk more or less, where the chunk divides that. */
    private ArrayCase ofNextToAPower(ArrayCase c, int largest) {
        int chunk = c.chunkSectors() <= 0 || percent(60) ? 1 : c.chunkSectors();
        long[] sizes = new long[largest + 1];
        Arrays.fill(sizes, Disks.LARGEST);
        long power = largest == HALF_OF_64_BITS ? Long.MIN_VALUE : 0;
        long missing = power - largest * (Disks.LARGEST / chunk * chunk);
        long last = missing + (percent(50) ? -chunk : percent(50) ? 0 : chunk);
        sizes[random.nextInt(sizes.length)] = Math.max(Disks.SMALLEST, last);
        return c.inOrder().withChunk(chunk).withDisks(sizes);
    }

    private ArrayCase withRequest(ArrayCase c) {
        return c.requestSectors() == 0 ? c : CaseGenerator.withRequest(c.withRequest(0, 0), random);
    }

    /** With a disk that md does not add, and a slot for it or none. */
    private ArrayCase withATinyDisk(ArrayCase c) {
        long[] sizes = c.diskSectors();
        int disk = percent(50) ? sizes.length - 1 : random.nextInt(sizes.length);
        sizes[disk] = Disks.SMALLEST - 1;
        return c.withDisks(sizes).withRaidDisks(percent(50) ? c.raidDisks() : sizes.length - 1);
    }

    /** With more slots than disks, and disks in those that are too many. */
    private ArrayCase withHoles(ArrayCase c) {
        int disks = c.disks();
        int holes = percent(70) ? 1 + random.nextInt(8) : 1 << random.nextInt(20);
        int[] slots = new int[disks];
        boolean moveAll = percent(50);
        Arrays.setAll(slots, disk -> moveAll ? disk + holes : disk);
        if (!moveAll) slots[random.nextInt(disks)] = disks + random.nextInt(holes);
        return c.withRaidDisks(disks + holes).withSlots(slots);
    }

    // What the disks say of themselves

    /** Where an allocation fails, registering integrity takes one more as often as not. */
    private ArrayCase withPool(ArrayCase c) {
        if (c.failAt() == 0 || c.integrity() != Integrity.NONE || percent(50)) return c;
        return c.withIntegrity(percent(75) ? Integrity.SAME : Integrity.MIXED);
    }

    /** Of unlike sizes, of which only the largest counts. */
    private ArrayCase withBlockSizes(ArrayCase c) {
        if (c.disks() < 2 || !percent(6)) return c;
        int[] bytes = new int[c.disks()];
        int sizes = percent(85) ? 4 : 8;
        int common = blockSize(sizes);
        int other = blockSize(sizes);
        int where = random.nextInt(bytes.length);
        boolean isOne = percent(50);
        for (int i = 0; i < bytes.length; i++) bytes[i] = (isOne ? i == where : percent(50)) ? other : common;
        return c.withBlockSizes(bytes);
    }

    private int blockSize(int sizes) {
        return BlockSizes.USUAL << random.nextInt(sizes);
    }

    // Layouts

    private ArrayCase withLayouts(ArrayCase c, boolean isSound) {
        ArrayCase odd = c;
        if (percent(12)) odd = odd.withOwnLayout(percent(75) ? 1 + random.nextInt(2) : anyLayout());
        // Whoever knows its own needs no other.
        int chance = odd.array().layouts().own() > 0 ? 15 : isSound ? 1 : 4;
        return percent(chance) ? odd.withLayout(percent(50) ? 0 : anyLayout()) : odd;
    }

    /** None, its neighbours, or any int. */
    private int anyLayout() {
        return percent(80) ? new int[] {0, 3, -1, -2, 4}[random.nextInt(5)] : random.nextInt();
    }

    private boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }
}
