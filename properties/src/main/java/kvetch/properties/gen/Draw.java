package kvetch.properties.gen;

import java.util.Random;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;

/**
 * Draws what requests are made of: sizes at the edges of classes, pages, limits and integers, flags, and how often. What all
 * requests of a workload ask for is bounded, so that an allocator may take pages one by one.
 */
final class Draw {
    /** How many pages a workload asks for at most, and in a few cases: one request of 2 GiB in pages of 4 KiB, and some more. */
    private static final long MOST_PAGES = 1 << 16;

    private static final long MOST_PAGES_OF_FEW = (1 << 19) + (1 << 16);

    /** In percent, how many workloads may ask for that much. */
    private static final int FEW = 5;

    /** How many bytes a churn among other steps goes through at most, so that it stays cheap. */
    private static final long CHURNED = 1 << 20;

    /** A few more than people like to count to. */
    private static final int[] CROWDS = {70, 104, 132, 260, 300, 516, 1030};

    private final Random random;
    private final MachineProfile machine;
    private long pagesLeft;

    /** For one workload. */
    Draw(Random random, MachineProfile machine) {
        this.random = random;
        this.machine = machine;
        this.pagesLeft = percent(FEW) ? MOST_PAGES_OF_FEW : MOST_PAGES;
    }

    /** How many blocks make a crowd: they take no more than a quarter of the memory. */
    int crowd(long bytes) {
        long memory = (long) machine.memoryMib() << 20;
        long most = Math.max(4, memory / 4 / Math.max(machine.pageSize() / 4, bytes));
        int count = percent(60) ? logUniform(30, 1100) : CROWDS[random.nextInt(CROWDS.length)];
        return (int) Math.min(most, count);
    }

    /** The size of an object: of a class, of any, or of a page or two. */
    long smallBytes() {
        int dice = random.nextInt(100);
        if (dice < 30) return 8L << random.nextInt(6);
        if (dice < 55) return Math.max(1, near(8L << random.nextInt(10)));
        if (dice < 70) return Math.max(1, near(new long[] {24, 48, 96, 192, 320, 1536}[random.nextInt(6)]));
        if (dice < 85) return 1L + random.nextInt(machine.pageSize());
        return near((long) machine.pageSize() << random.nextInt(2));
    }

    /** From the least to the most, with as many small ones as large ones. */
    int logUniform(int least, int most) {
        return (int) Math.round(least * Math.pow((double) most / least, random.nextDouble()));
    }

    /** This size, or a small one where it would be too much. */
    long affordable(long bytes) {
        return pages(bytes) <= pagesLeft ? bytes : near(8L << random.nextInt(10));
    }

    /** So often, or less often where it would be too much. */
    int affordable(long bytes, int times) {
        long pages = pages(bytes);
        int often = (int) Math.max(1, Math.min(times, pagesLeft / pages));
        pagesLeft -= often * pages;
        return often;
    }

    /** How much work a request is. What is more than memory is refused, though maybe not before some of it was taken. */
    private long pages(long bytes) {
        long pages = bytes == 0 ? 1 : ((bytes - 1) >>> Integer.numberOfTrailingZeros(machine.pageSize())) + 1;
        return Long.compareUnsigned(bytes, (long) machine.memoryMib() << 20) <= 0 ? pages : machine.frames() / 64;
    }

    /** A few blocks, or enough to run a small machine out of memory. */
    int times(long bytes) {
        long memory = (long) machine.memoryMib() << 20;
        boolean fills = bytes > 0 && memory / bytes < 48;
        return fills ? 1 + (int) (memory / bytes) : 1 + random.nextInt(6);
    }

    /** How often a churn among other steps goes round at most. */
    static long mostChurned(long bytes) {
        if (bytes <= 0 || bytes > CHURNED) return 4;
        return Math.min(400, CHURNED / bytes);
    }

    /** With which flags most callers ask. */
    int gfp() {
        int dice = random.nextInt(100);
        if (dice < 65) return Gfp.ZERO;
        if (dice < 80) return Gfp.KERNEL;
        return (percent(70) ? Gfp.ZERO : Gfp.KERNEL) | Gfp.NOWARN;
    }

    /** Who would rather be refused than have somebody killed says so in one way or the other. */
    int effort() {
        if (percent(40)) return 0;
        return percent(50) ? Gfp.NORETRY : Gfp.RETRY_MAYFAIL;
    }

    /** Any size, and those at edges more often. */
    long bytes() {
        long page = machine.pageSize();
        long limit = page << machine.maxPageOrder();
        int dice = random.nextInt(100);
        if (dice < 3) return 0;
        if (dice < 12) return random.nextInt(65);
        if (dice < 30) return near(8L << random.nextInt(14));
        if (dice < 36) return 1L + random.nextInt(16384);
        if (dice < 52) return near(page << random.nextInt(machine.maxPageOrder() + 1));
        if (dice < 62) return 1 + (long) (random.nextDouble() * (limit >> random.nextInt(8)));
        if (dice < 70) return near(limit);
        if (dice < 74) return near(limit * 2);
        if (dice < 82) return near(1L << (20 + random.nextInt(20)));
        if (dice < 86) return near(1L << 31);
        if (dice < 92) return (1L << 32) + (percent(50) ? random.nextInt(64) : near(page));
        if (dice < 96) return -1L - random.nextInt(percent(50) ? 17 : 2 * machine.pageSize());
        if (dice < 98) return near(1L << (40 + random.nextInt(24)));
        return near((long) machine.memoryMib() << (20 - random.nextInt(4)));
    }

    /** This number, or the one before or behind it. */
    private long near(long value) {
        return Math.max(0, value) == 0 ? value : value + random.nextInt(3) - 1;
    }

    /** True so often of a hundred times. */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }
}
