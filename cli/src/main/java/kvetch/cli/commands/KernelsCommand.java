package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.nio.file.Path;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.live.KernelFile;
import kvetch.cli.options.Format;
import kvetch.cli.options.ModulePath;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Driver;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import picocli.CommandLine;

/** Lists the kernels. */
@CommandLine.Command(
        name = "kernels",
        versionProvider = Version.class,
        description = {
            "Lists the kernels that are modelled, the fixes that make others of them, and the real ones that are installed.",
            "",
            "Those are user-mode kernels in /usr/bin and, for QEMU, images in /boot that can be read (KVETCH_KERNELS names other"
                    + " folders, with colons between them). What they can show is told by their files; none is started."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch kernels",
            "  kvetch kernels --format json",
            "  kvetch check --kernel 7.2+stripe-64-bit"
        })
final class KernelsCommand implements Command {
    @CommandLine.Mixin
    private final ModulePath modulePath = new ModulePath();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Providers providers = modulePath.load(terminal);
        Vector<KernelProfile> all = KernelProfiles.past().appendAll(providers.allKernels());
        Vector<KernelFile> installed = KernelFile.installed(folders(terminal));
        if (json) terminal.say(Json.format(json(all, installed)));
        else print(all, installed, terminal);
        return PluggedIn.worse(ExitCode.HELD, providers);
    }

    /** Where programs are that may be kernels: KVETCH_KERNELS, or the places of packages. */
    private static Vector<Path> folders(Terminal terminal) {
        return Vector.of(terminal.environment()
                        .getOrDefault("KVETCH_KERNELS", "/usr/bin:/boot")
                        .split(":", -1))
                .reject(String::isEmpty)
                .map(Path::of);
    }

    private static void print(Vector<KernelProfile> all, Vector<KernelFile> installed, Terminal terminal) {
        Table table = new Table("KERNEL", "HELD AGAINST", "TABLES FROM", "A REQUEST'S REMAINDER", "WHAT IT IS");
        for (KernelProfile kernel : all) {
            table.row(
                    kernel.name(),
                    kernel.releases().isEmpty()
                            ? "not recorded"
                            : kernel.releases().mkString(", "),
                    kernel.asShipped(),
                    kernel.has(Fix.CUT_REMAINDER) ? "is cut again" : "is mapped whole",
                    kernel.description());
        }
        table.print(terminal);
        terminal.say("");
        Vector<KernelProfile> others = all.filter(KernelProfile::isPluggedIn);
        if (others.nonEmpty()) {
            Table plugged = new Table("PLUGGED IN", "A PATCH TO", "FROM");
            for (KernelProfile kernel : others) plugged.row(kernel.name(), base(kernel), Providers.origin(kernel));
            plugged.print(terminal);
            terminal.say("");
        }
        if (installed.nonEmpty()) {
            Table files = new Table("INSTALLED", "RELEASE", "SHOWS");
            for (KernelFile file : installed)
                files.row("live:" + file.path(), file.release(), shows(file).mkString(", "));
            files.print(terminal);
            terminal.say("");
        }
        say(
                terminal,
                "Each can be had with fixes that it has not and without some that it has: 7.2+stripe-64-bit is a patch to 7.2,"
                        + " 6.12+fix the fix of 7.1 (alloc, abort and free) carried to 6.12, 6.12+alloc,abort two hunks of it,"
                        + " 7.2-discard-original a 7.2 from before 6.5 in one thing. hardened has them all.");
        terminal.say("");
        Table fixes = new Table("FIX", "LINUX SINCE", "WHAT IT DOES");
        for (Fix fix : Fix.values()) fixes.row(fix.word(), fix.isLinux() ? fix.since() : "never", fix.description());
        fixes.print(terminal);
    }

    /** What a driver is a patch to; a kernel of Kvetch's own is one to itself. */
    private static String base(KernelProfile kernel) {
        return kernel.code() instanceof Driver.PluggedIn driver ? driver.base() : kernel.name();
    }

    private static void say(Terminal terminal, String text) {
        for (String line : Text.wrap(text, terminal.width())) terminal.say(line);
    }

    private static Vector<String> shows(KernelFile file) {
        return Vector.ofAll(file.shows()).map(KernelFile.Sight::words);
    }

    private static JsonObject json(KernelFile file) {
        JsonObject json = new JsonObject();
        json.addProperty("kernel", "live:" + file.path());
        json.addProperty("release", file.release());
        Path modules = file.modules();
        json.add("modules", modules == null ? JsonNull.INSTANCE : new JsonPrimitive(modules.toString()));
        json.add("shows", Json.strings(shows(file)));
        return json;
    }

    private static JsonObject json(Vector<KernelProfile> all, Vector<KernelFile> installed) {
        JsonArray kernels = new JsonArray();
        for (KernelProfile kernel : all) {
            String release = kernel.release();
            JsonObject json = new JsonObject();
            json.addProperty("name", kernel.name());
            json.add("release", release == null ? JsonNull.INSTANCE : new JsonPrimitive(release));
            json.add("releases", Json.strings(kernel.releases()));
            json.addProperty("as_shipped", kernel.asShipped());
            json.addProperty("split", kernel.has(Fix.CUT_REMAINDER) ? "resubmit" : "map_remainder");
            json.add("fixes", Json.strings(Vector.ofAll(kernel.fixes()).map(Fix::word)));
            json.addProperty("takes_hunks", !kernel.has(Fix.ALLOC));
            json.addProperty("description", kernel.description());
            json.addProperty("base", base(kernel));
            json.addProperty("from", kernel.isPluggedIn() ? Providers.origin(kernel) : "Kvetch");
            kernels.add(json);
        }
        JsonObject answer = Json.answer();
        answer.add("kernels", kernels);
        answer.add(
                "hunks", Json.strings(Vector.of(Fix.ALLOC, Fix.ABORT, Fix.FREE).map(Fix::word)));
        JsonArray fixes = new JsonArray();
        for (Fix fix : Fix.values()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", fix.word());
            json.add("since", fix.isLinux() ? new JsonPrimitive(fix.since()) : JsonNull.INSTANCE);
            json.addProperty("description", fix.description());
            fixes.add(json);
        }
        answer.add("fixes", fixes);
        JsonArray files = new JsonArray();
        for (KernelFile file : installed) files.add(json(file));
        answer.add("installed", files);
        return answer;
    }
}
