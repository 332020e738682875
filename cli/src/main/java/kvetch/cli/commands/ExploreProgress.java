package kvetch.cli.commands;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleFunction;
import java.util.function.LongSupplier;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Terminal;

/** Shows how far an exploration is, from a thread of its own. */
final class ExploreProgress {
    private static final int EVERY_MS = 250;

    private final Progress progress;
    private final long arrays;
    private final LongSupplier arraysDone;
    private final DoubleFunction<String> more;
    private final long started = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread = new Thread(this::show, "progress");

    /** Of so many arrays; what more there is to say follows from the seconds that it has taken. */
    ExploreProgress(Terminal terminal, long arrays, LongSupplier arraysDone, DoubleFunction<String> more) {
        this.progress = new Progress(terminal);
        this.arrays = arrays;
        this.arraysDone = arraysDone;
        this.more = more;
        thread.setDaemon(true);
        thread.start();
    }

    private void show() {
        while (!over.get()) {
            double seconds = (System.nanoTime() - started) / 1e9;
            long done = arraysDone.getAsLong();
            long left = done == 0 ? 0 : Math.round(seconds / done * (arrays - done));
            synchronized (progress) {
                if (!over.get()) progress.show(done, arrays, more.apply(seconds) + ", " + left + " s left");
            }
            try {
                Thread.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    void stop() {
        over.set(true);
        synchronized (progress) {
            progress.clear();
        }
    }
}
