package kvetch.properties;

import java.util.Random;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.Workload.Kind;
import kvetch.properties.Workload.Step;

/** Generates workloads: sizes at the edges of classes, pages, limits and integers, and steps in any order. */
final class Workloads {
    private static final int MOST_STEPS = 12;

    /** In percent, how many workloads are made to fragment memory. */
    private static final int FRAGMENTING = 15;

    /** How many bytes a churn goes through at most, so that it stays cheap. */
    private static final long CHURNED = 1 << 20;

    private final Random random;
    private final MachineProfile machine;

    private Workloads(Random random, MachineProfile machine) {
        this.random = random;
        this.machine = machine;
    }

    static Workload next(Random random, MachineProfile machine) {
        Workloads workloads = new Workloads(random, machine);
        return workloads.percent(FRAGMENTING) ? workloads.nextFragmenting() : workloads.next();
    }

    /** Leaves holes between blocks, closes some of them, and asks for blocks that take more than one. */
    private Workload nextFragmenting() {
        long size = percent(60) ? (long) machine.pageSize() << random.nextInt(4) : 8L << random.nextInt(10);
        Workload workload =
                Workload.NONE.alloc(size, gfp(), 3 + random.nextInt(8)).and(Kind.FREE_EVERY_SECOND);
        if (percent(50)) workload = workload.and(Kind.FREE_ALL);
        else for (int i = random.nextInt(4); i >= 0; i--) workload = workload.free(random.nextInt(4));
        long next = switch (random.nextInt(4)) {
            case 0 -> size;
            case 1 -> size + 1;
            case 2 -> size / 2;
            default -> 2 * size;
        };
        return workload.alloc(next, gfp(), 1 + random.nextInt(6));
    }

    private Workload next() {
        Workload workload = Workload.NONE;
        int steps = 1 + random.nextInt(MOST_STEPS);
        // Sizes come back, as they do from callers: what was freed is handed out again.
        long[] palette = new long[1 + random.nextInt(3)];
        for (int i = 0; i < palette.length; i++) palette[i] = bytes();
        int live = 0;
        for (int i = 0; i < steps; i++) {
            long bytes = percent(75) ? palette[random.nextInt(palette.length)] : bytes();
            int dice = random.nextInt(100);
            if (live == 0 || dice < 50) {
                int times = percent(75) ? 1 : times(bytes);
                workload = workload.alloc(bytes, gfp(), times);
                live += times;
            } else if (dice < 74) {
                workload = workload.free(random.nextInt(live));
                live--;
            } else if (dice < 80) {
                workload = workload.and(Kind.FREE_EVERY_SECOND);
                live /= 2;
            } else if (dice < 84) {
                workload = workload.and(Kind.FREE_ALL);
                live = 0;
            } else if (dice < 88) workload = workload.and(Kind.FREE_NOTHING);
            else if (dice < 92)
                workload = workload.with(new Step(
                        Kind.CHURN, bytes, Gfp.ZERO, 1 + random.nextInt((int) Math.max(1, most(bytes)))));
            else if (dice < 97 || i < steps - 1) workload = workload.alloc(bytes, gfp(), 2);
            else workload = workload.freeTwice(random.nextInt(live));
        }
        return percent(5) && live > 0 ? workload.freeTwice(random.nextInt(live)) : workload;
    }

    /** A few blocks, or enough to run a small machine out of memory. */
    private int times(long bytes) {
        long memory = (long) machine.memoryMib() << 20;
        boolean fills = bytes > 0 && memory / bytes < 48;
        return fills ? 1 + (int) (memory / bytes) : 1 + random.nextInt(6);
    }

    private static long most(long bytes) {
        if (bytes <= 0 || bytes > CHURNED) return 4;
        return Math.min(400, CHURNED / bytes);
    }

    private int gfp() {
        int dice = random.nextInt(100);
        if (dice < 65) return Gfp.ZERO;
        if (dice < 80) return Gfp.KERNEL;
        return (percent(70) ? Gfp.ZERO : Gfp.KERNEL) | Gfp.NOWARN;
    }

    private long bytes() {
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

    private long near(long value) {
        return Math.max(0, value) == 0 ? value : value + random.nextInt(3) - 1;
    }

    private boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }
}
