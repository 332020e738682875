/**
 * Campaigns on Apache Spark. {@link kvetch.spark.SparkEngine} sends the modules of this kvetch, and what was plugged in, to wherever
 * Spark has processors; there each {@link kvetch.spark.ShardTask} runs {@code kvetch campaign resume} for one shard, in a process of its
 * own, and its shard comes back. So what is done on a cluster is what is done on a laptop.
 */
@NullMarked
package kvetch.spark;

import org.jspecify.annotations.NullMarked;
