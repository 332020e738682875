package kvetch.cli.commands;

import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.inspect.Inspector;
import kvetch.cli.machine.Machine;
import kvetch.cli.machine.MachineSources;
import kvetch.cli.options.Choice;
import kvetch.cli.options.Format;
import kvetch.properties.plug.Providers;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says what there is to say of the arrays of a machine. */
@CommandLine.Command(
        name = "inspect",
        versionProvider = Version.class,
        description = {
            "Says what there is to say of the arrays that are there.",
            "",
            "Of each raid0: its zones, sectors lost to rounding, which layout it was made with and which kernels would map it"
                    + " otherwise, and which findings can touch it on the kernel that runs and on those named. It only reads, and"
                    + " guesses nothing: what was not told is said."
        },
        footer = {
            "",
            "Of another machine, this tells all there is (mdadm and lsblk alone have no chunk, or no sizes):",
            "  grep -s . /sys/block/md*/md/* /sys/block/md*/md/dev-*/* /sys/block/md*/size \\",
            "    /sys/block/md*/md/dev-*/block/size /sys/block/md*/md/dev-*/block/integrity/format \\",
            "    /sys/module/raid0/parameters/default_layout /proc/sys/kernel/osrelease >sysfs.txt",
            "",
            "Examples:",
            "  kvetch inspect",
            "  kvetch inspect --kernel 7.2 sysfs.txt",
            "  mdadm --examine /dev/sd?1 | kvetch inspect - lsblk.json",
            "",
            "Exits with 0 if all are fine where they are, 1 if one is not, 3 if what was told does not say so."
        })
final class InspectCommand implements Command {
    @CommandLine.Mixin
    private final MachineSources sources = new MachineSources();

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "What can touch them on this kernel, too; may be repeated (kvetch kernels).")
    private List<String> kernels = new ArrayList<>();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        Providers providers = Providers.load();
        var named = Choice.all(kernels, name -> Choice.kernel(providers, name));
        Machine machine = sources.read();
        return new Inspector(providers, machine, named).tell(terminal, json);
    }
}
