package kvetch.cli.campaign;

import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the shards of several machines together. */
@CommandLine.Command(
        name = "merge",
        description = {
            "Says what the shards of a campaign come to that are in one folder or in several, as from several machines.",
            "",
            "A shard that is in two of them counts once; which folder is named first makes no difference. What is missing is"
                    + " said."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch merge one two three",
            "  kvetch merge one two --out all      and all shards in one folder, where the campaign can go on",
            "",
            "The last line is a digest of what was judged and found. Exits as the command does whose campaign it is, and with 3 where a shard is"
                    + " missing."
        })
public final class MergeCommand implements Command {
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders that kvetch campaign has left.")
    private List<String> folders = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Put all shards there, too: a folder that is made, empty, or of the same campaign.")
    private @Nullable String out;

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Providers providers = pluggedIn.load(terminal);
        Vector<ShardStore> stores =
                Vector.ofAll(folders).map(name -> ShardStore.at(CampaignOptions.path(name, "a campaign")));
        JsonObject description = stores.head().description();
        for (ShardStore store : stores.tail())
            if (!store.description().equals(description))
                throw new UsageError("'" + stores.head().path() + "' and '" + store.path()
                        + "' are of different campaigns, or from different versions of Kvetch");
        Campaign campaign = stores.head().campaign(providers, pluggedIn.isolation());
        if (out != null) {
            ShardStore all = ShardStore.of(CampaignOptions.path(out, "--out"), campaign);
            for (ShardStore store : stores) for (int number : store.shards()) all.keep(store.shard(number));
        }
        return new CampaignRun(terminal, pluggedIn, json).tell(campaign, stores, providers);
    }
}
