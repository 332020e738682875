package kvetch.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Mapping;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Starting, mapping and checking arrays, with everything on. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = "-XX:+UseSerialGC")
public class ArrayBenchmark {

    /** An array that runs. */
    @State(Scope.Benchmark)
    public static class Running {
        /** A power of two, and one that is none. */
        @Param({"8", "24"})
        public int chunk;

        private final Mapping mapping = new Mapping();
        private Checked checked = new Checked(Providers.load(), Arrays.mapped(8));
        private long sector = -1;

        /** Starts it. */
        @org.openjdk.jmh.annotations.Setup
        public void start() {
            checked = new Checked(Providers.load(), Arrays.mapped(chunk)).start();
        }
    }

    /** Arrays of a workload. */
    @State(Scope.Benchmark)
    public static class Workload {
        /** See {@code docs/performance.md}. */
        @Param({"E4", "U32", "D8", "BIJ"})
        public String name = "E4";

        private final Providers providers = Providers.load();
        private final Checked.Owners owners = new Checked.Owners();
        private List<ArrayCase> arrays = List.of();
        private int next;

        /** Makes them. */
        @org.openjdk.jmh.annotations.Setup
        public void make() {
            arrays = Arrays.of(name);
        }

        ArrayCase next() {
            next = next + 1 < arrays.size() ? next + 1 : 0;
            return arrays.get(next);
        }
    }

    /** Where one sector is. */
    @Benchmark
    public long map(Running running) {
        if (++running.sector >= running.checked.mddev.arraySectors()) running.sector = 0;
        running.checked.driver.map(running.checked.mddev, running.sector, running.mapping);
        return running.mapping.sector();
    }

    /** Booting and starting. */
    @Benchmark
    public Object start(Workload workload) {
        return new Checked(workload.providers, workload.next()).start();
    }

    /** Booting, starting, Z1 and Z2, stopping; with BIJ also Z3. */
    @Benchmark
    public long check(Workload workload) {
        Checked checked =
                new Checked(workload.providers, workload.next()).start().verifyZones();
        long sectors = workload.name.equals("BIJ") ? checked.verifyBijection(workload.owners) : 0;
        checked.stop();
        return sectors;
    }
}
