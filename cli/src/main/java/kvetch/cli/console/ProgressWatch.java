package kvetch.cli.console;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleFunction;
import java.util.function.LongSupplier;

/** Shows how far something is that takes long, from a thread of its own. */
public final class ProgressWatch {
    private static final int EVERY_MS = 250;

    private final Progress progress;
    private final long units;
    private final LongSupplier unitsDone;
    private final DoubleFunction<String> more;
    private final long started = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread = new Thread(this::show, "progress");

    /** Of so many units; what more there is to say follows from the seconds that it has taken. */
    public ProgressWatch(Terminal terminal, long units, LongSupplier unitsDone, DoubleFunction<String> more) {
        this.progress = new Progress(terminal);
        this.units = units;
        this.unitsDone = unitsDone;
        this.more = more;
        thread.setDaemon(true);
        thread.start();
    }

    private void show() {
        while (!over.get()) {
            double seconds = (System.nanoTime() - started) / 1e9;
            long done = unitsDone.getAsLong();
            long left = done == 0 ? 0 : Math.round(seconds / done * (units - done));
            synchronized (progress) {
                if (!over.get()) progress.show(done, units, more.apply(seconds) + ", " + left + " s left");
            }
            try {
                Thread.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    public void stop() {
        over.set(true);
        synchronized (progress) {
            progress.clear();
        }
    }
}
