package kvetch.cli.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kvetch.properties.sandbox.BlackBox;

/**
 * Ends the process with the exit code of its command, though an allocator may have called System.exit meanwhile: the process
 * then waits until the command has said everything. Runtime.halt cannot be heard.
 */
public final class Departure {
    private static final int LOOK_MS = 100;
    private static final int SECONDS_TO_FINISH = 61;

    /** What a shell calls the end by Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private final Thread main = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int code = INTERRUPTED;

    private Departure() {}

    /** From here to {@link #leave}, nobody but this thread ends the process, or Ctrl-C. */
    public static Departure prepared() {
        Departure departure = new Departure();
        Runtime.getRuntime().addShutdownHook(new Thread(departure::hold, "departure"));
        return departure;
    }

    private void hold() {
        if (!ProcessEnd.isCalledFor(main)) return;
        try {
            boolean isOver = false;
            while (!isOver && !ProcessEnd.isSignalled()) isOver = over.await(LOOK_MS, TimeUnit.MILLISECONDS);
            // Ctrl-C after that has nobody to end the process but us.
            if (!isOver) over.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        halt(code);
    }

    /** Ends the process, which then has done its work. */
    static void halt(int exitCode) {
        BlackBox.noteEnd(exitCode);
        Runtime.getRuntime().halt(exitCode);
    }

    /** The command is over. */
    public void leave(int exitCode) {
        code = exitCode;
        over.countDown();
        // Once another exit has begun, ours would wait for it.
        if (ProcessEnd.isCalledFor(main)) halt(exitCode);
        BlackBox.noteEnd(exitCode);
        System.exit(exitCode);
    }
}
