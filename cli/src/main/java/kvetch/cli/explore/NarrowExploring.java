package kvetch.cli.explore;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.ProgressWatch;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.json.NarrowJson;
import kvetch.cli.options.Choice;
import kvetch.cli.options.IntRange;
import kvetch.cli.options.Numbers;
import kvetch.cli.process.Interruption;
import kvetch.cli.text.NarrowText;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.NarrowExploration;
import kvetch.properties.narrow.NarrowExplorer;
import kvetch.properties.narrow.NarrowScope;
import kvetch.properties.narrow.Widths;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code explore --widths}, and what it does. */
public final class NarrowExploring {
    private static final String WIDTHS = "--widths";
    private static final String SIZES = "--sizes";
    private static final int USUAL_DISKS = 4;

    /** What else explore takes is about other arrays, or about memory. */
    private static final Vector<String> OTHERS = Vector.of(
            "--chunks",
            "--chunk",
            "--layout",
            "--request",
            "--lives",
            "--allocator",
            "--no-symmetry",
            "--module-path",
            "--timeout",
            "--out");

    @Option(
            names = WIDTHS,
            paramLabel = "SECTOR,INT",
            arity = "0..1",
            fallbackValue = "10,4",
            description =
                    "Explore the driver with a sector_t and an int of so many bits, with every chunk_sectors and both"
                            + " layouts. Default: 10,4; 64,32 is Linux.")
    private @Nullable String widths;

    @Option(
            names = SIZES,
            paramLabel = "A..B,...",
            description =
                    "With --widths: disks of these sizes, in sectors. Default: up to two of the largest chunk, and the four"
                            + " largest, 2..31,1020..1023.")
    private @Nullable String sizes;

    @Option(
            names = "--law",
            paramLabel = "ID",
            description = "With --widths: judge by this law; may be repeated. Default: all that are about numbers.")
    private List<String> laws = new ArrayList<>();

    /**
     * What was asked for with options that are not only of {@code --widths}.
     *
     * @param disks how many; null for as many as usual
     * @param kernels the names of kernels; none for the usual one
     * @param threads how many threads to use
     */
    public record Wish(@Nullable String disks, List<String> kernels, int threads) {}

    public boolean isAskedFor() {
        return widths != null;
    }

    /** Options that do not go together are bad usage. */
    public void complainOf(Predicate<String> isGiven) {
        if (isAskedFor()) {
            for (String other : OTHERS)
                if (isGiven.test(other))
                    throw new UsageError(
                            other + " does not go with --widths, which takes --disks, --sizes, --kernel, --law,"
                                    + " --threads and --format");
            return;
        }
        if (sizes != null) throw new UsageError(SIZES + " goes with --widths only");
        if (!laws.isEmpty()) throw new UsageError("--law goes with --widths only; explore judges by all laws");
    }

    public ExitCode run(Terminal terminal, Wish wish, boolean json) {
        NarrowScope scope = scope(wish.disks);
        NarrowExplorer explorer = ServiceLoader.load(NarrowExplorer.class)
                .findFirst()
                .orElseThrow(() ->
                        new UsageError("--widths needs the module kvetch.prove, which this kvetch comes without"));
        Providers providers = Providers.load();
        Vector<KernelProfile> kernels = Choice.kernels(providers, wish.kernels);
        for (KernelProfile kernel : kernels)
            if (kernel.isPluggedIn())
                throw new UsageError("--widths has Kvetch's own driver in other widths; that of " + kernel.name()
                        + " is somebody else's");
        NarrowExplorer.Question question = new NarrowExplorer.Question(
                scope, kernels, laws(explorer, providers), providers.allocators(), wish.threads);
        NarrowText text = new NarrowText(terminal);
        if (!json) text.describe(question, Version.number());
        NarrowExploration exploration;
        try (Interruption interruption = Interruption.heard()) {
            exploration = explore(terminal, explorer, question, interruption);
            if (json) terminal.say(Json.format(NarrowJson.of(scope, exploration)));
            else text.tell(exploration);
            terminal.out().flush();
        }
        return exploration.complete() ? code(exploration) : ExitCode.INCOMPLETE;
    }

    private static NarrowExploration explore(
            Terminal terminal, NarrowExplorer explorer, NarrowExplorer.Question question, Interruption interruption) {
        AtomicLong done = new AtomicLong();
        ProgressWatch progress = new ProgressWatch(
                terminal,
                question.scope().arrays() * question.kernels().size(),
                done::get,
                seconds -> Text.grouped(Math.round(done.get() / seconds)) + " arrays a second");
        try {
            return explorer.explore(question, new NarrowExplorer.Watcher() {
                @Override
                public boolean isOver() {
                    return interruption.isRaised();
                }

                @Override
                public void done(long arrays) {
                    done.addAndGet(arrays);
                }
            });
        } finally {
            progress.stop();
        }
    }

    private static ExitCode code(NarrowExploration exploration) {
        if (exploration.verdicts().exists(NarrowExploration.Verdict::isBroken)) return ExitCode.BROKEN;
        boolean isOpen =
                exploration.verdicts().exists(verdict -> verdict.counts().judged() == 0);
        return isOpen ? ExitCode.INCOMPLETE : ExitCode.HELD;
    }

    private Vector<Law> laws(NarrowExplorer explorer, Providers providers) {
        Vector<Law> judged = explorer.laws(providers.laws().all());
        if (laws.isEmpty()) return judged;
        Vector<Law> chosen = Choice.all(laws, id -> Choice.law(providers.laws(), id));
        for (Law law : chosen)
            if (!judged.contains(law))
                throw new UsageError("--law " + law + " is not about the width of integers; with --widths there are "
                        + judged.map(Law::id).mkString(", "));
        return chosen;
    }

    // The scope

    private NarrowScope scope(@Nullable String disks) {
        Widths chosen = widths();
        int most = chosen.mostDisks();
        IntRange range = disks == null
                ? new IntRange(1, Math.min(USUAL_DISKS, most))
                : IntRange.parse(disks, "--disks", 1, Math.min(most, 8));
        return new NarrowScope(chosen, range.first(), range.last(), sizes(chosen));
    }

    private Widths widths() {
        String[] words = String.valueOf(widths).split(",", -1);
        if (words.length != 2)
            throw new UsageError("--widths must be SECTOR,INT, two numbers of bits such as 10,4, not '" + widths + "'");
        int integer = (int)
                Numbers.whole(words[1], "the width of int in --widths", Widths.LEAST_INTEGER, Widths.MOST_INTEGER);
        int sector = (int) Numbers.whole(
                words[0],
                "the width of sector_t in --widths, with an int of " + integer + " bits,",
                Widths.leastSector(integer),
                Widths.MOST_SECTOR);
        return new Widths(sector, integer);
    }

    private Vector<NarrowScope.Sizes> sizes(Widths chosen) {
        if (sizes == null) return NarrowScope.usualSizes(chosen);
        Vector<NarrowScope.Sizes> bands = Vector.empty();
        int least = NarrowScope.SMALLEST_DISK;
        for (String word : sizes.split(",", -1)) {
            IntRange band = IntRange.parse(word, SIZES, NarrowScope.SMALLEST_DISK, (int) chosen.sectors() - 1);
            if (band.first() < least)
                throw new UsageError(SIZES + " must be in ascending order, each once, not '" + sizes + "'");
            bands = bands.append(new NarrowScope.Sizes(band.first(), band.last()));
            least = band.last() + 1;
        }
        return bands;
    }
}
