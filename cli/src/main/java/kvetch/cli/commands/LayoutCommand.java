package kvetch.cli.commands;

import kvetch.cli.compare.LayoutAnswer;
import kvetch.cli.compare.LayoutJson;
import kvetch.cli.compare.LayoutText;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.inspect.ChosenArray;
import kvetch.cli.json.Json;
import kvetch.cli.machine.MachineSources;
import kvetch.cli.options.DisksAndChunk;
import kvetch.cli.options.Format;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;

/** Says whether it matters which layout an array has. */
@CommandLine.Command(
        name = "layout",
        versionProvider = Version.class,
        description = {
            "Says whether it matters which layout an array has.",
            "",
            "Do original and alternate differ, from which sector on, on what share of it; and what to type where Linux refuses it"
                    + " for an unknown layout. They are alike exactly if no zone has a disk_shift, which is proved"
                    + " (docs/proofs.md). Linux refuses many arrays for which there is nothing to choose."
        },
        footer = {
            "",
            "A SIZE is a number of sectors of 512 bytes, or of bytes with K, M, G, T, P or E (binary).",
            "",
            "Examples:",
            "  kvetch layout --disks 3.6T,4T,4T --chunk 512K",
            "  kvetch layout --disks 64,128,200 --chunk 8 --format json",
            "  kvetch layout --array md0                 of this machine",
            "",
            "Exits with 0 whatever the answer is."
        })
final class LayoutCommand implements Command {
    @CommandLine.Mixin
    private final DisksAndChunk array = new DisksAndChunk();

    @CommandLine.Mixin
    private final MachineSources sources = new MachineSources();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Providers providers = Providers.load();
        ChosenArray chosen = ChosenArray.of(array, sources);
        LayoutAnswer answer = LayoutAnswer.of(providers, chosen.disks(), chosen.chunkSectors());
        if (json) terminal.say(Json.format(LayoutJson.of(answer, chosen.names())));
        else new LayoutText(terminal, answer, chosen.names()).print();
        return ExitCode.HELD;
    }
}
