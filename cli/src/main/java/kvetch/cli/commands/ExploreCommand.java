package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.ProgressWatch;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.explore.ExplorePage;
import kvetch.cli.explore.ExploredScope;
import kvetch.cli.explore.NarrowExploring;
import kvetch.cli.json.Json;
import kvetch.cli.options.ExploreOptions;
import kvetch.cli.options.Format;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.page.OutFolder;
import kvetch.cli.page.OutOption;
import kvetch.cli.process.Interruption;
import kvetch.cli.process.Supervisor;
import kvetch.cli.text.ExplorationReport;
import kvetch.live.LiveExplorer;
import kvetch.live.LiveKernel;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.Scope;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Goes through every case of a scope. */
@CommandLine.Command(
        name = "explore",
        versionProvider = Version.class,
        description = {
            "Checks all laws on every case of a small scope.",
            "",
            "Every array of the scope, with every kernel and allocator chosen; every sector, request and discard of it; every"
                    + " life, with each allocation failing and with integrity registered or failing. Where a law is broken,"
                    + " what is printed is the smallest case of the scope.",
            "",
            "A real kernel is explored, too (--kernel live:PATH): every array, sector, request and discard of a scope that is"
                    + " smaller unless you say otherwise (--disks 1..3 --chunks 0..3 --chunk 1,2,3 --request 4 --lives 1), by the"
                    + " laws that can be seen from outside."
        },
        footer = {
            "",
            "A disk of n chunks has n times the chunk in sectors; one of 0 chunks has a sector less than a chunk. Disks of"
                    + " less than 2 sectors are left out: md does not add them.",
            "",
            "Disks are taken in ascending order of size. Other orders show no other kind of defect: which disk is the"
                    + " how-many-eth of a zone changes where sectors go, not whether two of them meet, and no size of an"
                    + " allocation depends on it (docs/explore.md has the proof). --no-symmetry takes every order all the"
                    + " same.",
            "",
            "Examples:",
            "  kvetch explore",
            "  kvetch explore --disks 1..3 --chunks 0..4 --chunk 8 --kernel 6.12 --allocator kzalloc",
            "  kvetch explore --widths 10,4 --kernel hardened",
            "  kvetch explore --kernel live:../linux/linux",
            "  kvetch explore --kernel 7.2 --kernel hardened --out explored",
            "",
            "An allocator that throws, hangs, calls System.exit or leaves threads behind is left out and named; the others are"
                    + " explored as if it had not been there.",
            "",
            "Exits with 0 if all laws held, 1 if one is broken, 3 if Ctrl-C came first or no array started, 4 if an allocator failed as a"
                    + " program."
        })
final class ExploreCommand implements Command {
    @CommandLine.Mixin
    private final ExploreOptions what = new ExploreOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads to use. Default: one for each processor.")
    private @Nullable String threads;

    @CommandLine.Mixin
    private final LiveOptions.WithMemory live = new LiveOptions.WithMemory();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final OutOption out = new OutOption();

    @CommandLine.Mixin
    private final Format format = new Format();

