package kvetch.cli.commands;

import io.vavr.collection.Vector;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.live.RecordFile;
import kvetch.cli.options.Choice;
import kvetch.cli.options.Format;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.process.Interruption;
import kvetch.cli.text.ConformReport;
import kvetch.cli.text.SideBySideReport;
import kvetch.live.LiveConformance;
import kvetch.live.LiveKernel;
import kvetch.properties.plug.Providers;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.vectors.Conformance;
import kvetch.properties.vectors.FileReport;
import kvetch.properties.vectors.RecordingFile;
import kvetch.properties.vectors.RecordingReader;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Holds the model against recordings. */
@CommandLine.Command(
        name = "conform",
        versionProvider = Version.class,
        description = {
            "Holds the model against recordings of real kernels.",
            "",
            "Each kernel is taken as shipped, on a machine with 4 KiB pages. Prints a line per file: kind, how many"
                    + " recordings agree, and the first disagreement in full.",
            "",
            "With --on, the model is held against a kernel itself, one that runs as a process of its own: arrays are drawn,"
                    + " started, mapped, written and discarded on both, side by side, and lives: started, stopped and started"
                    + " again, or refused and followed by others. The first disagreement is shrunk.",
            "",
            "With --kernel, one kernel is held against all of them instead, such as a patch that is to change nothing of what"
                    + " was recorded."
        },
        footer = {
            "",
            "A file holds one JSON object a line, of kind map, read, discard, run, alloc or life. All files are read before the"
                    + " first is compared.",
            "",
            "Examples:",
            "  kvetch conform vectors/*.jsonl",
            "  kvetch conform --format json vectors/map.jsonl",
            "  kvetch conform --kernel 7.2+stripe-64-bit vectors/map.jsonl",
            "  kvetch conform --on live:/usr/bin/linux.uml --tries 300 --seed 1 --record seen.jsonl",
            "  kvetch conform --module-path target/own-driver-1.0.jar --kernel zone-hint vectors/read.jsonl",
            "",
            "Exits with 0 if the model agrees with every line or array, 1 if not, 2 if a file or a kernel cannot be used, 3 if"
                    + " Ctrl-C came first, 4 if a driver failed as a program."
        })
final class ConformCommand implements Command {
    private static final int LIVE_TRIES = 300;
    private static final int ARRAYS_PER_LIFE = 10;
    private static final int MOST_TRIES = 1_000_000_000;

    /** Seeds that we choose are short enough to be typed. */
    private static final int SEEDS = 1_000_000_000;

    @CommandLine.Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of recordings.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description =
                    "Hold this kernel against the recordings, not the one that each was made on (kvetch kernels); with --on, not the"
                            + " nearest one.")
    private @Nullable String kernel;

    @Option(
            names = "--on",
            paramLabel = "live:PATH",
            description = "Hold the model of its release, or the nearest one, against this kernel, not against files.")
    private @Nullable String on;

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "With --on: how many arrays to draw. Default: " + LIVE_TRIES + ".")
    private @Nullable String tries;

    @Option(
            names = "--lives",
            paramLabel = "N",
            description = "With --on: how many lives to draw. Default: one for ten arrays.")
    private @Nullable String lives;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "With --on: the seed of arrays and lives. Default: another one each time; it is printed.")
    private @Nullable String seed;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "With --on: write all that the kernel did to this new file, as recordings.")
    private @Nullable String record;

    @CommandLine.Mixin
    private final LiveOptions.WithMemory live = new LiveOptions.WithMemory();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        if (on != null) return beside(terminal, on, json);
        if (tries != null || lives != null || seed != null || record != null)
            throw new UsageError("--tries, --lives, --seed and --record go with --on live:PATH");
        if (files.isEmpty())
            throw new UsageError("name the files of recordings to hold the model against: kvetch conform FILE...");
        long timeoutMs = pluggedIn.timeoutMs();
        Vector<RecordingFile> recordings = Vector.ofAll(files).map(ConformCommand::read);
        Providers providers = pluggedIn.load(terminal);
        KernelProfile named = kernel == null ? null : Choice.kernel(providers, kernel);
        ConformReport report = json
                ? new ConformReport.InJson(terminal, named)
                : new ConformReport.InText(terminal, recordings, named);
        Conformance conformance =
                named == null ? new Conformance(providers) : new Conformance(providers, named, timeoutMs);
        Progress progress = new Progress(terminal);
        Vector<FileReport> reports = Vector.empty();
        for (RecordingFile file : recordings) {
            progress.show(reports.size(), recordings.size(), file.file());
            FileReport one;
            try {
                one = conformance.check(file);
            } catch (MisbehaviourException misbehaved) {
                throw new AllocatorFailure(misbehaved.misbehaviour());
            } finally {
                progress.clear();
            }
            reports = reports.append(one);
            report.file(one);
        }
        report.end(reports);
        return PluggedIn.worse(reports.forAll(FileReport::agrees) ? ExitCode.HELD : ExitCode.BROKEN, providers);
    }

    private ExitCode beside(Terminal terminal, String name, boolean json) {
        if (!files.isEmpty()) throw new UsageError("--on holds a model against a kernel, not against files");
        LiveConformance.Scope scope = scope();
        Providers providers = pluggedIn.load(terminal);
        KernelProfile named = kernel == null ? null : Choice.kernel(providers, kernel);
        try (LiveKernel there = live.open(name);
                RecordFile file = RecordFile.create(record);
                Interruption interruption = Interruption.heard()) {
            Setup model = named == null ? there.setup(providers) : Setup.asShipped(providers.allocators(), named);
            SideBySideReport report = new SideBySideReport(terminal, there, model.kernel(), scope);
            if (!json) report.begin();
            Progress progress = new Progress(terminal);
            LiveConformance.Outcome outcome =
                    LiveConformance.run(there, model, scope, interruption::isRaised, (done, lines) -> {
                        progress.show(done, scope.arrays() + scope.lives(), "on Linux " + there.release());
                        lines.forEach(file::add);
                    });
            progress.clear();
            if (json) report.endInJson(outcome);
            else report.end(outcome);
            if (record != null && !json)
                terminal.say(
                        "All that it did is in " + record + ", in " + Text.count(file.lines(), "line", "lines") + ".");
            terminal.out().flush();
            if (outcome.disagreements().nonEmpty()) return ExitCode.BROKEN;
            return interruption.isRaised() ? ExitCode.INCOMPLETE : ExitCode.HELD;
        }
    }

    private LiveConformance.Scope scope() {
        int arrays = tries == null ? LIVE_TRIES : (int) Numbers.whole(tries, "--tries", 0, MOST_TRIES);
        int drawnLives =
                lives == null ? arrays / ARRAYS_PER_LIFE : (int) Numbers.whole(lives, "--lives", 0, MOST_TRIES);
        if (arrays + drawnLives == 0) throw new UsageError("--tries 0 --lives 0 leaves nothing to draw");
        long chosen = seed == null
                ? new Random().nextInt(SEEDS)
                : Numbers.whole(seed, "--seed", Long.MIN_VALUE, Long.MAX_VALUE);
        return new LiveConformance.Scope(arrays, drawnLives, chosen);
    }

    private static RecordingFile read(String file) {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageError("'" + file.replace('\0', '?') + "' is not a file name; name a file of recordings");
        }
        return RecordingReader.read(path).getOrElseThrow(error -> new UsageError(error.message()));
    }
}
