/**
 * Campaigns as users meet them: {@link kvetch.cli.campaign.ShardStore} is the folder that they named, {@link
 * kvetch.cli.campaign.CheckCampaignReport} says what its shards come to.
 */
@NullMarked
package kvetch.cli.campaign;

import org.jspecify.annotations.NullMarked;
