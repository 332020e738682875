package kvetch.cli.commands;

import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.function.Consumer;
import kvetch.Checking;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.OutputClosed;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.CheckSarif;
import kvetch.cli.json.GroundsFile;
import kvetch.cli.json.ResultsFile;
import kvetch.cli.known.Allowed;
import kvetch.cli.known.Expectations;
import kvetch.cli.known.FailureDatabase;
import kvetch.cli.live.Confirmation;
import kvetch.cli.options.CheckFormat;
import kvetch.cli.options.CheckOptions;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.page.OutFolder;
import kvetch.cli.process.Interruption;
import kvetch.cli.report.CheckFolder;
import kvetch.cli.report.Ktap;
import kvetch.cli.report.Observations;
import kvetch.cli.text.CheckProgress;
import kvetch.cli.text.CheckText;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.live.LiveIsolation;
import kvetch.live.LiveKernel;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Observation;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Puts kernels and allocators to the test of the laws. */
@CommandLine.Command(
        name = "check",
        versionProvider = Version.class,
        description = {
            "Puts kernels and allocators to the test of the laws.",
            "",
            "Prints a line per law as soon as it is known and, where a law is broken, the smallest array that breaks it and"
                    + " what the kernel says. A law that no case had anything to say about is not called held. An array too"
                    + " large to walk sector by sector is sampled: looked at around the edges of its zones, stripes and"
                    + " integers, and at random."
        },
        footer = {
            "",
            "A tree before 7.1 may carry the fix, whole or by hunks: 6.12+fix, 6.12+alloc, 6.12+alloc,abort. The same seed"
                    + " gives the same cases on every machine.",
            "",
            "Examples:",
            "  kvetch check                                            all laws on 7.2, with every allocator",
            "  kvetch check --kernel 7.0 --allocator kzalloc --law W1",
            "  kvetch check --kernel 6.12 --kernel 6.12+alloc,abort    what a half-applied backport does",
            "  kvetch check --tries 100000 --seed 1 --format json",
            "  kvetch check --confirm live:/usr/bin/linux.uml          which of it a real kernel does",
            "  kvetch check --kernel live:./linux                      a real kernel of your own tree",
            "  kvetch check --format ktap | tools/testing/kunit/kunit.py parse",
            "  kvetch check --format sarif --baseline before/results.json",
            "",
            "Exits with 0 if all laws held or broke only as --expect or --baseline says, 1 if one is broken, or was in an"
                    + " earlier check and still is, or is expected to be and is not any more; 3 if one was not put to the"
                    + " test or Ctrl-C came first, 4 if an allocator failed as a program."
        })
final class CheckCommand implements Command {

    /** A day, in seconds. */
    private static final int LONGEST_SHRINK = 86_400;

    @CommandLine.Mixin
    private final CheckOptions what = new CheckOptions();

