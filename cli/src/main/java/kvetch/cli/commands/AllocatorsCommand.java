package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import picocli.CommandLine;

/** Lists the allocators. */
@CommandLine.Command(
        name = "allocators",
        versionProvider = Version.class,
        description = "Lists the allocators that were found.",
        footer = {"", "Examples:", "  kvetch allocators", "  kvetch allocators --format json"})
final class AllocatorsCommand implements Command {
    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Providers providers = pluggedIn.load(terminal);
        Vector<AllocatorProvider> all = providers.all();
        if (json) terminal.say(Json.format(json(all)));
        else print(all, terminal);
        return PluggedIn.worse(ExitCode.HELD, providers);
    }

    private static void print(Vector<AllocatorProvider> all, Terminal terminal) {
        Table table = new Table("ALLOCATOR", "FREED WITH", "SHIPPED IN", "WHAT IT IS");
        for (AllocatorProvider provider : all) {
            Vector<String> kernels = shippedIn(provider);
            table.row(
                    provider.name(),
                    provider.family().freeFunction(),
                    kernels.isEmpty() ? "-" : kernels.mkString(" "),
                    provider.description());
        }
        table.print(terminal);
        Table more = new Table("ALLOCATOR", "DECLARES, ON A MACHINE WITH 4 KIB PAGES", "FROM");
        for (AllocatorProvider provider : all) {
            Vector<String> declared = declared(provider);
            more.row(provider.name(), declared.isEmpty() ? "-" : declared.mkString(", "), origin(provider));
        }
        terminal.say("");
        more.print(terminal);
    }

    private static JsonObject json(Vector<AllocatorProvider> all) {
        JsonArray allocators = new JsonArray();
        for (AllocatorProvider provider : all) {
            JsonObject allocator = new JsonObject();
            allocator.addProperty("name", provider.name());
            allocator.addProperty("description", provider.description());
            allocator.addProperty("allocated_with", provider.family().allocFunction());
            allocator.addProperty("freed_with", provider.family().freeFunction());
            allocator.add("declares", Json.strings(declared(provider)));
            allocator.addProperty("from", origin(provider));
            allocator.add("shipped_in", Json.strings(shippedIn(provider)));
            allocators.add(allocator);
        }
        JsonObject answer = Json.answer();
        answer.add("allocators", allocators);
        return answer;
    }

    /** Our own need no address. */
    private static String origin(AllocatorProvider provider) {
        boolean ours = provider.getClass().getPackageName().equals("kvetch.allocators");
        return ours ? "Kvetch" : Providers.origin(provider);
    }

    private static Vector<String> declared(AllocatorProvider provider) {
        return provider.capabilities(MachineProfile.of(4096, 2048)).describe();
    }

    /** The kernels whose tables it serves as they ship. */
    private static Vector<String> shippedIn(AllocatorProvider provider) {
        return KernelProfiles.all()
                .filter(kernel -> kernel.isLinux() && kernel.asShipped().equals(provider.name()))
                .map(KernelProfile::name);
    }
}
