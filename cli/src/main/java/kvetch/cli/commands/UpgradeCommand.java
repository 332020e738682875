package kvetch.cli.commands;

import kvetch.cli.compare.Upgrade;
import kvetch.cli.compare.UpgradeJson;
import kvetch.cli.compare.UpgradeText;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.inspect.ChosenArray;
import kvetch.cli.json.Json;
import kvetch.cli.machine.MachineSources;
import kvetch.cli.options.Choice;
import kvetch.cli.options.DisksAndChunk;
import kvetch.cli.options.Format;
import kvetch.cli.options.LayoutWord;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says what becomes of an array on another kernel. */
@CommandLine.Command(
        name = "upgrade",
        versionProvider = Version.class,
        description = {
            "Says what becomes of an array on another kernel.",
            "",
            "Does it start, and do sectors and discards go to the same places? That is decided for every sector, zone by zone: none"
                    + " is sampled. 5.3 stands for Linux 3.14 to 5.3, in which every"
                    + " array is alternate."
        },
        footer = {
            "",
            "A SIZE is a number of sectors of 512 bytes, or of bytes with K, M, G, T, P or E (binary).",
            "",
            "Examples:",
            "  kvetch upgrade --from 5.3 --to 7.2 --disks 3.6T,4T,4T --chunk 512K",
            "  kvetch upgrade --from 6.1 --to 7.2 --disks 64,128,200 --chunk 8 --layout 2",
            "  kvetch upgrade --from 6.1 --to 7.2 --array md0            of this machine",
            "",
            "Exits with 0 if all is the same, with 1 if not."
        })
final class UpgradeCommand implements Command {
    @Option(
            names = "--from",
            paramLabel = "KERNEL",
            description = "The kernel that the array runs on (kvetch kernels).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KERNEL", description = "The kernel that it is to run on.")
    private @Nullable String to;

    @CommandLine.Mixin
    private final DisksAndChunk array = new DisksAndChunk();

    @CommandLine.Mixin
    private final MachineSources sources = new MachineSources();

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "The array's own layout, or what raid0.default_layout is: 1 or original, 2 or alternate, 0 or unset."
                            + " Default: as was told of the array, or unset.")
    private @Nullable String layout;

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        if (from == null) throw new UsageError("say from which kernel: --from KERNEL, such as --from 5.3");
        if (to == null) throw new UsageError("say to which kernel: --to KERNEL, such as --to 7.2");
        Providers providers = Providers.load();
        Upgrade.Kernels kernels = new Upgrade.Kernels(Choice.kernel(providers, from), Choice.kernel(providers, to));
        ChosenArray chosen = ChosenArray.of(array, sources);
        Upgrade upgrade = Upgrade.of(
                providers,
                kernels,
                chosen.disks(),
                chosen.chunkSectors(),
                layout == null ? chosen.layout() : LayoutWord.parse(layout));
        if (json) terminal.say(Json.format(UpgradeJson.of(upgrade)));
        else new UpgradeText(terminal, upgrade).print();
        return upgrade.sides().isSame() ? ExitCode.HELD : ExitCode.BROKEN;
    }
}
