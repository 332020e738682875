package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import kvetch.cli.console.UsageError;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Work;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every campaign: into how many shards it is cut, where these are kept, and who goes through which. */
public final class CampaignOptions {
    @Option(
            names = "--shards",
            paramLabel = "N",
            required = true,
            description = "Cut it into N shards, each of which is gone through, kept and lost as a whole.")
    private String shards = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description =
                    "Keep the shards in this folder, which is made, empty, or that of the same campaign: what is there"
                            + " already is not gone through again.")
    private String out = "";

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

    public Campaign campaign(Work work) {
        int most = Campaign.mostShards(work);
        if (Numbers.whole(shards, "--shards", 1, Integer.MAX_VALUE) > most)
            throw new UsageError("--shards " + shards + " is too many: a shard has " + work.grain() + " " + work.units()
                    + " at least, and there are " + work.size() + "; at most " + most);
        return new Campaign(work, Integer.parseInt(shards));
    }

    /** The folder. */
    public Path out() {
        return path(out, "--out");
    }

    /** The numbers of the shards that are asked for, from 0 on. */
    public Vector<Integer> wanted(Campaign campaign) {
        if (only == null) return Vector.range(0, campaign.shards());
        IntRange range = IntRange.parse(only, "--only", 1, campaign.shards());
        return Vector.rangeClosed(range.first() - 1, range.last() - 1);
    }

    public int threads() {
        return threads == null
                ? Runtime.getRuntime().availableProcessors()
                : (int) Numbers.whole(threads, "--threads", 1, 1024);
    }

    /** A folder that was named. */
    public static Path path(String name, String option) {
        if (name.isBlank()) throw new UsageError(option + " must name a folder");
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageError(option + " '" + name + "' is no path: " + e.getReason());
        }
    }
}
