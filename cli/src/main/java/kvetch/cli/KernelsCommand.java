package kvetch.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Split;
import picocli.CommandLine;

/** Lists the kernels. */
@CommandLine.Command(
        name = "kernels",
        versionProvider = Version.class,
        description = "Lists the kernels whose raid0 driver is modelled.",
        footer = {"", "Examples:", "  kvetch kernels", "  kvetch kernels --format json"})
final class KernelsCommand implements Command {
    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Vector<KernelProfile> all = KernelProfiles.all();
        if (json) terminal.say(Json.format(json(all)));
        else print(all, terminal);
        return ExitCode.HELD;
    }

    private static void print(Vector<KernelProfile> all, Terminal terminal) {
        Table table = new Table("KERNEL", "HELD AGAINST", "TABLES FROM", "A REQUEST'S REMAINDER", "WHAT IT IS");
        for (KernelProfile kernel : all) {
            table.row(
                    kernel.name(),
                    kernel.releases().isEmpty()
                            ? "not recorded"
                            : kernel.releases().mkString(", "),
                    kernel.asShipped(),
                    kernel.split() == Split.RESUBMIT ? "is cut again" : "is mapped whole",
                    kernel.description());
        }
        table.print(terminal);
        terminal.say("");
        String note = "A tree before 7.1 may carry the fix, whole or by hunks: 6.12+fix has all of it; 6.12+alloc,"
                + " 6.12+alloc,abort, ... have some of alloc (the two allocations), abort (the frees on the abort path)"
                + " and free (the frees in raid0_free).";
        for (String line : Text.wrap(note, terminal.width())) terminal.say(line);
    }

    private static JsonObject json(Vector<KernelProfile> all) {
        JsonArray kernels = new JsonArray();
        for (KernelProfile kernel : all) {
            String release = kernel.release();
            JsonObject json = new JsonObject();
            json.addProperty("name", kernel.name());
            json.add("release", release == null ? JsonNull.INSTANCE : new JsonPrimitive(release));
            json.add("releases", Json.strings(kernel.releases()));
            json.addProperty("as_shipped", kernel.asShipped());
            json.addProperty("split", kernel.split() == Split.RESUBMIT ? "resubmit" : "map_remainder");
            json.addProperty("takes_hunks", kernel.hunks().isEmpty());
            json.addProperty("description", kernel.description());
            kernels.add(json);
        }
        JsonObject answer = Json.answer();
        answer.add("kernels", kernels);
        answer.add("hunks", Json.strings(Vector.of("alloc", "abort", "free")));
        return answer;
    }
}
