package kvetch.cli.campaign;

import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.options.CampaignOptions;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.process.Interruption;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Threads;
import kvetch.properties.campaign.Work;
import kvetch.properties.plug.Providers;

/** Goes through the shards of a campaign that are not there yet, and says what all of them come to, those from elsewhere, too. */
public record CampaignRun(Terminal terminal, PluggedIn pluggedIn, boolean json) {
    /**
     * Does so.
     *
     * @param options into how many shards it is cut, where they are kept, and who goes through which
     * @param work what is gone through
     * @param providers what was found, and could not be loaded
     */
    public ExitCode of(CampaignOptions options, Work work, Providers providers) {
        Campaign campaign = options.campaign(work);
        Vector<Integer> wanted = options.wanted(campaign);
        ShardStore store = ShardStore.of(options.out(), campaign);
        try (Interruption interruption = Interruption.heard()) {
            store.fill(terminal, campaign, wanted, new Threads(options.threads()), interruption::isRaised);
            if (interruption.isRaised()) {
                terminal.complain("interrupted: " + Text.count(store.shards().size(), "shard", "shards") + " of "
                        + campaign.shards() + " are there; the same command goes on");
                return ExitCode.INCOMPLETE;
            }
            return tell(campaign, Vector.of(store), providers);
        }
    }

    /** Says what shards come to that are there. */
    public ExitCode tell(Campaign campaign, Vector<ShardStore> stores, Providers providers) {
        Job job = Job.of(campaign.work(), terminal, pluggedIn);
        return PluggedIn.worse(new CampaignReport(terminal, json).tell(job, campaign, stores), providers);
    }
}
