package kvetch.properties.campaign;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Who goes through shards, and where. */
@FunctionalInterface
public interface Engine {
    /** Takes what came of shards, one at a time. */
    @FunctionalInterface
    interface Listener {
        /**
         * A shard is done.
         *
         * @param shard what came of it
         * @throws IOException if it cannot be kept, which ends the run
         */
        void isDone(Shard shard) throws IOException;
    }

    /**
     * Goes through shards, in whatever order.
     *
     * @param campaign whose shards they are
     * @param shards the numbers of those to go through
     * @param isCancelled asked every so often; once it is true, shards that are not done are left
     * @param listener is told of each shard that is done
     * @throws IOException if a shard cannot be kept
     * @throws EngineException if the engine cannot go on
     */
    void run(Campaign campaign, Vector<Integer> shards, BooleanSupplier isCancelled, Listener listener)
            throws IOException;
}