    @CommandLine.Mixin
    private final NarrowExploring narrow = new NarrowExploring();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        narrow.complainOf(this::isGiven);
        OutFolder folder = out.folder();
        String named = what.live();
        if (named != null) return exploreLive(terminal, named, json, folder);
        if (narrow.isAskedFor())
            return narrow.run(
                    terminal, new NarrowExploring.Wish(what.disks(), what.kernels(), Numbers.threads(threads)), json);
        Scope scope = what.scope();
        Providers providers = pluggedIn.load(terminal);
        Vector<Law> laws = providers.laws().all();
        Vector<Setup> setups = what.setups(providers);
        int threadCount = Supervisor.isOneByOne() ? 1 : Numbers.threads(threads);
        Explorer explorer = new Explorer(scope, laws, setups, pluggedIn.timeoutMs(), pluggedIn.isolation());
        Supervisor.endedBefore().forEach(explorer::leaveOut);
        if (!json && !Supervisor.isAgain()) new ExploredScope(scope, setups).tell(terminal);
        Exploration exploration;
        try (Interruption interruption = Interruption.heard()) {
            ProgressWatch progress = new ProgressWatch(
                    terminal,
                    explorer.arrays(),
                    explorer::arraysDone,
                    seconds -> Text.grouped(explorer.statesDone()) + " lives, "
                            + Text.grouped(Math.round(explorer.statesDone() / seconds)) + " a second");
            try {
                exploration = explorer.run(threadCount, interruption::isRaised);
            } finally {
                progress.stop();
            }
            ExplorationReport report = new ExplorationReport(exploration, laws, setups);
            JsonObject answer = report.json();
            if (json) terminal.say(Json.format(answer));
            else report.tell(terminal, pluggedIn.arguments());
            ExitCode code = PluggedIn.worse(report.exitCode(), providers);
            leave(terminal, folder, new ExploredScope(scope, setups), report, answer, code);
            terminal.out().flush();
            return code;
        }
    }

    private ExitCode exploreLive(Terminal terminal, String named, boolean json, @Nullable OutFolder folder) {
        if (!what.isLiveAlone() || threads != null || narrow.isAskedFor())
            throw new UsageError(
                    "a live kernel is explored alone, with its own allocator, and with --guests side by side");
        Scope scope = what.liveScope();
        Providers providers = pluggedIn.load(terminal);
        try (LiveKernel there = live.open(named);
                Interruption interruption = Interruption.heard()) {
            Setup setup = Setup.asShipped(providers.allocators(), there.profile());
            Vector<Law> laws = providers.laws().all().filter(Law::isSeenFromOutside);
            LiveExplorer explorer = new LiveExplorer(there, providers, laws, scope);
            if (!json) {
                new ExploredScope(scope, Vector.of(setup)).tell(terminal);
                terminal.say("on Linux " + there.release() + " (" + there.path() + "), judged as "
                        + there.profile().name() + " by " + laws.mkString(", "));
            }
            ProgressWatch progress = new ProgressWatch(
                    terminal,
                    explorer.arrays(),
                    explorer::arraysDone,
                    seconds -> Text.grouped(explorer.statesDone()) + " lives");
            Exploration exploration;
            try {
                exploration = explorer.run(interruption::isRaised);
            } finally {
                progress.stop();
            }
            ExplorationReport report = new ExplorationReport(exploration, laws, Vector.of(setup));
            JsonObject answer = report.json();
            answer.addProperty("release", there.release());
            answer.add("not_tried", notTried(explorer));
            if (json) terminal.say(Json.format(answer));
            else {
                explorer.untried()
                        .forEach((reason, count) ->
                                new Paragraphs(terminal).say("could not be tried: " + count + ", as " + reason));
                report.tell(terminal, pluggedIn.arguments());
            }
            ExitCode code = PluggedIn.worse(report.exitCode(), providers);
            leave(terminal, folder, new ExploredScope(scope, Vector.of(setup)), report, answer, code);
            terminal.out().flush();
            return code;
        }
    }

    private static JsonArray notTried(LiveExplorer explorer) {
        JsonArray reasons = new JsonArray();
        explorer.untried().forEach((reason, count) -> {
            JsonObject one = new JsonObject();
            one.addProperty("reason", reason);
            one.addProperty("times", count);
            reasons.add(one);
        });
        return reasons;
    }

    private boolean isGiven(String option) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private void leave(
            Terminal terminal,
            @Nullable OutFolder folder,
            ExploredScope explored,
            ExplorationReport report,
            JsonObject answer,
            ExitCode code) {
        if (folder == null) return;
        ExplorePage.write(folder, explored, report, pluggedIn.arguments(), answer, code);
        if (!format.isJson()) terminal.say("The report is in " + folder.report() + ".");
    }
}
