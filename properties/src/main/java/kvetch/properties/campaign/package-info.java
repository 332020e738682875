/**
 * Runs that outgrow a sitting or a machine. A {@link kvetch.properties.campaign.Campaign} cuts {@link
 * kvetch.properties.campaign.Work} into shards. What comes of a shard depends on the work and its number alone, and is kept, whole
 * or not at all, in a {@link kvetch.properties.campaign.CampaignFolder}; so it does not matter who goes through which shard, when,
 * or how often. What all of them come to the work knows: {@link kvetch.properties.campaign.CheckWork}.
 */
@NullMarked
package kvetch.properties.campaign;

import org.jspecify.annotations.NullMarked;
