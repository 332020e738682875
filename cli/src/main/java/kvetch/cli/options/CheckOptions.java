package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kvetch.Checking;
import kvetch.Kvetch;
import kvetch.cli.console.UsageError;
import kvetch.live.LiveKernel;
import kvetch.properties.Check;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is checked: {@code --kernel}, {@code --allocator}, {@code --law}, {@code --tries} and {@code --seed}. */
public final class CheckOptions {
    /** A real kernel takes its time: some 20 ms a case. */
    private static final int LIVE_TRIES = 200;

    @Option(
            names = "--allocator",
            paramLabel = "NAME",
            description = "Check this allocator; may be repeated. Default: all that are found (kvetch allocators).")
    private List<String> allocators = new ArrayList<>();

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "Check this kernel's driver; may be repeated. Default: " + Kvetch.DEFAULT_KERNEL
                    + " (kvetch kernels). live:PATH is a real kernel, a user-mode one, that runs as a process of"
                    + " its own.")
    private List<String> kernels = new ArrayList<>();

    @Option(
            names = "--law",
            paramLabel = "ID",
            description = "Check this law, such as W1; may be repeated. Default: all (kvetch laws).")
    private List<String> laws = new ArrayList<>();

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "How many cases to try for each law, kernel and allocator. Default: " + Check.DEFAULT_TRIES
                    + ", and on a live kernel " + LIVE_TRIES + ".")
    private @Nullable String tries;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "The seed of the cases, a whole number of 64 bits. Default: another one each time; it is printed.")
    private @Nullable String seed;

    /** The live kernel that is named; null if none is. */
    public @Nullable String live() {
        String named = LiveOptions.named(kernels);
        if (named != null && kernels.size() > 1)
            throw new UsageError("a live kernel is checked alone: give one --kernel, " + named);
        return named;
    }

    /**
     * What to check.
     *
     * @param judged the real kernel that is to be judged; null if it is models that are
     * @param timeoutMs how many milliseconds of processor time a case may take
     * @throws UsageError if a number is none, or a live kernel is to have another allocator than its own
     */
    public Checking checking(Providers providers, @Nullable LiveKernel judged, long timeoutMs) {
        Checking checking = (judged == null
                        ? Kvetch.check(kernels.toArray(String[]::new)).allocators(allocators.toArray(String[]::new))
                        : Kvetch.check()
                                .kernels(judged.profile())
                                .allocators(itsAllocator(providers, judged))
                                .tries(LIVE_TRIES))
                .providers(providers)
                .laws(laws.toArray(String[]::new))
                .timeout(Duration.ofMillis(timeoutMs));
        if (tries != null) checking = checking.tries(Numbers.whole(tries, "--tries", 1, Integer.MAX_VALUE));
        return seed == null ? checking : checking.seed(Numbers.whole(seed, "--seed", Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private String itsAllocator(Providers providers, LiveKernel judged) {
        String brought = judged.profile().asShipped();
        if (Vector.ofAll(allocators)
                .exists(name -> !Choice.allocator(providers, name).name().equals(brought)))
            throw new UsageError("a live kernel brings its allocator, " + brought + " on Linux " + judged.release()
                    + ": leave --allocator out");
        return brought;
    }

    /** Whether a seed is given. */
    public boolean isSeeded() {
        return seed != null;
    }
}
