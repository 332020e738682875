package kvetch.bench;

import com.sun.management.ThreadMXBean;
import io.vavr.collection.Vector;
import java.lang.management.ManagementFactory;
import java.util.List;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.properties.Explorer;
import kvetch.properties.Scope;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;

/** How cost grows with disks, zones, sectors and cores, and what memory costs. Prints tables in Markdown, which {@link Plots} draws. */
public final class Growth {
    private static final Providers PROVIDERS = Providers.load();

    private Growth() {}

    /** Runs from the command line: {@code Growth SECONDS}. */
    public static void main(String[] args) {
        double seconds = Double.parseDouble(args[0]);
        // What is compiled once should not weigh on the first rows.
        for (String workload : List.of("U32", "BIJ", "MAP2")) Measure.rate(Measure.kvetch(workload), 4 * seconds);
        disks(seconds);
        zones(seconds);
        sectors(seconds);
        cores();
        memory();
    }

    private static ArrayCase array(int disks, int zones, long chunks) {
        long[] sizes = new long[disks];
        for (int i = 0; i < disks; i++) sizes[i] = 8 * (chunks + Math.min(i, zones - 1));
        return ArrayCase.of(8, sizes).withLayout(2);
    }

    private static double nanos(Measure.Work work, double seconds) {
        Measure.rate(work, seconds);
        return 1e9 / Measure.rate(work, seconds);
    }

    private static void picture(String name, String title) {
        System.out.println("\n![" + title + "](images/growth-" + name + ".svg)");
    }

    private static void disks(double seconds) {
        System.out.println("| disks, all alike | ns for a check | ns for each disk |\n|---:|---:|---:|");
        for (int disks : new int[] {1, 4, 16, 64, 256, 1024}) {
            double nanos = nanos(Measure.checks(PROVIDERS, List.of(array(disks, 1, 1000)), true), seconds);
            System.out.printf("| %d | %.0f | %.0f |%n", disks, nanos, nanos / disks);
        }
        picture("disks", "A check and each of its disks, by the number of disks");
    }

    private static void zones(double seconds) {
        System.out.println("\n| zones, of 32 disks | ns for a check | ns for a mapping |\n|---:|---:|---:|");
        for (int zones : new int[] {1, 2, 4, 8, 16, 32}) {
            ArrayCase array = array(32, zones, 1000);
            double check = nanos(Measure.checks(PROVIDERS, List.of(array), true), seconds);
            double map = nanos(Measure.mapping(PROVIDERS, array(32, zones, 2)), seconds);
            System.out.printf("| %d | %.0f | %.1f |%n", zones, check, map);
        }
        picture("zones", "A check and a mapping, by the number of zones");
    }

    private static void sectors(double seconds) {
        System.out.println("\n| sectors, of 4 disks | ns for a check with Z3 | ns for each sector |\n|---:|---:|---:|");
        for (int chunks : new int[] {1, 4, 16, 64, 252}) {
            ArrayCase array = array(4, 4, chunks);
            long[] sectors = {0};
            Measure.Work bijection = Measure.bijection(PROVIDERS, List.of(array));
            Measure.Work counted = () -> {
                sectors[0] = bijection.once();
                return 1;
            };
            double nanos = nanos(counted, seconds);
            System.out.printf("| %d | %.0f | %.1f |%n", sectors[0], nanos, nanos / sectors[0]);
        }
        picture("sectors", "A check with Z3 and each of its sectors, by the number of sectors");
    }

    private static void cores() {
        int most = Runtime.getRuntime().availableProcessors();
        Setup setup = new Setup(
                PROVIDERS.allocators(),
                KernelProfiles.find("7.2").get(),
                PROVIDERS.find("kvzalloc").get());
        System.out.println("\n| threads | arrays explored in a second of wall time |\n|---:|---:|");
        Scope scope = new Scope(new Scope.Sizes(1, 3, 0, 6, false), Vector.of(1, 2, 3, 8), Vector.of(1, 2), 8, 2);
        new Explorer(scope, Vector.of(setup)).run(1, () -> false);
        for (int threads = 1; threads <= most; threads *= 2) {
            long begin = System.nanoTime();
            long arrays = new Explorer(scope, Vector.of(setup))
                    .run(threads, () -> false)
                    .arraysDone();
            System.out.printf("| %d | %.0f |%n", threads, arrays / ((System.nanoTime() - begin) / 1e9));
        }
        picture("threads", "Arrays explored in a second, by threads");
    }

    private static void memory() {
        System.out.println("\n| allocated in the model, zeroed and examined | bytes of heap |\n|---:|---:|");
        for (long bytes : new long[] {64, 4096, 1 << 20, 64 << 20, Integer.MAX_VALUE}) allocate(bytes);
        for (long bytes : new long[] {64, 4096, 1 << 20, 64 << 20, Integer.MAX_VALUE})
            System.out.printf("| %,d | %,d |%n", bytes, allocate(bytes));
        picture("memory", "Heap that a block costs, by what is allocated in the model");
    }

    private static long allocate(long bytes) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Ledger ledger =
                new Ledger(Machine.boot(MachineProfile.of(4096, 4096), PROVIDERS.allocators()::kernelProvider), 0);
        var allocator = ledger.kernelAllocators().apply(Family.KVMALLOC);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        if (allocator.alloc(bytes, Gfp.KERNEL | Gfp.ZERO) == 0) throw new AssertionError(bytes);
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
