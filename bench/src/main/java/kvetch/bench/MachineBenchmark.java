package kvetch.bench;

import java.util.concurrent.TimeUnit;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.Memory;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.plug.Providers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Booting a machine, allocating on it and accessing its memory, with the ledger on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = "-XX:+UseSerialGC")
public class MachineBenchmark {
    private static final MachineProfile PROFILE = MachineProfile.of(4096, 4096);

    /** Bytes to allocate: an object, whole pages, the vmalloc fallback, and the largest that kvmalloc serves. */
    @Param({"96", "65536", "8388608", "2147483647"})
    public long bytes;

    private final Providers providers = Providers.load();
    private Allocator allocator = new Ledger(Machine.boot(PROFILE, providers.allocators()::kernelProvider), 0)
            .kernelAllocators()
            .apply(Family.KVMALLOC);
    private Memory memory = new Ledger(Machine.boot(PROFILE, providers.allocators()::kernelProvider), 0).memory();
    private long block;

    /** A machine of which one block is used. */
    @Setup(Level.Iteration)
    public void boot() {
        Ledger ledger = new Ledger(Machine.boot(PROFILE, providers.allocators()::kernelProvider), 0);
        allocator = ledger.kernelAllocators().apply(Family.KVMALLOC);
        memory = ledger.memory();
        block = allocator.alloc(96, Gfp.KERNEL | Gfp.ZERO);
    }

    /** Booting, with nothing done on the machine. */
    @Benchmark
    public Machine bootMachine() {
        return Machine.boot(PROFILE, providers.allocators()::kernelProvider);
    }

    /** A block that is zeroed, examined and freed, on a machine that has just booted. */
    @Benchmark
    public long allocateOnFreshMachine() {
        Allocator fresh = new Ledger(Machine.boot(PROFILE, providers.allocators()::kernelProvider), 0)
                .kernelAllocators()
                .apply(Family.KVMALLOC);
        long address = fresh.alloc(bytes, Gfp.KERNEL | Gfp.ZERO);
        fresh.free(address);
        return address;
    }

    /** A read and a write that are both judged. */
    @Benchmark
    public long access() {
        long value = memory.readU64(block + 40);
        memory.writeU64(block + 48, value + 1);
        return value;
    }
}
