package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.live.SampledSweep;
import kvetch.cli.options.Choice;
import kvetch.cli.options.Format;
import kvetch.cli.options.IntRange;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.PluggedIn;
import kvetch.live.LiveKernel;
import kvetch.properties.Sweep;
import kvetch.properties.plug.Providers;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says what happens for every raid_disks. */
@CommandLine.Command(
        name = "sweep",
        versionProvider = Version.class,
        description = {
            "Says what starting an array comes to for every raid_disks from -2^31 to 2^31-1.",
            "",
            "The array has as many disks as zones. Prints intervals, each with its first and its last value: started, too few"
                    + " disks, the caller killed for want of memory, ENOMEM without a word, ENOMEM with a line in the log,"
                    + " or a WARN and where it is."
        },
        footer = {
            "",
            "All negative values make one request, because array3_size saturates. Every other value makes a request of its"
                    + " own size, and each is run; where an allocator declares that a larger request never fares better than"
                    + " a smaller one, as the kernel's do, the borders are found by bisection. --every-value runs them all"
                    + " the same: that takes hours.",
            "",
            "Examples:",
            "  kvetch sweep --kernel 7.0",
            "  kvetch sweep --zones 1..8 --kernel 7.2 --memory 4096",
            "  kvetch sweep --allocator page-allocator --page-size 64K",
            "",
            "Exits with 0 if no value ends in a splat or a kill, else with 1."
        })
final class SweepCommand implements Command {
    private static final int MOST_ZONES = 64;
    private static final int PAGE_SIZE = 4096;

