package kvetch.properties.gen;

import java.util.Random;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;

/**
 * Generates workloads, as people test allocators: a few blocks with sizes at the edges of classes, pages, limits and integers
 * and steps in any order; holes between blocks, and blocks that close one another's; hundreds of blocks of one class or of many,
 * drained in one order or another; thousands of calls; all of a small memory, and again; and frees of what was freed long ago.
 *
 * <p>Most are small, and what a {@link Draw} has them ask for is bounded.
 */
final class Workloads {
    private static final int MOST_STEPS = 12;

    private static final int SMALL_MIB = 8;

    private final Random random;
    private final MachineProfile machine;
    private final Draw draw;

    private Workloads(Random random, MachineProfile machine) {
        this.random = random;
        this.machine = machine;
        this.draw = new Draw(random, machine);
    }

    /**
     * A workload of some style.
     *
     * @param random the only source of chance
     * @param machine where it runs, if memory is not to end
     */
    static WorkloadCase next(Random random, MachineProfile machine) {
        int style = random.nextInt(100);
        // Few of them: to map two gigabytes page by page takes a while.
        if (style == 95) {
            int pageSize = random.nextInt(100) < 60 ? 4096 : machine.pageSize();
            MachineProfile large = MachineProfile.of(pageSize, random.nextBoolean() ? 4096 : 16384);
            return new WorkloadCase(new Workloads(random, large).nextHuge(), large);
        }
        if (style >= 96) {
            MachineProfile fresh = MachineProfile.of(machine.pageSize(), SMALL_MIB);
            MachineProfile small = random.nextInt(100) < 30 ? fresh.withFreeOrder(random.nextInt(4)) : fresh;
            return new WorkloadCase(new Workloads(random, small).nextExhausting(), small);
        }
        // Where large blocks are rare allocators do with smaller ones.
        MachineProfile where = random.nextInt(100) < 10 ? machine.withFreeOrder(random.nextInt(4)) : machine;
        Workloads workloads = new Workloads(random, where);
        Workload workload;
        if (style < 30) workload = workloads.next();
        else if (style < 36) workload = workloads.nextMisplaced();
        else if (style < 52) workload = workloads.nextMosaic();
        else if (style < 63) workload = workloads.nextFragmenting();
        else if (style < 76) workload = workloads.nextCrowd();
        else if (style < 79) workload = workloads.nextSweep();
        else if (style < 84) workload = workloads.nextClasses();
        else if (style < 90) workload = workloads.nextLong();
        else workload = workloads.nextFreedAgain();
        return new WorkloadCase(workload, where);
    }

    /** Leaves holes between blocks, closes some of them, and asks for blocks that take more than one. */
    private Workload nextFragmenting() {
        long size = draw.percent(60) ? (long) machine.pageSize() << random.nextInt(4) : 8L << random.nextInt(10);
        Workload workload =
                Workload.NONE.alloc(size, draw.gfp(), 3 + random.nextInt(8)).and(Kind.FREE_EVERY_SECOND);
        if (draw.percent(50)) workload = workload.and(Kind.FREE_ALL);
        else for (int i = random.nextInt(4); i >= 0; i--) workload = workload.free(random.nextInt(4));
        long next = switch (random.nextInt(4)) {
            case 0 -> size;
            case 1 -> size + 1;
            case 2 -> size / 2;
            default -> 2 * size;
        };
        return workload.alloc(next, draw.gfp(), 1 + random.nextInt(6));
    }

