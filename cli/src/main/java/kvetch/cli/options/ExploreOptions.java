package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.Kvetch;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.UsageError;
import kvetch.properties.Scope;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is explored: which arrays, and with which kernels and allocators. */
public final class ExploreOptions {
    private static final int MOST_DISKS = 8;
    private static final int MOST_CHUNKS = 64;
    private static final int LARGEST_CHUNK = 128;
    private static final int LONGEST_REQUEST = 4096;

    @Option(names = "--disks", paramLabel = "A..B", description = "From A to B disks. Default: 1..4.")
    private @Nullable String disks;

    @Option(names = "--chunks", paramLabel = "A..B", description = "Disks of A to B chunks. Default: 0..6.")
    private @Nullable String chunks;

    @Option(names = "--chunk", paramLabel = "N,...", description = "These values of chunk_sectors. Default: 1,2,3,8.")
    private @Nullable String chunk;

    @Option(names = "--layout", paramLabel = "N,...", description = "These layouts. Default: 1,2.")
    private String layout = "1,2";

    @Option(
            names = "--request",
            paramLabel = "N",
            description = "Requests of up to N sectors, and no longer than the block layer's. Default: 8.")
    private @Nullable String request;

    @Option(
            names = "--lives",
            paramLabel = "N",
            description =
                    "1: run, stop and run the same array again. 2 (the default): and run again with every array of"
                            + " one or two disks of the scope.")
    private @Nullable String lives;

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description =
                    "This kernel's driver; may be repeated. Default: " + Kvetch.DEFAULT_KERNEL + " (kvetch kernels).")
    private List<String> kernels = new ArrayList<>();

    @Option(
            names = "--allocator",
            paramLabel = "NAME",
            description = "This allocator; may be repeated. Default: all that are found (kvetch allocators).")
    private List<String> allocators = new ArrayList<>();

    @Option(names = "--no-symmetry", description = "Take the disks in every order, not only by size.")
    private boolean everyOrder;

    /** The live kernel that is named; null if none is. */
    public @Nullable String live() {
        return LiveOptions.named(kernels);
    }

    /** Whether a live kernel that is named is named alone. */
    public boolean isLiveAlone() {
        return kernels.size() == 1 && allocators.isEmpty();
    }

    /** How many disks were asked for; null if nobody did. */
    public @Nullable String disks() {
        return disks;
    }

    /** The names of kernels; none for the usual one. */
    public List<String> kernels() {
        return kernels;
    }

    /** Which arrays, of a model. */
    public Scope scope() {
        return scope("1..4", "0..6", "1,2,3,8", "8", "2");
    }

    /** Which arrays, of a real kernel, which takes its time. */
    public Scope liveScope() {
        return scope("1..3", "0..3", "1,2,3", "4", "1");
    }

    private Scope scope(
            String usualDisks, String usualChunks, String usualChunk, String usualRequest, String usualLives) {
        IntRange diskRange = IntRange.parse(or(disks, usualDisks), "--disks", 1, MOST_DISKS);
        IntRange chunkRange = IntRange.parse(or(chunks, usualChunks), "--chunks", 0, MOST_CHUNKS);
        Scope scope = new Scope(
                new Scope.Sizes(diskRange.first(), diskRange.last(), chunkRange.first(), chunkRange.last(), everyOrder),
                numbers(or(chunk, usualChunk), "--chunk", 1, LARGEST_CHUNK),
                numbers(layout, "--layout", 1, 2),
                (int) Numbers.whole(or(request, usualRequest), "--request", 1, LONGEST_REQUEST),
                (int) Numbers.whole(or(lives, usualLives), "--lives", 1, 2));
        if (scope.isEmpty())
            throw new UsageError("there is no array in the scope: md adds no disk of less than 2 sectors; with --chunk "
                    + or(chunk, usualChunk) + " take more --chunks");
        return scope;
    }

    private static String or(@Nullable String given, String usual) {
        return given == null ? usual : given;
    }

    private static Vector<Integer> numbers(String text, String option, int least, int most) {
        return Vector.of(text.split(",", -1))
                .map(number -> (int) Numbers.whole(number, option, least, most))
                .distinct();
    }

    /** Each kernel with each allocator. */
    public Vector<Setup> setups(Providers providers) {
        Vector<KernelProfile> chosenKernels = Choice.kernels(providers, kernels);
        Vector<AllocatorProvider> chosenAllocators = allocators.isEmpty()
                ? providers.all()
                : Choice.all(allocators, name -> Choice.allocator(providers, name));
        if (chosenAllocators.isEmpty())
            throw new UsageError("there is no allocator to explore; kvetch allocators lists them");
        return chosenKernels.flatMap(
                kernel -> chosenAllocators.map(provider -> new Setup(providers.allocators(), kernel, provider)));
    }
}
