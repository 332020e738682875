package kvetch.cli.campaign;

import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.Format;
import kvetch.cli.options.IntRange;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.options.SweepOptions;
import kvetch.properties.campaign.SweepWork;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;

/** A sweep of every value, shard by shard. */
@CommandLine.Command(
        name = "sweep",
        description = {
            "Runs every raid_disks from -2^31 to 2^31-1, as kvetch sweep --every-value does, shard by shard.",
            "",
            "All negative values make one request, every other value one of its own. Killed at any moment, the same command goes"
                    + " on with the shards that are not there yet."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch campaign sweep --kernel 7.2 --shards 1000 --out DIR",
            "  kvetch campaign sweep --kernel 7.2 --allocator page-allocator --shards 1000 --only 1..500 --out DIR",
            "",
            "The last line is a digest of what was judged and found. Exits as kvetch sweep does, and with 3 where a shard is"
                    + " missing."
        })
final class CampaignSweepCommand implements Command {
    @CommandLine.Mixin
    private final SweepOptions what = new SweepOptions();

    @CommandLine.Mixin
    private final CampaignOptions options = new CampaignOptions();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        CampaignRun.refuseLive(what.live(), "swept", "sweep");
        IntRange zones = what.zones();
        Providers providers = pluggedIn.load(terminal);
        SweepWork work = new SweepWork(
                what.setups(providers), zones.first(), zones.last(), what.machine(), pluggedIn.timeoutMs());
        return new CampaignRun(terminal, pluggedIn, json).of(options, work, providers);
    }
}
