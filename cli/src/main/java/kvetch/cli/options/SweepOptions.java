package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kvetch.Kvetch;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import kvetch.cli.console.UsageError;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is swept: how many zones, with which kernels and allocators, and on which machine. */
public final class SweepOptions {
    private static final int MOST_ZONES = 64;

    @Option(names = "--zones", paramLabel = "A..B", description = "For A to B zones. Default: 1.")
    private String zones = "1";

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "This kernel's driver; may be repeated. Default: " + Kvetch.DEFAULT_KERNEL
                    + " (kvetch kernels). live:PATH is a real kernel, that runs as a process; it is sampled.")
    private List<String> kernels = new ArrayList<>();

    @Option(
            names = "--allocator",
            paramLabel = "NAME",
            description = "What the tables come from; may be repeated. Default: as the kernel ships.")
    private List<String> allocators = new ArrayList<>();

    @Option(names = "--page-size", paramLabel = "SIZE", description = "4K (the default), 16K or 64K.")
    private String pageSize = "4K";

    @Option(names = "--memory", paramLabel = "MIB", description = "Memory in MiB, 8 to 65536. Default: 2048.")
    private String memory = "2048";

    /** The live kernel that is named; null if none is. */
    public @Nullable String live() {
        return LiveOptions.named(kernels);
    }

    /** Whether a live kernel that is named is named alone. */
    public boolean isLiveAlone() {
        return kernels.size() == 1 && allocators.isEmpty();
    }

    public IntRange zones() {
        return IntRange.parse(zones, "--zones", 1, MOST_ZONES);
    }

    public MachineProfile machine() {
        return MachineProfile.of(pageSize(), (int) Numbers.whole(memory, "--memory", 8, 65536));
    }

    private int pageSize() {
        return switch (pageSize.toUpperCase(Locale.ROOT)) {
            case "4K", "4096" -> 4096;
            case "16K", "16384" -> 16384;
            case "64K", "65536" -> 65536;
            default -> throw new UsageError("unknown page size '" + pageSize + "'; known are 4K, 16K, 64K");
        };
    }

    /** Each kernel with each allocator, or with its own. */
    public Vector<Setup> setups(Providers providers) {
        Vector<KernelProfile> chosen = Choice.kernels(providers, kernels);
        return chosen.flatMap(kernel -> {
            Vector<AllocatorProvider> some = allocators.isEmpty()
                    ? Vector.of(Choice.allocator(providers, kernel.asShipped()))
                    : Choice.all(allocators, name -> Choice.allocator(providers, name));
            return some.map(provider -> new Setup(providers.allocators(), kernel, provider));
        });
    }
}
