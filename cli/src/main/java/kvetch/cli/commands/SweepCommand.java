package kvetch.cli.commands;

import io.vavr.collection.Vector;
import java.util.function.Supplier;
import kvetch.api.MachineProfile;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Progress;
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
import kvetch.cli.options.PluggedIn;
import kvetch.cli.options.SweepOptions;
import kvetch.cli.page.OutFolder;
import kvetch.cli.page.OutOption;
import kvetch.cli.sweep.SweepJson;
import kvetch.cli.sweep.SweepPage;
import kvetch.cli.sweep.SweepText;
import kvetch.cli.sweep.Swept;
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
                    + " the same: that takes half an hour.",
            "",
            "Examples:",
            "  kvetch sweep --kernel 7.0",
            "  kvetch sweep --zones 1..8 --kernel 7.2 --memory 4096",
            "  kvetch sweep --allocator page-allocator --page-size 64K",
            "  kvetch sweep --zones 1..4 --kernel 7.0 --kernel 7.2 --out swept",
            "",
            "Exits with 0 if no value ends in a splat or a kill, else with 1."
        })
final class SweepCommand implements Command {
    private static final int PAGE_SIZE = 4096;

    @CommandLine.Mixin
    private final SweepOptions what = new SweepOptions();

    @Option(names = "--every-value", description = "Run every value, whatever the allocator declares.")
    private boolean everyValue;

    @CommandLine.Mixin
    private final LiveOptions live = new LiveOptions();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final OutOption out = new OutOption();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        IntRange range = what.zones();
        MachineProfile machine = what.machine();
        OutFolder folder = out.folder();
        String named = what.live();
        if (named != null) return sweepLive(terminal, named, range, machine, json, folder);
        Vector<Setup> setups = what.setups(pluggedIn.load(terminal));
        Vector<Swept> all = Vector.empty();
        Progress progress = new Progress(terminal);
        int done = 0;
        int total = setups.size() * (range.last() - range.first() + 1);
        for (Setup setup : setups)
            for (int count = range.first(); count <= range.last(); count++) {
                progress.show(done++, total, setup + ", " + Text.count(count, "zone", "zones"));
                Swept swept = sweep(setup, count, machine, progress);
                progress.clear();
                if (!json) SweepText.tell(terminal, swept);
                all = all.append(swept);
            }
        return end(terminal, all, json, folder);
    }

    private static ExitCode end(Terminal terminal, Vector<Swept> all, boolean json, @Nullable OutFolder folder) {
        ExitCode code = all.exists(Swept::hasSplat) ? ExitCode.BROKEN : ExitCode.HELD;
        if (json) terminal.say(Json.format(SweepJson.of(all)));
        if (folder != null) {
            SweepPage.write(folder, all, code);
            if (!json) terminal.say("The report is in " + folder.report() + ".");
        }
        return code;
    }

    private ExitCode sweepLive(
            Terminal terminal,
            String named,
            IntRange range,
            MachineProfile machine,
            boolean json,
            @Nullable OutFolder folder) {
        if (!what.isLiveAlone() || everyValue || machine.pageSize() != PAGE_SIZE)
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
                        machine,
                        Swept.Which.SOME,
                        sweep.run(done -> progress.show(done, sweep.size(), there.release() + ", " + zone)));
                progress.clear();
                if (!json) SweepText.tell(terminal, swept);
                all = all.append(swept);
            }
        }
        return end(terminal, all, json, folder);
    }

    private Swept sweep(Setup setup, int count, MachineProfile machine, Progress progress) {
        Sweep sweep = new Sweep(setup, count, machine);
        boolean bisect = !everyValue && sandboxed(setup, sweep::isMonotone);
        if (bisect) return new Swept(setup, count, machine, Swept.Which.BORDERS, sandboxed(setup, sweep::bisected));
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
            return new Swept(setup, count, machine, Swept.Which.ALL, intervals);
        } finally {
            watch.interrupt();
        }
    }

    private <T> T sandboxed(Setup setup, Supplier<T> work) {
        return Sandbox.call(setup.suspect(), pluggedIn.timeoutMs(), work)
                .getOrElseThrow(misbehaviour -> new AllocatorFailure(misbehaviour));
    }
}
