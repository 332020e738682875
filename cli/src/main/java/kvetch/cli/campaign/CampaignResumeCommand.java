package kvetch.cli.campaign;

import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.EngineOptions;
import kvetch.cli.options.Format;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Goes on with whatever campaign there is in a folder. */
@CommandLine.Command(
        name = "resume",
        description = {
            "Goes on with the campaign that a folder is of: its campaign.json says of which, and that is all that has to be"
                    + " there.",
            "",
            "What was plugged in when it began has to be found again."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch campaign resume DIR",
            "  kvetch campaign resume DIR --only 1..500",
            "",
            "The last line is a digest of what was judged and found. Exits as the command does whose campaign it is, and with 3"
                    + " where a shard is missing."
        })
final class CampaignResumeCommand implements Command {
    @Parameters(paramLabel = "DIR", description = "The folder.")
    private String folder = "";

    @CommandLine.Mixin
    private final EngineOptions engine = new EngineOptions();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        ShardStore store = ShardStore.at(CampaignOptions.path(folder, "a campaign"));
        Providers providers = pluggedIn.load(terminal);
        Campaign campaign = store.campaign(providers, pluggedIn.isolation());
        return new CampaignRun(terminal, pluggedIn, json)
                .goOn(engine.wanted(campaign), engine.engine(pluggedIn.paths()), campaign, store, providers);
    }
}
