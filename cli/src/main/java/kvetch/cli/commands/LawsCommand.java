package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;

/** Lists the laws. */
@CommandLine.Command(
        name = "laws",
        versionProvider = Version.class,
        description = "Lists the laws that a driver and its allocator must keep.",
        footer = {"", "Examples:", "  kvetch laws", "  kvetch laws --format json"})
final class LawsCommand implements Command {
    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Providers providers = pluggedIn.load(terminal);
        Vector<Law> laws = providers.laws().all();
        if (json) terminal.say(Json.format(json(laws)));
        else print(laws, terminal);
        return PluggedIn.worse(ExitCode.HELD, providers);
    }

    private static void print(Vector<Law> laws, Terminal terminal) {
        Table table = new Table("LAW", "STANDS FOR", "STATEMENT");
        for (Law law : laws) table.row(law.id(), law.standsFor(), law.statement());
        table.print(terminal);
        Vector<Law> pluggedIn = laws.filter(Law::isPluggedIn);
        if (pluggedIn.isEmpty()) return;
        Table more = new Table("LAW", "FROM");
        for (Law law : pluggedIn) more.row(law.id(), KnownLaws.origin(law));
        terminal.say("");
        more.print(terminal);
    }

    private static JsonObject json(Vector<Law> laws) {
        JsonArray list = new JsonArray();
        for (Law law : laws) {
            JsonObject json = new JsonObject();
            json.addProperty("id", law.id());
            json.addProperty("statement", law.statement());
            json.addProperty("stands_for", law.standsFor());
            json.addProperty("from", law.isPluggedIn() ? KnownLaws.origin(law) : "Kvetch");
            list.add(json);
        }
        JsonObject answer = Json.answer();
        answer.add("laws", list);
        return answer;
    }
}
