package kvetch.cli.options;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.UsageError;
import kvetch.live.LiveKernel;
import kvetch.properties.Check;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is checked: {@code --kernel}, {@code --allocator}, {@code --law}, {@code --tries} and {@code --seed}. */
public final class CheckOptions {
    private static final String DEFAULT_KERNEL = "7.2";

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
            description = "Check this kernel's driver; may be repeated. Default: " + DEFAULT_KERNEL
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
        String named = Vector.ofAll(kernels).find(LiveOptions::isLive).getOrNull();
        if (named != null && kernels.size() > 1)
            throw new UsageError("a live kernel is checked alone: give one --kernel, " + named);
        return named;
    }

    /**
     * What to check.
     *
     * @param judged the real kernel that is to be judged; null if it is models that are
     * @param otherwise the seed where none is given
     * @param timeoutMs how many milliseconds of processor time a case may take
     * @throws UsageError if what is named is not there
     */
    public Check check(Providers providers, @Nullable LiveKernel judged, long otherwise, long timeoutMs) {
        Vector<KernelProfile> chosenKernels = judged != null
                ? Vector.of(judged.profile())
                : Choice.all(
                        kernels.isEmpty() ? List.of(DEFAULT_KERNEL) : kernels, name -> Choice.kernel(providers, name));
        Vector<AllocatorProvider> chosenAllocators = allocators(providers, chosenKernels.head(), judged);
        if (chosenAllocators.isEmpty())
            throw new UsageError("there is no allocator to check; kvetch allocators lists them");
        Vector<Law> chosenLaws = laws.isEmpty()
                ? providers.laws().all()
                : Choice.all(laws, id -> Choice.law(providers.laws(), id)).sorted(KnownLaws.ORDER);
        return new Check(
                providers,
                chosenKernels,
                chosenAllocators,
                chosenLaws,
                new Check.Extent(
                        tries == null
                                ? judged == null ? Check.DEFAULT_TRIES : LIVE_TRIES
                                : Numbers.whole(tries, "--tries", 1, Integer.MAX_VALUE),
                        seed == null ? otherwise : Numbers.whole(seed, "--seed", Long.MIN_VALUE, Long.MAX_VALUE),
                        timeoutMs));
    }

    /**
     * What a campaign is to check.
     *
     * @param description of its work, as it is kept
     * @throws UsageError if what it names is not there
     */
    public static Check check(JsonObject description, Providers providers) {
        return new Check(
                providers,
                names(description, "kernels").map(name -> Choice.kernel(providers, name)),
                names(description, "allocators").map(name -> Choice.allocator(providers, name)),
                names(description, "laws").map(id -> Choice.law(providers.laws(), id)),
                new Check.Extent(
                        description.get("tries").getAsLong(),
                        description.get("seed").getAsLong(),
                        description.get("timeout_ms").getAsLong()));
    }

    private static Vector<String> names(JsonObject description, String field) {
        return Vector.ofAll(description.getAsJsonArray(field)).map(JsonElement::getAsString);
    }

    private Vector<AllocatorProvider> allocators(
            Providers providers, KernelProfile kernel, @Nullable LiveKernel judged) {
        Vector<AllocatorProvider> named = Choice.all(allocators, name -> Choice.allocator(providers, name));
        if (judged == null) return named.isEmpty() ? asShippedFirst(providers.all(), kernel) : named;
        if (named.exists(provider -> !provider.name().equals(kernel.asShipped())))
            throw new UsageError("a live kernel brings its allocator, " + kernel.asShipped() + " on Linux "
                    + judged.release() + ": leave --allocator out");
        return Vector.of(Choice.allocator(providers, kernel.asShipped()));
    }

    private static Vector<AllocatorProvider> asShippedFirst(Vector<AllocatorProvider> all, KernelProfile kernel) {
        return all.sortBy(provider -> provider.name().equals(kernel.asShipped()) ? 0 : 1);
    }
}
