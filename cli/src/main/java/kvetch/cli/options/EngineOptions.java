package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.ServiceLoader;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Engine;
import kvetch.properties.campaign.EngineProvider;
import kvetch.properties.campaign.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who goes through which shards of a campaign. */
public final class EngineOptions {
    private static final String THREADS = "threads";

    @Option(
            names = "--only",
            paramLabel = "A..B",
            description =
                    "Go through shards A to B only, of 1 to N; kvetch merge puts those of several machines together.")
    private @Nullable String only;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many shards to go through at a time. Default: one for each processor.")
    private @Nullable String threads;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "threads of this process (the default), or spark: Apache Spark, where this kvetch comes with it.")
    private String engine = THREADS;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "With --engine spark: where, such as spark://host:7077. Default: local[*], on this machine.")
    private @Nullable String master;

    /** The numbers of the shards that are asked for, from 0 on. */
    public Vector<Integer> wanted(Campaign campaign) {
        if (only == null) return Vector.range(0, campaign.shards());
        IntRange range = IntRange.parse(only, "--only", 1, campaign.shards());
        return Vector.rangeClosed(range.first() - 1, range.last() - 1);
    }

    /**
     * Who goes through them.
     *
     * @param plugged where things are found that were plugged in
     */
    public Engine engine(Vector<Path> plugged) {
        if (engine.equals(THREADS)) {
            if (master != null) throw new UsageError("--master goes with --engine spark only");
            return new Threads(Numbers.threads(threads));
        }
        if (threads != null) throw new UsageError("--threads goes with --engine threads only");
        Vector<EngineProvider> others = Vector.ofAll(ServiceLoader.load(EngineProvider.class));
        return others.find(provider -> provider.name().equals(engine))
                .getOrElseThrow(() -> new UsageError("there is no engine '" + engine + "' here; known are "
                        + Vector.of(THREADS)
                                .appendAll(others.map(EngineProvider::name))
                                .mkString(", ")
                        + (engine.equals("spark") ? "; docs/campaigns.md says how to come by spark" : "")))
                .engine(master, plugged, Version.number());
    }
}