    @Option(names = "--zones", paramLabel = "A..B", description = "For A to B zones. Default: 1.")
    private String zones = "1";

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description =
                    "This kernel's driver; may be repeated. Default: 7.2 (kvetch kernels). live:PATH is a real kernel, that"
                            + " runs as a process; it is sampled.")
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

    @Option(names = "--every-value", description = "Run every value, whatever the allocator declares.")
    private boolean everyValue;

    @CommandLine.Mixin
    private final LiveOptions live = new LiveOptions();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    /** Which values were run. */
    private enum Which {
        BORDERS,
        ALL,
        SOME
    }

    private record Swept(Setup setup, int zones, Which which, Vector<Sweep.Interval> intervals) {}

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        IntRange range = IntRange.parse(zones, "--zones", 1, MOST_ZONES);
        MachineProfile machine = MachineProfile.of(pageSize(), (int) Numbers.whole(memory, "--memory", 8, 65536));
        String named = Vector.ofAll(kernels).find(LiveOptions::isLive).getOrNull();
        if (named != null) return sweepLive(terminal, named, range, machine, json);
        Vector<Setup> setups = setups(pluggedIn.load(terminal));
        Vector<Swept> all = Vector.empty();
        Progress progress = new Progress(terminal);
        int done = 0;
        int total = setups.size() * (range.last() - range.first() + 1);
        for (Setup setup : setups)
            for (int count = range.first(); count <= range.last(); count++) {
                progress.show(done++, total, setup + ", " + Text.count(count, "zone", "zones"));
                Swept swept = sweep(setup, count, machine, progress);
                progress.clear();
                if (!json) tell(terminal, swept, machine);
                all = all.append(swept);
            }
        return end(terminal, all, machine, json);
    }

    private static ExitCode end(Terminal terminal, Vector<Swept> all, MachineProfile machine, boolean json) {
        if (json) terminal.say(Json.format(json(all, machine)));
        boolean splat = all.exists(
                swept -> swept.intervals.exists(interval -> interval.outcome().splat() != null));
        return splat ? ExitCode.BROKEN : ExitCode.HELD;
    }

    private ExitCode sweepLive(Terminal terminal, String named, IntRange range, MachineProfile machine, boolean json) {
        if (kernels.size() > 1 || !allocators.isEmpty() || everyValue || machine.pageSize() != PAGE_SIZE)
            throw new UsageError("a live kernel is swept alone, with its own allocator and pages of 4K, and sampled");
        Providers providers = pluggedIn.load(terminal);
        Vector<Swept> all = Vector.empty();
        try (LiveKernel there = live.open(named, machine.memoryMib())) {
            KernelProfile kernel = there.profile();
            Setup setup = new Setup(providers.allocators(), kernel, Choice.allocator(providers, kernel.asShipped()));
            if (!json) terminal.say("on Linux " + there.release() + " (" + there.path() + ")");
            Progress progress = new Progress(terminal);
            for (int count = range.first(); count <= range.last(); count++) {
                SampledSweep sweep = new SampledSweep(
                        () -> live.open(named, machine.memoryMib()), machine.memoryMib(), setup, count);
                String zone = Text.count(count, "zone", "zones");
                Swept swept = new Swept(
                        setup,
                        count,
                        Which.SOME,
                        sweep.run(done -> progress.show(done, sweep.size(), there.release() + ", " + zone)));
                progress.clear();
                if (!json) tell(terminal, swept, machine);
                all = all.append(swept);
            }
        }
        return end(terminal, all, machine, json);
    }

    private Swept sweep(Setup setup, int count, MachineProfile machine, Progress progress) {
        Sweep sweep = new Sweep(setup, count, machine);
        boolean bisect = !everyValue && sandboxed(setup, sweep::isMonotone);
        if (bisect) return new Swept(setup, count, Which.BORDERS, sandboxed(setup, sweep::bisected));
        Thread watch = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        progress.show(sweep.done() >>> 12, 1 << 20, setup + ", every value, in 4096s");
                        try {
                            Thread.sleep(500);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "progress");
        watch.setDaemon(true);
        watch.start();
        try {
            Vector<Sweep.Interval> intervals = sweep.everyValue(
                            Runtime.getRuntime().availableProcessors(), pluggedIn.timeoutMs())
                    .getOrElseThrow(misbehaviour -> new AllocatorFailure(misbehaviour));
            return new Swept(setup, count, Which.ALL, intervals);
        } finally {
            watch.interrupt();
        }
    }

    private <T> T sandboxed(Setup setup, Supplier<T> work) {
        return Sandbox.call(setup.suspect(), pluggedIn.timeoutMs(), work)
                .getOrElseThrow(misbehaviour -> new AllocatorFailure(misbehaviour));
    }

    private int pageSize() {
        return switch (pageSize.toUpperCase(Locale.ROOT)) {
            case "4K", "4096" -> 4096;
            case "16K", "16384" -> 16384;
            case "64K", "65536" -> 65536;
            default -> throw new UsageError("unknown page size '" + pageSize + "'; known are 4K, 16K, 64K");
        };
    }

    private Vector<Setup> setups(Providers providers) {
        Vector<KernelProfile> chosen =
                Choice.all(kernels.isEmpty() ? List.of("7.2") : kernels, name -> Choice.kernel(providers, name));
        return chosen.flatMap(kernel -> {
            Vector<AllocatorProvider> some = allocators.isEmpty()
                    ? Vector.of(Choice.allocator(providers, kernel.asShipped()))
                    : Choice.all(allocators, name -> Choice.allocator(providers, name));
            return some.map(provider -> new Setup(providers.allocators(), kernel, provider));
        });
    }

    private static void tell(Terminal terminal, Swept swept, MachineProfile machine) {
        Style style = terminal.style();
        terminal.say(style.bold(swept.setup + ", " + Text.count(swept.zones, "zone", "zones") + ", "
                + (machine.pageSize() >> 10) + " KiB pages, " + machine.memoryMib() + " MiB"));
        for (Sweep.Interval interval : swept.intervals) {
            String first = Text.padLeft(Integer.toString(interval.first()), 11);
            String last = interval.first() == interval.last() ? "" : " to " + interval.last();
            String text = interval.outcome().text();
            terminal.say(
                    "  " + first + Text.pad(last, 16) + (interval.outcome().splat() == null ? text : style.bad(text)));
        }
        terminal.say(style.faint("  " + how(swept)));
        terminal.say("");
    }

    private static String how(Swept swept) {
        return switch (swept.which) {
            case BORDERS ->
                "by bisection: " + swept.setup.provider().name() + " declares that larger requests fare no better"
                        + (swept.setup.kernel().isPluggedIn()
                                ? ", and " + swept.setup.kernel().name()
                                        + " is taken to ask for more the more raid_disks there are"
                                : "");
            case ALL -> "every value was run";
            case SOME ->
                "sampled: around the borders of the model and around powers of two; what lies between two lines was not tried";
        };
    }

    private static JsonObject json(Vector<Swept> all, MachineProfile machine) {
        JsonArray results = new JsonArray();
        for (Swept swept : all) {
            JsonObject entry = new JsonObject();
            entry.addProperty("kernel", swept.setup.kernel().name());
            entry.addProperty("allocator", swept.setup.provider().name());
            entry.addProperty("zones", swept.zones);
            entry.addProperty("page_size", machine.pageSize());
            entry.addProperty("memory_mib", machine.memoryMib());
            entry.addProperty("bisected", swept.which == Which.BORDERS);
            if (swept.which == Which.SOME) entry.addProperty("sampled", true);
            JsonArray intervals = new JsonArray();
            for (Sweep.Interval interval : swept.intervals) intervals.add(json(interval));
            entry.add("intervals", intervals);
            results.add(entry);
        }
        JsonObject json = Json.answer();
        json.add("results", results);
        return json;
    }

    private static JsonObject json(Sweep.Interval interval) {
        Sweep.Outcome outcome = interval.outcome();
        Splat.@Nullable Kind kind = outcome.splat();
        JsonObject json = new JsonObject();
        json.addProperty("first", interval.first());
        json.addProperty("last", interval.last());
        json.addProperty("outcome", outcome.text());
        json.add(
                "errno",
                outcome.errno() == null
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive(outcome.errno().number()));
        json.addProperty("logged", outcome.logged());
        json.add(
                "splat",
                kind == null ? JsonNull.INSTANCE : new JsonPrimitive(kind.name().toLowerCase(Locale.ROOT)));
        json.add(
                "site",
                outcome.site() == null
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive((outcome.site().fileAndLine() + " "
                                        + outcome.site().function())
                                .strip()));
        return json;
    }
}
