package kvetch.properties.campaign;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import kvetch.properties.sandbox.OutputCapture;
import org.jspecify.annotations.Nullable;

/** Goes through shards on threads of this process. */
public final class Threads implements Engine {
    private final int threads;

    /**
     * Does so on as many threads.
     *
     * @param threads 1 or more
     */
    public Threads(int threads) {
        this.threads = threads;
    }

    @Override
    public void run(Campaign campaign, Vector<Integer> shards, BooleanSupplier isCancelled, Listener listener)
            throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CompletionService<Shard> done = new ExecutorCompletionService<>(executor);
        AtomicBoolean isOver = new AtomicBoolean();
        BooleanSupplier isUnwanted = () -> isOver.get() || isCancelled.getAsBoolean();
        // The diversion of one sandbox must not end with another.
        OutputCapture diverted = new OutputCapture();
        try {
            for (int shard : shards) done.submit(() -> whole(campaign, shard, isUnwanted));
            for (int i = 0; i < shards.size(); i++) {
                Shard shard = done.take().get();
                if (shard != null) listener.isDone(shard);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a shard failed", e);
        } finally {
            isOver.set(true);
            executor.shutdown();
            diverted.close();
        }
    }

    /** Null if it was cut short, which makes it worth nothing. */
    private static @Nullable Shard whole(Campaign campaign, int shard, BooleanSupplier isUnwanted) {
        if (isUnwanted.getAsBoolean()) return null;
        Shard done = campaign.run(shard, isUnwanted);
        return isUnwanted.getAsBoolean() ? null : done;
    }
}