    /** A few blocks, and steps of all kinds in any order. */
    private Workload next() {
        Workload workload = Workload.NONE;
        int steps = 1 + random.nextInt(MOST_STEPS);
        // Sizes come back, as they do from callers: what was freed is handed out again.
        long[] palette = new long[1 + random.nextInt(3)];
        for (int i = 0; i < palette.length; i++) palette[i] = draw.bytes();
        int live = 0;
        for (int i = 0; i < steps; i++) {
            long bytes = draw.affordable(draw.percent(75) ? palette[random.nextInt(palette.length)] : draw.bytes());
            int dice = random.nextInt(100);
            if (live == 0 || dice < 50) {
                int times = draw.affordable(bytes, draw.percent(75) ? 1 : draw.times(bytes));
                workload = workload.alloc(bytes, draw.gfp(), times);
                live += times;
            } else if (dice < 74) {
                workload = workload.free(random.nextInt(live));
                live--;
            } else if (dice < 80) {
                workload = workload.and(Kind.FREE_EVERY_SECOND);
                live /= 2;
            } else if (dice < 84) {
                workload = workload.with(freeAll());
                live = 0;
            } else if (dice < 88) workload = workload.and(Kind.FREE_NOTHING);
            else if (dice < 92)
                workload = workload.with(new Step(
                        draw.percent(75) ? Kind.CHURN : Kind.QUEUE,
                        bytes,
                        Gfp.ZERO,
                        draw.affordable(bytes, 1 + random.nextInt((int) Math.max(1, Draw.mostChurned(bytes))))));
            else if (dice < 97 || i < steps - 1)
                workload = workload.alloc(bytes, draw.gfp(), draw.affordable(bytes, 2));
            else workload = workload.freeTwice(random.nextInt(live));
        }
        return draw.percent(5) && live > 0 ? workload.freeTwice(random.nextInt(live)) : workload;
    }

    /** Dozens of blocks that come and go one by one, of sizes that add up: what is freed side by side is a hole for another. */
    private Workload nextMosaic() {
        long unit = draw.percent(80) ? 8L << random.nextInt(8) : (long) machine.pageSize() << random.nextInt(3);
        int most = draw.percent(60) ? 4 : 16;
        long[] palette = new long[3 + random.nextInt(4)];
        for (int i = 0; i < palette.length; i++) palette[i] = unit * (1 + random.nextInt(most));
        // A power of two is aligned to its size; what is a little less takes as much, anywhere.
        palette[0] = unit << random.nextInt(5);
        if (draw.percent(50)) palette[1] = palette[0] - 1 - random.nextInt(7);
        int gfp = draw.gfp();
        Workload workload = Workload.NONE;
        int live = 0;
        for (int i = 16 + random.nextInt(80); i >= 0; i--)
            if (live < 3 || draw.percent(55)) {
                long bytes = palette[random.nextInt(palette.length)];
                workload = workload.alloc(
                        bytes, gfp, draw.affordable(bytes, draw.percent(85) ? 1 : 1 + random.nextInt(4)));
                live++;
            } else {
                workload = workload.free(random.nextInt(live));
                live--;
            }
        return workload;
    }

    /** Holes that begin between two multiples of a power of two, and then blocks of that size, which are aligned to it. */
    private Workload nextMisplaced() {
        long power = 16L << random.nextInt(9);
        long hole = draw.percent(60) ? power - random.nextInt(8) : power + power / 2;
        long between =
                draw.percent(50) ? power / 2 : draw.percent(50) ? power / 4 : 1 + random.nextInt((int) power / 2);
        int count = 2 + random.nextInt(7);
        Workload workload = Workload.NONE;
        for (int i = 0; i < count; i++) workload = workload.alloc(hole).alloc(between);
        return workload.and(Kind.FREE_EVERY_SECOND).alloc(power, draw.gfp(), count);
    }

