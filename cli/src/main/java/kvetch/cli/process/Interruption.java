package kvetch.cli.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kvetch.cli.console.ExitCode;

/** Lets a command that takes long say what it knows when Ctrl-C ends it, and exit with 3. */
public final class Interruption implements AutoCloseable {
    private static final int SECONDS_TO_FINISH = 60;
    private static final int LOOK_MS = 100;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private final Thread main = Thread.currentThread();
    private volatile boolean raised;

    private Interruption() {}

    /** From here to {@link #close}, Ctrl-C is heard. */
    public static Interruption heard() {
        Interruption interruption = new Interruption();
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException shuttingDown) {
            // An allocator has called System.exit, and Departure holds it up.
            interruption.hook.setDaemon(true);
            interruption.hook.start();
        }
        return interruption;
    }

    public boolean isRaised() {
        return raised;
    }

    private void interrupted() {
        try {
            // An allocator that calls System.exit is no Ctrl-C, but one may follow.
            while (ProcessEnd.isCalledFor(main) && !ProcessEnd.isSignalled())
                if (finished.await(LOOK_MS, TimeUnit.MILLISECONDS)) return;
            raised = true;
            if (finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS)) Departure.halt(ExitCode.INCOMPLETE.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has said what it knows. */
    @Override
    public void close() {
        finished.countDown();
        if (raised) return;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Ctrl-C came just now; the hook ends by itself.
        }
    }
}
