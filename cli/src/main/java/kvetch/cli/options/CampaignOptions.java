package kvetch.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import kvetch.cli.console.UsageError;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Work;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a campaign that begins: into how many shards it is cut, and where these are kept. */
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

    @Mixin
    private final EngineOptions engine = new EngineOptions();

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

    /** Who goes through which of them. */
    public EngineOptions engine() {
        return engine;
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
