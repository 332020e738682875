package kvetch.live;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What comes of work that was handed to other threads. */
final class Outcomes {
    private Outcomes() {}

    /**
     * Waits for it.
     *
     * @throws InterruptedException if this thread is interrupted meanwhile, which it is told again
     * @throws RuntimeException what the work threw
     */
    static <T> T of(Future<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }
}
