/**
 * Campaigns as users meet them. A command makes work of its options; {@link kvetch.cli.campaign.CampaignRun} has an engine go
 * through the shards that are not in the folder, a {@link kvetch.cli.campaign.ShardStore}, and {@link
 * kvetch.cli.campaign.CampaignReport} says what they come to, in the words of the {@link kvetch.cli.campaign.Job} that it was.
 */
@NullMarked
package kvetch.cli.campaign;

import org.jspecify.annotations.NullMarked;
