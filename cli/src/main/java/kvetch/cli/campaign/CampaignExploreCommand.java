package kvetch.cli.campaign;

import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.ExploreOptions;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.campaign.ExploreWork;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;

/** An exploration, shard by shard. */
@CommandLine.Command(
        name = "explore",
        description = {
            "Checks all laws on every case of a scope, as kvetch explore does, shard by shard.",
            "",
            "A scope may have more arrays than memory holds. What is counted and found is what kvetch explore counts and finds."
                    + " Killed at any moment, the same command goes on with the shards that are not there yet."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch campaign explore --kernel hardened --shards 100 --out DIR",
            "  kvetch campaign explore --disks 1..6 --chunks 0..12 --chunk 8 --lives 1 --shards 10000 --out DIR",
            "",
            "The last line is a digest of what was judged and found. Exits as kvetch explore does, and with 3 where a shard is"
                    + " missing."
        })
final class CampaignExploreCommand implements Command {
    @CommandLine.Mixin
    private final ExploreOptions what = new ExploreOptions();

    @CommandLine.Mixin
    private final CampaignOptions options = new CampaignOptions();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        CampaignRun.refuseLive(what.live(), "explored", "explore");
        Providers providers = pluggedIn.load(terminal);
        ExploreWork work = new ExploreWork(
                what.scope(),
                providers.laws().all(),
                what.setups(providers),
                pluggedIn.timeoutMs(),
                pluggedIn.isolation());
        return new CampaignRun(terminal, pluggedIn, json).of(options, work, providers);
    }
}
