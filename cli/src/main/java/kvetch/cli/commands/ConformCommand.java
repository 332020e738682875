package kvetch.cli.commands;

import io.vavr.collection.Vector;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.options.Choice;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.text.ConformReport;
import kvetch.properties.plug.Providers;
import kvetch.properties.sandbox.MisbehaviourException;
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
            "With --kernel, one kernel is held against all of them instead, such as a patch that is to change nothing of what"
                    + " was recorded."
        },
        footer = {
            "",
            "A file holds one JSON object a line, of kind map, read, discard, run or alloc. All files are read before the"
                    + " first is compared.",
            "",
            "Examples:",
            "  kvetch conform vectors/*.jsonl",
            "  kvetch conform --format json vectors/map.jsonl",
            "  kvetch conform --kernel 7.2+stripe-64-bit vectors/map.jsonl",
            "  kvetch conform --module-path target/own-driver-1.0.jar --kernel zone-hint vectors/read.jsonl",
            "",
            "Exits with 0 if the model agrees with every line, 1 if not, 2 if a file cannot be used, 4 if a driver failed as a"
                    + " program."
        })
final class ConformCommand implements Command {
    @CommandLine.Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of recordings.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description =
                    "Hold this kernel against the recordings, not the one that each was made on (kvetch kernels).")
    private @Nullable String kernel;

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
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