    /** Hundreds of blocks of a class, drained in some order, and once more. */
    private Workload nextCrowd() {
        long bytes = draw.smallBytes();
        int count = draw.crowd(bytes);
        Workload workload = Workload.NONE.with(fill(bytes, count));
        int live = count;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int dice = random.nextInt(100);
            if (dice < 45) {
                workload = workload.with(freeAll());
                live = 0;
            } else if (dice < 60) {
                workload = workload.and(Kind.FREE_EVERY_SECOND);
                live /= 2;
            } else if (dice < 80) {
                int freed = 1 + random.nextInt(count);
                workload = workload.with(new Step(Kind.FREE, draw.percent(60) ? 0 : random.nextInt(count), 0, freed));
                live = Math.max(0, live - freed);
            } else workload = workload.with(new Step(Kind.QUEUE, bytes, draw.gfp(), draw.logUniform(4, 600)));
            if (draw.percent(70)) {
                int more = draw.percent(50) ? count : 1 + random.nextInt(count);
                workload = workload.with(fill(draw.percent(80) ? bytes : draw.smallBytes(), more));
                live += more;
            }
        }
        return freedInTheEnd(workload, live, count);
    }

    /** Crowds of three classes in a row, one after the other. */
    private Workload nextSweep() {
        int count = Math.min(600, draw.crowd(machine.pageSize()));
        Workload workload = Workload.NONE;
        int first = 3 * random.nextInt(3);
        for (int shift = first; shift < first + 3; shift++)
            workload = workload.alloc((8L << shift) - (draw.percent(25) ? 1 : 0), draw.gfp(), count);
        workload = draw.percent(75) ? workload.with(freeAll()) : workload.and(Kind.FREE_EVERY_SECOND);
        return workload.alloc(8L << (first + random.nextInt(3)), draw.gfp(), 1 + random.nextInt(count));
    }

    /** Blocks of several classes side by side. */
    private Workload nextClasses() {
        long[] sizes = new long[2 + random.nextInt(3)];
        for (int i = 0; i < sizes.length; i++) sizes[i] = draw.smallBytes();
        Workload workload = Workload.NONE;
        int live = 0;
        for (int i = 2 + random.nextInt(5); i >= 0; i--) {
            long bytes = sizes[random.nextInt(sizes.length)];
            int count = Math.min(draw.crowd(bytes), draw.logUniform(5, 250));
            if (live == 0 || draw.percent(65)) {
                workload = workload.with(fill(bytes, count));
                live += count;
            } else if (draw.percent(40)) {
                workload = workload.and(Kind.FREE_EVERY_SECOND);
                live /= 2;
            } else if (draw.percent(60)) {
                workload = workload.with(new Step(Kind.FREE, random.nextInt(live), 0, 1 + random.nextInt(live)));
                live /= 2;
            } else {
                workload = workload.with(freeAll());
                live = 0;
            }
        }
        return freedInTheEnd(workload, live, live);
    }

    /** Thousands of calls, with none or many blocks live, and sometimes more than 16 bits can count. */
    private Workload nextLong() {
        long bytes = draw.smallBytes();
        int held = draw.percent(30) ? 0 : draw.percent(50) ? 1 + random.nextInt(8) : Math.min(draw.crowd(bytes), 300);
        Workload workload = held == 0 ? Workload.NONE : Workload.NONE.alloc(bytes, draw.gfp(), held);
        int dice = random.nextInt(100);
        int times = dice < 6
                ? (1 << 16) + random.nextInt(64)
                : dice < 40 ? (1 << 12) + random.nextInt(600) : draw.logUniform(300, 9000);
        Kind kind = held > 0 && draw.percent(40) ? Kind.QUEUE : Kind.CHURN;
        workload = workload.with(new Step(kind, draw.percent(80) ? bytes : draw.smallBytes(), draw.gfp(), times));
        workload = workload.with(fill(bytes, 1 + random.nextInt(8)));
        if (draw.percent(30)) workload = workload.with(freeAll()).with(fill(bytes, 1 + random.nextInt(8)));
        return workload;
    }

    /** A block above 1 GiB, which every family serves that has no limit of its own, and one whose bytes an int does not count. */
    private Workload nextHuge() {
        long above = (1L << 30) + 1 + random.nextInt(3 * machine.pageSize());
        long bytes = (1L << 31) + (long) (random.nextInt(4) - 1) * machine.pageSize() + random.nextInt(2);
        if (machine.pageSize() > 4096 && machine.memoryMib() > 4096 && draw.percent(50)) bytes += 1L << 31;
        int gfp = draw.percent(90) ? Gfp.ZERO : draw.gfp();
        Workload workload = Workload.NONE.alloc(above, gfp, 1).alloc(bytes, draw.gfp(), 1);
        if (draw.percent(80)) workload = workload.free(random.nextInt(2));
        return workload.alloc(draw.percent(50) ? 1 << 20 : draw.smallBytes(), draw.gfp(), 1);
    }

    /** All memory there is, given back in some order, and all of it again. */
    private Workload nextExhausting() {
        long memory = (long) machine.totalFrames() * machine.pageSize();
        Workload workload = Workload.NONE;
        for (int i = 1 + random.nextInt(2); i >= 0; i--) {
            // What an allocator keeps of small blocks has to come back for large ones; not too many, as it may walk
            // through them.
            boolean small = draw.percent(15);
            // So many pages that memory ends half way, if pages are taken one by one.
            long pages = draw.percent(70) ? 1L << random.nextInt(6) : 1 + random.nextInt(48);
            long bytes = small ? 2048 : pages * machine.pageSize();
            if (draw.percent(20)) bytes -= random.nextInt((int) Math.min(bytes, machine.pageSize()) / 2);
            int gfp = (draw.percent(70) ? Gfp.ZERO : Gfp.KERNEL) | (draw.percent(60) ? Gfp.NOWARN : 0) | draw.effort();
            workload = workload.alloc(bytes, gfp, (int) (memory / bytes) + 1 + random.nextInt(4));
            // The last page too.
            if (draw.percent(50)) workload = workload.alloc(machine.pageSize(), gfp, 1 << random.nextInt(6));
            // What is kept for times of need is there for all it was promised to, and lasts only if it comes back.
            if (draw.percent(40)) workload = workload.alloc(draw.smallBytes(), gfp, 1 + random.nextInt(8));
            if (!small && draw.percent(40)) {
                // So often once: there are allocators that walk through all that is live.
                int times = i > 0 || draw.percent(40) ? draw.logUniform(300, 3000) : (1 << 14) + random.nextInt(600);
                workload = workload.with(new Step(Kind.CHURN, draw.percent(70) ? 8 : draw.smallBytes(), gfp, times));
            }
            workload = draw.percent(85) ? workload.with(freeAll()) : workload.and(Kind.FREE_EVERY_SECOND);
        }
        return workload.alloc(draw.affordable(draw.bytes()), draw.gfp(), 1 + random.nextInt(3));
    }

    /** Blocks that are freed in some order, and one of them again. */
    private Workload nextFreedAgain() {
        Workload workload = Workload.NONE;
        int live = 0;
        for (int i = draw.percent(75) ? 0 : 1; i >= 0; i--) {
            long bytes = draw.affordable(draw.percent(75) ? draw.smallBytes() : draw.bytes());
            int count = draw.percent(80) ? 1 + random.nextInt(6) : Math.min(draw.crowd(bytes), 200);
            workload = workload.with(fill(bytes, draw.affordable(bytes, count)));
            live += count;
        }
        if (draw.percent(60)) workload = workload.with(freeAll());
        else for (int i = random.nextInt(3); i >= 0; i--) workload = workload.free(random.nextInt(live));
        if (draw.percent(30)) workload = workload.with(fill(draw.smallBytes(), 1 + random.nextInt(4)));
        return workload.freeAgain(random.nextInt(Math.min(live, draw.percent(80) ? 6 : 400)));
    }

    private Workload freedInTheEnd(Workload workload, int live, int count) {
        if (draw.percent(15)) return workload.freeAgain(random.nextInt(Math.max(1, count)));
        return live > 0 && draw.percent(10) ? workload.freeTwice(random.nextInt(live)) : workload;
    }

    private Step fill(long bytes, int times) {
        boolean varied = bytes > 8 && bytes <= 2L * machine.pageSize() && draw.percent(15);
        return new Step(varied ? Kind.ALLOC_VARIED : Kind.ALLOC, bytes, draw.gfp(), times);
    }

    private Step freeAll() {
        return switch (random.nextInt(3)) {
            case 0 -> new Step(Kind.FREE_ALL, 0, 0, 1);
            case 1 -> new Step(Kind.FREE_ALL_REVERSED, 0, 0, 1);
            default -> new Step(Kind.FREE_ALL_SHUFFLED, random.nextInt(8), 0, 1);
        };
    }
}
