package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.Json;
import kvetch.cli.live.TriedFinding;
import kvetch.cli.options.Format;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.process.Interruption;
import kvetch.cli.text.FindingsTable;
import kvetch.cli.words.KnownFinding;
import kvetch.cli.words.Sightings;
import kvetch.live.LiveKernel;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists what was found so far, and tries it on real kernels. */
@CommandLine.Command(
        name = "findings",
        versionProvider = Version.class,
        description = {
            "Lists what Kvetch has found in Linux so far, and tries it on real kernels.",
            "",
            "With --on, each finding's smallest counterexample is tried on each kernel, and a table of Markdown says what came of"
                    + " it: seen, or the release has it not, as its model says. Where kernel and model do not say the same it is"
                    + " 'not seen' or 'seen, unforeseen', and a note below says more, as where it cannot be tried."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch findings",
            "  kvetch findings --on live:/usr/bin/linux.uml --on live:../linux/linux",
            "",
            "Exits with 0, whatever the kernels say, and 3 if Ctrl-C came first."
        })
final class FindingsCommand implements Command {
    @Option(
            names = "--on",
            paramLabel = "live:PATH",
            description = "Try them on this kernel, which runs as a process of its own; may be repeated.")
    private List<String> on = new ArrayList<>();

    @CommandLine.Mixin
    private final LiveOptions.WithMemory live = new LiveOptions.WithMemory();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    /** A kernel and what it said to the findings, in their order. */
    private record Tried(String kernel, String release, Vector<TriedFinding> findings) {}

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Vector<KnownFinding> findings = KnownFinding.all();
        Providers providers = pluggedIn.load(terminal);
        if (on.isEmpty()) {
            if (json) terminal.say(Json.format(json(findings, Vector.empty())));
            else list(findings, terminal);
            return ExitCode.HELD;
        }
        Vector<Tried> all = Vector.empty();
        try (Interruption interruption = Interruption.heard()) {
            Progress progress = new Progress(terminal);
            for (String kernel : on) {
                try (LiveKernel there = live.open(kernel)) {
                    Vector<TriedFinding> tried = Vector.empty();
                    for (KnownFinding finding : findings) {
                        if (interruption.isRaised()) return ExitCode.INCOMPLETE;
                        progress.show(tried.size(), findings.size(), finding.id() + " on Linux " + there.release());
                        tried = tried.append(TriedFinding.of(there, providers, finding));
                    }
                    all = all.append(new Tried(kernel, there.release(), tried));
                } finally {
                    progress.clear();
                }
            }
        }
        if (json) terminal.say(Json.format(json(findings, all)));
        else table(findings, all).lines().forEach(terminal::say);
        return ExitCode.HELD;
    }

    private static void list(Vector<KnownFinding> findings, Terminal terminal) {
        Table table = new Table("FINDING", "WHAT IT IS");
        for (KnownFinding finding : findings) table.row(finding.id(), finding.title());
        table.print(terminal);
    }

    private static FindingsTable table(Vector<KnownFinding> findings, Vector<Tried> all) {
        return new FindingsTable(
                all.map(Tried::release),
                findings.zipWithIndex()
                        .map(finding -> new FindingsTable.Row(
                                finding._1.id(), all.map(kernel -> cell(kernel.findings.get(finding._2))))));
    }

    private static FindingsTable.Cell cell(TriedFinding tried) {
        return new FindingsTable.Cell(tried.verdict(), tried.isOdd() ? Sightings.words(tried.sighting()) : "");
    }

    private static JsonObject json(Vector<KnownFinding> findings, Vector<Tried> all) {
        JsonArray list = new JsonArray();
        for (int i = 0; i < findings.size(); i++) {
            KnownFinding finding = findings.get(i);
            JsonObject json = new JsonObject();
            json.addProperty("finding", finding.id());
            json.addProperty("title", finding.title());
            json.addProperty("replay", finding.token());
            JsonArray kernels = new JsonArray();
            for (Tried kernel : all) kernels.add(json(kernel, kernel.findings.get(i)));
            json.add("kernels", kernels);
            list.add(json);
        }
        JsonObject answer = Json.answer();
        answer.add("findings", list);
        return answer;
    }

    private static JsonObject json(Tried kernel, TriedFinding tried) {
        JsonObject json = CheckJson.json(tried.sighting());
        json.addProperty("kernel", kernel.kernel);
        json.addProperty("model_breaks", tried.isForeseen());
        return json;
    }
}
