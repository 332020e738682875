package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.options.Format;
import kvetch.properties.LawId;
import picocli.CommandLine;

/** Lists the laws. */
@CommandLine.Command(
        name = "laws",
        versionProvider = Version.class,
        description = "Lists the laws that a driver and its allocator must keep.",
        footer = {"", "Examples:", "  kvetch laws", "  kvetch laws --format json"})
final class LawsCommand implements Command {
    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        if (format.isJson()) terminal.say(Json.format(json()));
        else print(terminal);
        return ExitCode.HELD;
    }

    private static void print(Terminal terminal) {
        Table table = new Table("LAW", "STANDS FOR", "STATEMENT");
        for (LawId law : LawId.values()) table.row(law.name(), law.standsFor(), law.statement());
        table.print(terminal);
    }

    private static JsonObject json() {
        JsonArray laws = new JsonArray();
        for (LawId law : LawId.values()) {
            JsonObject json = new JsonObject();
            json.addProperty("id", law.name());
            json.addProperty("statement", law.statement());
            json.addProperty("stands_for", law.standsFor());
            laws.add(json);
        }
        JsonObject answer = Json.answer();
        answer.add("laws", laws);
        return answer;
    }
}
