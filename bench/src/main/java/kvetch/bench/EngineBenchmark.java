package kvetch.bench;

import io.vavr.collection.Vector;
import java.util.concurrent.TimeUnit;
import kvetch.properties.Check;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.LawResult;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** {@code check} and {@code explore} from end to end, as the command line runs them, each in a JVM that has just started. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 5,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m"})
public class EngineBenchmark {
    private final Providers providers = Providers.load();

    /** All laws on 7.2 with every allocator, 2000 tries each. */
    @Benchmark
    public Vector<LawResult> check() {
        return new Check(
                        providers,
                        Vector.of(KernelProfiles.find("7.2").get()),
                        providers.all(),
                        StandardLaws.ALL,
                        Check.DEFAULT_TRIES,
                        42)
                .run(result -> {});
    }

    /** The usual scope on 7.2 with kvzalloc, on one core. */
    @Benchmark
    public Exploration explore() {
        Setup setup = new Setup(
                providers.allocators(),
                KernelProfiles.find("7.2").get(),
                providers.find("kvzalloc").get());
        return new Explorer(kvetch.properties.Scope.usual(), Vector.of(setup)).run(1, () -> false);
    }
}
