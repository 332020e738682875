package kvetch.cli.campaign;

import kvetch.cli.options.HelpOptions;
import picocli.CommandLine;

/** Runs that outgrow a sitting or a machine. */
@CommandLine.Command(
        name = "campaign",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Goes through what outgrows a sitting or a machine, shard by shard.",
            "",
            "What comes of a shard depends on the options and its number alone, and is kept whole or not at all. However a"
                    + " campaign is cut, killed and begun again with the same options, its answer is that of one run."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch campaign check --kernel hardened --tries 100000000 --shards 1000 --out DIR",
            "  kvetch campaign check ... --shards 1000 --only 1..500 --out DIR     on one machine",
            "  kvetch campaign resume DIR                                          what is there, and what is missing",
            "  kvetch merge DIR...                                                 and all of them together"
        },
        subcommands = {
            CampaignCheckCommand.class,
            CampaignExploreCommand.class,
            CampaignSweepCommand.class,
            CampaignResumeCommand.class
        })
public final class CampaignCommand extends HelpOptions {}
