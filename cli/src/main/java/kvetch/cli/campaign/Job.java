package kvetch.cli.campaign;

import com.google.gson.JsonObject;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.options.PluggedIn;
import kvetch.properties.campaign.CheckWork;
import kvetch.properties.campaign.ExploreWork;
import kvetch.properties.campaign.Shard;
import kvetch.properties.campaign.SweepWork;
import kvetch.properties.campaign.Work;

/** Work of a campaign, and how what came of it is told. */
public interface Job {
    /**
     * What shards come to.
     *
     * @param json what was judged and found, without times
     * @param code what to exit with if no shard is missing
     */
    record Answer(JsonObject json, ExitCode code) {}

    /** What is gone through. */
    Work work();

    /**
     * Puts shards together, and says what they come to unless that is for machines.
     *
     * @param shards in the order of their numbers; read again each time that they are asked for
     * @param isWhole whether none is missing
     * @param isSaid whether to say it
     */
    Answer answer(Iterable<Shard> shards, boolean isWhole, boolean isSaid);

    /** That of some work. */
    static Job of(Work work, Terminal terminal, PluggedIn pluggedIn) {
        if (work instanceof CheckWork check) return new CheckJob(check, terminal, pluggedIn);
        if (work instanceof ExploreWork explore) return new ExploreJob(explore, terminal, pluggedIn);
        if (work instanceof SweepWork sweep) return new SweepJob(sweep, terminal);
        throw new IllegalArgumentException("nobody tells what comes of " + work.description());
    }
}
