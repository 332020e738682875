package kvetch.cli.campaign;

import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.process.Interruption;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Engine;
import kvetch.properties.campaign.Work;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;

/** Goes through the shards of a campaign that are not there yet, and says what all of them come to, those from elsewhere, too. */
record CampaignRun(Terminal terminal, PluggedIn pluggedIn, boolean json) {
    /**
     * A campaign goes through models.
     *
     * @param live the live kernel that was named; null if none was
     * @param command what goes to a real kernel instead
     */
    static void refuseLive(@Nullable String live, String done, String command) {
        if (live != null)
            throw new UsageError("a campaign goes through models; a real kernel is " + done + ": kvetch " + command
                    + " --kernel " + live);
    }

    /**
     * Begins a campaign, or goes on with it.
     *
     * @param options into how many shards it is cut, where they are kept, and who goes through which
     * @param work what is gone through
     * @param providers what was found, and could not be loaded
     */
    ExitCode of(CampaignOptions options, Work work, Providers providers) {
        Campaign campaign = options.campaign(work);
        // What is wrong with these is said before a folder is made.
        Vector<Integer> wanted = options.engine().wanted(campaign);
        Engine engine = options.engine().engine(pluggedIn.paths());
        return goOn(wanted, engine, campaign, ShardStore.of(options.out(), campaign), providers);
    }

    /** Goes through those of the wanted shards that are not there. */
    ExitCode goOn(Vector<Integer> wanted, Engine engine, Campaign campaign, ShardStore store, Providers providers) {
        try (Interruption interruption = Interruption.heard()) {
            store.fill(terminal, campaign, wanted, engine, interruption::isRaised);
            if (interruption.isRaised()) {
                terminal.complain("interrupted: " + Text.count(store.shards().size(), "shard", "shards") + " of "
                        + campaign.shards() + " are there; the same command goes on");
                return ExitCode.INCOMPLETE;
            }
            return tell(campaign, Vector.of(store), providers);
        }
    }

    /** Says what shards come to that are there. */
    ExitCode tell(Campaign campaign, Vector<ShardStore> stores, Providers providers) {
        Job job = Job.of(campaign.work(), terminal, pluggedIn);
        return PluggedIn.worse(new CampaignReport(terminal, json).tell(job, campaign, stores), providers);
    }
}
