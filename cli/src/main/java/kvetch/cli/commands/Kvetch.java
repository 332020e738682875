package kvetch.cli.commands;

import kvetch.cli.campaign.CampaignCommand;
import kvetch.cli.campaign.MergeCommand;
import kvetch.cli.console.Version;
import kvetch.cli.options.HelpOptions;
import picocli.CommandLine;

/** {@code kvetch} itself. */
@CommandLine.Command(
        name = "kvetch",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Checks models of the Linux md/raid0 driver and of the kernel allocators that its zone tables come from. Finds the"
                    + " smallest array that breaks a law, and says what a kernel would do with it."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch check                                 all laws on kernel 7.2, with every allocator",
            "  kvetch check --kernel 7.0 --allocator kzalloc --law W1",
            "  kvetch map --disks 64,128,200 --chunk 8      where each sector of an array goes",
            "  kvetch inspect                               what there is to say of this machine's arrays",
            "  kvetch layout --disks 64,128,200 --chunk 8   whether it matters which layout an array has",
            "  kvetch upgrade --from 5.3 --to 7.2 --disks 64,128,200 --chunk 8",
            "  kvetch conform vectors/*.jsonl               the model against recordings of real kernels",
            "  kvetch campaign check --tries 100000000 --shards 1000 --out DIR",
            "  kvetch explore                               every case of a small scope",
            "  kvetch sweep --kernel 7.0                    what happens for every raid_disks",
            "  kvetch prove --kernel hardened               which laws hold for every array there can be",
            "  kvetch replay TOKEN                          one counterexample again, step by step",
            "  kvetch help COMMAND                          all about one command",
            "",
            "Exit codes:",
            "  0   all held, or the answer was given",
            "  1   a law is broken, a recording disagrees, an array changes on another kernel, or the simulated machine died",
            "  2   bad usage or input",
            "  3   a law was not put to the test, or not on the cases that matter",
            "  4   an allocator misbehaved as a program",
            "  70  a fault of our own; KVETCH_DEBUG=1 shows the trace",
            "  141 whoever read the output went away, as head does"
        },
        subcommands = {
            CheckCommand.class,
            MapCommand.class,
            InspectCommand.class,
            LayoutCommand.class,
            UpgradeCommand.class,
            ConformCommand.class,
            ExploreCommand.class,
            SweepCommand.class,
            ProveCommand.class,
            CampaignCommand.class,
            MergeCommand.class,
            ReplayCommand.class,
            AllocatorsCommand.class,
            KernelsCommand.class,
            FindingsCommand.class,
            LawsCommand.class
        })
public final class Kvetch extends HelpOptions {}
