package kvetch.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Mapping;

/**
 * Measures one competitor on one workload: {@code Measure COMPETITOR WORKLOAD SECONDS} prints how many checks, or mappings, it
 * does in a second of processor time. The time is that of the whole process, so collecting garbage counts; it warms up first.
 */
public final class Measure {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** What drives a property engine takes long to be compiled. */
    private static final double WARM_UP_SECONDS = 6;

    /** Something to do again and again; it says how many checks or mappings that was. */
    interface Work {
        long once();
    }

    private Measure() {}

    /** Runs from the command line. */
    public static void main(String[] args) {
        double seconds = Double.parseDouble(args[2]);
        Work work = work(args[0], args[1]);
        rate(work, Math.max(WARM_UP_SECONDS, 2 * seconds));
        System.out.printf("%.0f%n", rate(work, seconds));
    }

    static double rate(Work work, double seconds) {
        long begin = SYSTEM.getProcessCpuTime();
        long end;
        long done = 0;
        do {
            done += work.once();
            end = SYSTEM.getProcessCpuTime();
        } while (end - begin < seconds * 1e9);
        return done / ((end - begin) / 1e9);
    }

    private static Work work(String competitor, String workload) {
        return switch (competitor) {
            case "kvetch" -> kvetch(workload);
            case "kvetch-boot" -> checks(Providers.load(), Arrays.of(workload), true);
            case "plain" -> plain(Arrays.of(workload));
            case "kvetch-jqwik" -> new DrawnLoop(workload);
            case "jqwik" -> new JqwikLoop(workload);
            case "quicktheories" -> new QuickTheoriesLoop(workload);
            default -> throw new IllegalArgumentException(competitor);
        };
    }

    static Work kvetch(String workload) {
        Providers providers = Providers.load();
        return switch (workload) {
            case "MAP2" -> mapping(providers, Arrays.mapped(8));
            case "MAP" -> mapping(providers, Arrays.mapped(24));
            case "BIJ" -> bijection(providers, Arrays.of(workload));
            default -> checks(providers, Arrays.of(workload), false);
        };
    }

    /** Checks arrays, on one machine for all of them or on one for each. */
    static Work checks(Providers providers, List<ArrayCase> arrays, boolean boot) {
        return () -> {
            Checked checked = new Checked(providers, arrays.get(0));
            for (ArrayCase array : arrays) {
                checked = boot ? new Checked(providers, array) : checked.next(array);
                checked.start().verifyZones().stop();
            }
            return arrays.size();
        };
    }

    static Work bijection(Providers providers, List<ArrayCase> arrays) {
        Checked.Owners owners = new Checked.Owners();
        return () -> {
            long mapped = 0;
            for (ArrayCase array : arrays) {
                Checked checked = new Checked(providers, array).start().verifyZones();
                mapped += checked.verifyBijection(owners);
                checked.stop();
            }
            return mapped;
        };
    }

    static Work mapping(Providers providers, ArrayCase array) {
        Checked checked = new Checked(providers, array).start();
        return () -> {
            long sectors = checked.mddev.arraySectors();
            if (mapAll(checked, sectors) == 42) System.out.println("unlikely");
            return sectors;
        };
    }

    private static long mapAll(Checked checked, long sectors) {
        Mapping mapping = new Mapping();
        long sum = 0;
        for (long s = 0; s < sectors; s++) {
            checked.driver.map(checked.mddev, s, mapping);
            sum += mapping.sector() ^ mapping.disk();
        }
        return sum;
    }

    private static Work plain(List<ArrayCase> arrays) {
        return () -> {
            for (ArrayCase array : arrays) if (!Plain.check(array)) throw new AssertionError(array);
            return arrays.size();
        };
    }
}
