package kvetch.cli.campaign;

import com.google.gson.JsonObject;
import io.vavr.collection.SortedSet;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import kvetch.cli.console.ProgressWatch;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.CampaignFolder;
import kvetch.properties.campaign.Engine;
import kvetch.properties.campaign.EngineException;
import kvetch.properties.campaign.NotThereException;
import kvetch.properties.campaign.Shard;
import kvetch.properties.campaign.Works;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.plug.Providers;

/** The folder of a campaign as a user named it: what is wrong with it is said in one line. */
public final class ShardStore {
    private final Path path;
    private final CampaignFolder folder;

    private ShardStore(Path path, CampaignFolder folder) {
        this.path = path;
        this.folder = folder;
    }

    /** A step that may find the folder to be none, or not to be read. */
    @FunctionalInterface
    private interface Step<T> {
        Either<String, T> take() throws IOException;
    }

    private static <T> T done(Path path, Step<T> step) {
        try {
            return step.take().getOrElseThrow(problem -> new UsageError("the folder '" + path + "' " + problem));
        } catch (IOException e) {
            throw new UsageError("the folder '" + path + "' cannot be used: " + e.getMessage());
        }
    }

    /** That of a campaign; made if it is not there. */
    public static ShardStore of(Path path, Campaign campaign) {
        return new ShardStore(path, done(path, () -> CampaignFolder.of(path, campaign.description(Version.number()))));
    }

    /** That of whatever campaign. */
    public static ShardStore at(Path path) {
        return new ShardStore(path, done(path, () -> CampaignFolder.at(path)));
    }

    /** Of which campaign a folder is; none if it is none, or not there yet. */
    public static Option<JsonObject> description(Path path) {
        return Files.isDirectory(path) && CampaignFolder.at(path).isRight()
                ? Option.of(at(path).description())
                : Option.none();
    }

    public JsonObject description() {
        return done(path, folder::description);
    }

    /**
     * The campaign whose folder it is.
     *
     * @param providers where laws, kernels and allocators are found
     * @param isolation where the code of others runs
     */
    Campaign campaign(Providers providers, Isolation isolation) {
        JsonObject description = description();
        try {
            String version = description.get("kvetch").getAsString();
            if (!version.equals(Version.number()))
                throw new UsageError("'" + path + "' is of Kvetch " + version + ", which this is not");
            return new Campaign(
                    Works.of(description.getAsJsonObject("campaign"), providers, isolation),
                    description.get("shards").getAsInt());
        } catch (NotThereException missing) {
            throw new UsageError(String.valueOf(missing.getMessage()));
        } catch (NullPointerException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException notOurs) {
            throw new UsageError("the folder '" + path + "' has a campaign.json that no campaign wrote");
        }
    }

    public SortedSet<Integer> shards() {
        return done(path, () -> Either.right(folder.shards()));
    }

    public Shard shard(int number) {
        return done(path, () -> folder.shard(number));
    }

    public Path path() {
        return path;
    }

    public void keep(Shard shard) {
        done(path, () -> {
            folder.keep(shard);
            return Either.right(shard);
        });
    }

    /** Has an engine go through those of the wanted shards that are not there. */
    public void fill(
            Terminal terminal, Campaign campaign, Vector<Integer> wanted, Engine engine, BooleanSupplier isCancelled) {
        SortedSet<Integer> there = shards();
        Vector<Integer> missing = wanted.reject(there::contains);
        if (missing.isEmpty()) return;
        AtomicInteger done = new AtomicInteger();
        ProgressWatch progress = new ProgressWatch(
                terminal,
                missing.size(),
                done::get,
                seconds -> "shards of " + Text.grouped(campaign.stretch(0).size()) + " "
                        + campaign.work().units());
        try {
            engine.run(campaign, missing, isCancelled, shard -> {
                folder.keep(shard);
                done.incrementAndGet();
            });
            if (shards().size() == campaign.shards()) folder.tidy();
        } catch (IOException e) {
            throw new UsageError("the folder '" + path + "' cannot be written to: " + e.getMessage());
        } catch (EngineException e) {
            throw new UsageError(e.getMessage() + "; " + Text.count(shards().size(), "shard", "shards") + " of "
                    + campaign.shards() + " are there, and the same command goes on");
        } finally {
            progress.stop();
        }
    }
}