    @Option(
            names = "--shrink-seconds",
            paramLabel = "N",
            description = "Make each counterexample smaller for N seconds at most; the smallest until then is printed."
                    + " Default: until it is the smallest.")
    private @Nullable String shrinkSeconds;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description =
                    "Do not fail for the broken laws that FILE names: a replay token a line, or KERNEL ALLOCATOR LAW"
                            + " WHAT with * for any. A token that does not break its law any more fails.")
    private @Nullable String expect;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "Say what is new since an earlier check, and fail for nothing else: FILE is the results.json that"
                            + " --out left, or what --format json printed. Known is what it has of the same law and kind with the"
                            + " same allocator. A kernel that it has not is compared with the one it is a patch to, else with"
                            + " the only one that it has.")
    private @Nullable String baseline;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Leave report.html, results.json, junit.xml, observations.jsonl (for Tyche: the first cases"
                    + " of each check, up to "
                    + Observations.MOST_OF_A_CHECK
                    + " of one and "
                    + Observations.MOST_IN_ALL
                    + " of all, and those that first show a defect) and run.json in this"
                    + " folder, which is made, empty, or that of an earlier run.")
    private @Nullable String out;

    @Option(
            names = "--explored",
            paramLabel = "FILE",
            description = "Say in the report of --out what kvetch explore --format json has printed into FILE.")
    private @Nullable String explored;

    @Option(
            names = "--proofs",
            paramLabel = "FILE",
            description = "Say in the report of --out what kvetch prove --format json has printed into FILE.")
    private @Nullable String proofs;

    @Option(
            names = "--no-memory",
            description = "Neither try first what broke last time nor remember what breaks (.kvetch; KVETCH_MEMORY=off"
                    + " does the same).")
    private boolean noMemory;

    @Option(
            names = "--confirm",
            paramLabel = "live:PATH",
            description =
                    "Try each defect on a real kernel that runs as a process of its own, and say whether it was seen"
                            + " there. What this exits with stays the same.")
    private @Nullable String confirm;

    @CommandLine.Mixin
    private final LiveOptions.WithMemory live = new LiveOptions.WithMemory();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final CheckFormat format = new CheckFormat();

    @Override
    public ExitCode run(Terminal terminal) {
        format.isJson();
        Providers providers = pluggedIn.load(terminal);
        try (LiveKernel judged = judged();
                LiveKernel witness = confirm == null ? null : live.open(confirm)) {
            return run(terminal, providers, judged, witness);
        }
    }

    /** The real kernel that is to be judged; null if it is models that are. */
    private @Nullable LiveKernel judged() {
        String named = what.live();
        if (named == null) return null;
        if (confirm != null)
            throw new UsageError(
                    "--confirm tries on a real kernel what a model did, and --kernel " + named + " is none");
        return live.open(named);
    }

    private ExitCode run(
            Terminal terminal, Providers providers, @Nullable LiveKernel judged, @Nullable LiveKernel witness) {
        Checking checking = what.checking(providers, judged, pluggedIn.timeoutMs());
        Check check = checking.plan();
        Sightings sightings = new Sightings();
        Baseline before = baseline == null ? Baseline.NONE : ResultsFile.baseline(baseline, check.kernels());
        CheckReport report = report(terminal, before, sightings);
        // Before the tokens of --expect, which are run.
        OutFolder outFolder = out == null ? null : OutFolder.of(out);
        Grounds grounds = GroundsFile.read(explored, proofs, out != null);
        Expectations expectations =
                expect == null ? Expectations.none() : Expectations.read(expect, providers, check.timeoutMs());
        long shrinkMs = shrinkSeconds == null
                ? Long.MAX_VALUE
                : 1000 * Numbers.whole(shrinkSeconds, "--shrink-seconds", 0, LONGEST_SHRINK);
        CheckFolder folder = outFolder == null
                ? null
                : new CheckFolder(
                        outFolder,
                        check,
                        pluggedIn.arguments(),
                        before,
                        sightings,
                        grounds,
                        System.currentTimeMillis());
        FailureDatabase failures = FailureDatabase.of(terminal, noMemory || judged != null);
        report.begin(check);
        if (judged != null)
            tell(
                    terminal,
                    "Linux " + judged.release() + " (" + judged.path() + "), judged as "
                            + judged.profile().name() + (judged.isExact() ? "" : ", the nearest there is")
                            + (judged.watchesMemory().isEmpty()
                                    ? ""
                                    : "; M1 and M3 as far as " + judged.watchesMemory() + " tells"));
        if (witness != null) tell(terminal, "tried on Linux " + witness.release() + " (" + witness.path() + ")");
        Vector<Replay> recalled = failures.recall(check);
        report.recalled(recalled);
        try (Interruption interruption = Interruption.heard()) {
            Vector<LawResult> results = run(
                    terminal,
                    report,
                    witness == null ? result -> {} : new Confirmation(witness, providers, sightings)::tryDefects,
                    check,
                    before,
                    folder,
                    checking.shrinkFor(Duration.ofMillis(shrinkMs))
                            .until(interruption::isRaised)
                            .isolation(judged == null ? pluggedIn.isolation() : LiveIsolation.on(judged)));
            failures.keep(recalled, results);
            report.end(results);
            for (String note : expectations.notes(results, before)) tell(terminal, note);
            boolean interrupted = interruption.isRaised();
            if (interrupted) tell(terminal, "interrupted before the end");
            ExitCode code = interrupted
                    ? ExitCode.INCOMPLETE
                    : PluggedIn.worse(exitCode(results, recalled, new Allowed(expectations, before)), providers);
            if (folder != null) {
                folder.write(results, shrinkSeconds == null ? -1 : shrinkMs / 1000, expect != null, interrupted, code);
                if (format.isText()) terminal.say("The report is in " + folder.report() + ".");
            }
            terminal.out().flush();
            return code;
        }
    }

    private CheckReport report(Terminal terminal, Baseline before, Sightings sightings) {
        if (format.isJson()) return new CheckJson(terminal, before, sightings);
        if (format.isKtap()) return new Ktap(terminal, before);
        if (format.isSarif()) return new CheckSarif(terminal, before);
        return new CheckText(terminal, pluggedIn.arguments(), before, sightings);
    }

    private Vector<LawResult> run(
            Terminal terminal,
            CheckReport report,
            Consumer<LawResult> first,
            Check check,
            Baseline before,
            @Nullable CheckFolder folder,
            Checking checking) {
        CheckProgress progress = new CheckProgress(terminal, check, before);
        progress.show();
        Consumer<Observation> observer = both(terminal.errIsTerminal() ? progress::observe : null, folder);
        Vector<LawResult> results = (observer == null ? checking : checking.onCase(observer))
                .onResult(result -> {
                    progress.lawIsDone();
                    first.accept(result);
                    report.result(result);
                    if (terminal.out().checkError()) throw new OutputClosed();
                    progress.show();
                })
                .run()
                .results();
        progress.clear();
        return results;
    }

    private static @Nullable Consumer<Observation> both(
            @Nullable Consumer<Observation> progress, @Nullable CheckFolder folder) {
        if (folder == null) return progress;
        return progress == null ? folder.observer() : folder.observer().andThen(progress);
    }

    /** Beside the report; on stderr where machines read that. */
    private void tell(Terminal terminal, String note) {
        if (format.isText()) terminal.say(note);
        else terminal.complain(note);
    }

    private static ExitCode exitCode(Vector<LawResult> results, Vector<Replay> recalled, Allowed allowed) {
        ExitCode code = CheckReport.exitCode(results, results.map(allowed::verdict));
        boolean isStillBroken =
                recalled.exists(replay -> replay.verdict() == Verdict.BROKEN && !allowed.isAllowed(replay));
        boolean isUnjudged =
                allowed.expected().isAnyUnjudged() || recalled.exists(replay -> replay.verdict() == Verdict.ERROR);
        boolean isGood = code == ExitCode.HELD || code == ExitCode.INCOMPLETE;
        if (isGood && (isStillBroken || allowed.expected().isAnyMended())) return ExitCode.BROKEN;
        return isGood && isUnjudged ? ExitCode.ALLOCATOR : code;
    }
}
