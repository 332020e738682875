package kvetch.cli.campaign;

import io.vavr.control.Option;
import kvetch.Checking;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.CheckOptions;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.campaign.CheckWork;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;

/** A check, shard by shard. */
@CommandLine.Command(
        name = "check",
        description = {
            "Puts kernels and allocators to the test of the laws, as kvetch check does, shard by shard.",
            "",
            "The cases are those of kvetch check with the same seed, and so are verdicts and counterexamples. Killed at any"
                    + " moment, the same command goes on with the shards that are not there yet."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch campaign check --tries 1000000 --seed 1 --shards 100 --out DIR",
            "  kvetch campaign check --kernel hardened --law Z3 --tries 100000000 --shards 1000 --out DIR",
            "",
            "The last line is a digest of what was judged and found. Exits as kvetch check does, and with 3 where a shard is"
                    + " missing."
        })
final class CampaignCheckCommand implements Command {
    @CommandLine.Mixin
    private final CheckOptions what = new CheckOptions();

    @CommandLine.Mixin
    private final CampaignOptions options = new CampaignOptions();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        CampaignRun.refuseLive(what.live(), "checked", "check");
        Providers providers = pluggedIn.load(terminal);
        Checking checking = what.checking(providers, null, pluggedIn.timeoutMs());
        if (!what.isSeeded()) checking = earlierSeed().map(checking::seed).getOrElse(checking);
        return new CampaignRun(terminal, pluggedIn, json)
                .of(options, new CheckWork(checking.plan(), pluggedIn.isolation()), providers);
    }

    /** A campaign that goes on has the seed that it had. */
    private Option<Long> earlierSeed() {
        return ShardStore.description(options.out())
                .map(description -> description.getAsJsonObject("campaign"))
                .flatMap(campaign -> Option.of(campaign.get("seed")))
                .map(seed -> seed.getAsLong());
    }
}
