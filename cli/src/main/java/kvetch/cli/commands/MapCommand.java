package kvetch.cli.commands;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.map.LiveMapper;
import kvetch.cli.map.MapJson;
import kvetch.cli.map.MapText;
import kvetch.cli.map.Mapper;
import kvetch.cli.options.Choice;
import kvetch.cli.options.DisksAndChunk;
import kvetch.cli.options.Format;
import kvetch.cli.options.LayoutWord;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.options.SectorRange;
import kvetch.cli.picture.ArraySvg;
import kvetch.cli.picture.Portrait;
import kvetch.cli.picture.Svg;
import kvetch.live.LiveKernel;
import kvetch.properties.plug.Providers;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows where the sectors of one array go. */
@CommandLine.Command(
        name = "map",
        versionProvider = Version.class,
        description = {
            "Shows the zones of one array and where each of its sectors goes.",
            "",
            "The driver starts and maps it on a simulated machine (4 KiB pages, 2 GiB). A refusal is an answer too. The JSON"
                    + " is one line in the shape of a recorded map, which conform reads."
        },
        footer = {
            "",
            "A SIZE is a number of sectors of 512 bytes, or of bytes with K, M, G, T, P or E (binary: 512K is 1024 sectors),"
                    + " which may have decimals and is rounded down to sectors: 3.6T.",
            "",
            "Examples:",
            "  kvetch map --disks 64,128,200 --chunk 8 --layout 1",
            "  kvetch map --disks 3.6T,3.6T,4T --chunk 512K --sectors 0..8192",
            "  kvetch map --disks 64,128,200 --chunk 8 --layout 0     what happens where nobody has chosen a layout",
            "  kvetch map --disks 64 --chunk 8 --raid-disks 524289 --kernel 7.0",
            "  kvetch map --disks 16,32,40 --chunk 8 --svg > array.svg",
            "",
            "Exits with 0, or with 1 if the simulated machine died or killed the caller."
        })
final class MapCommand implements Command {
    @CommandLine.Mixin
    private final DisksAndChunk array = new DisksAndChunk();

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "What raid0.default_layout is: 1 or original (the default), 2 or alternate, 0 or unset. It matters"
                            + " where a second zone has several disks: unset, such an array is refused.")
    private String layout = "1";

    @Option(
            names = "--raid-disks",
            paramLabel = "N",
            description = "raid_disks, any 32-bit number. Default: the number of disks.")
    private @Nullable String raidDisks;

    @Option(
            names = "--sectors",
            paramLabel = "A..B",
            description = "Only the array sectors from A to B, B not included.")
    private @Nullable String sectors;

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "The kernel. Default: 7.2 (kvetch kernels). live:PATH is a real one, that runs as a process.")
    private String kernel = "7.2";

    @Option(
            names = "--allocator",
            paramLabel = "NAME",
            description = "What the tables come from. Default: as the kernel ships (kvetch allocators).")
    private @Nullable String allocator;

    @Option(
            names = "--svg",
            description = "Draw it: an SVG on stdout, with the disks as columns and the zones as bands of them.")
    private boolean svg;

    @CommandLine.Mixin
    private final LiveOptions.WithMemory live = new LiveOptions.WithMemory();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        if (svg && json) throw new UsageError("--svg and --format json are two answers; ask for one");
        if (svg && LiveOptions.isLive(kernel))
            throw new UsageError("--svg draws zones, and those of a real kernel are not seen");
        SectorRange part = sectors == null ? null : SectorRange.parse(sectors);
        Providers providers = pluggedIn.load(terminal);
        if (LiveOptions.isLive(kernel))
            try (LiveKernel there = live.open(kernel)) {
                if (!json)
                    terminal.say("on Linux " + there.release() + " (" + there.path() + "), whose zones are not seen");
                return tell(terminal, LiveMapper.map(there, providers, array(providers, there.profile()), part), json);
            }
        ArrayMap.Array mapped = array(providers, Choice.kernel(providers, kernel));
        ArrayMap map = Sandbox.call(
                        new Setup(providers.allocators(), mapped.kernel(), mapped.allocator()).suspect(),
                        pluggedIn.timeoutMs(),
                        () -> new Mapper(providers, mapped).map(part))
                .getOrElseThrow(misbehaviour -> new AllocatorFailure(misbehaviour));
        return tell(terminal, map, json);
    }

    private ExitCode tell(Terminal terminal, ArrayMap map, boolean json) {
        if (svg) terminal.out().print(Svg.alone(ArraySvg.of(Portrait.of(map), "map")));
        else terminal.out().print(json ? MapJson.of(map) : new MapText(terminal.style(), terminal.width()).of(map));
        return map.died() || map.killed() ? ExitCode.BROKEN : ExitCode.HELD;
    }

    private ArrayMap.Array array(Providers providers, KernelProfile profile) {
        Vector<Long> sizes = array.disks();
        int chunkSectors = array.chunkSectors();
        AllocatorProvider provider = Choice.allocator(providers, allocator == null ? profile.asShipped() : allocator);
        int slots = raidDisks == null
                ? sizes.size()
                : (int) Numbers.whole(raidDisks, "--raid-disks", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new ArrayMap.Array(profile, provider, sizes, slots, chunkSectors, LayoutWord.parse(layout));
    }
}
