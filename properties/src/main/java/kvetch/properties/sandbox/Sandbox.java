package kvetch.properties.sandbox;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import org.jspecify.annotations.Nullable;

/**
 * Runs code that calls an allocator or a driver on a thread of its own, where it may throw, hang, print and start threads without
 * bringing down whoever runs it.
 *
 * <p>A thread that hangs cannot be stopped. It is interrupted and left alone, and whatever it does should it ever come back
 * has no effect. It is a daemon, but uses a processor if it spins.
 *
 * <p>A thread that calls {@link System#exit} does not return from there, and looks like one that hangs; it is told by its
 * stack. That nothing comes of the exit is the affair of whoever runs the process, with a shutdown hook that does not return
 * before its work is done.
 */
public final class Sandbox implements AutoCloseable {
    /** How long threads that an allocator started may take to end, once nobody calls it any more. */
    private static final long GRACE_MS = 500;

    /** How often to look at a thread that is at work. */
    private static final long LOOK_MS = 50;

    /** So many names of threads say enough. */
    private static final int MOST_NAMES = 3;

    private final Culprit suspect;
    private final long timeoutMs;
    private final CallMonitor monitor;
    private final SandboxThreads inmates;
    private final OutputCapture capture;
    private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private final Set<Thread> known = new HashSet<>();
    private final Thread worker;
    private @Nullable Misbehaviour hung;

    /**
     * A sandbox with nothing in it.
     *
     * @param suspect whose code will run in it
     * @param timeoutMs how many milliseconds of processor time a case may take; see {@link Patience}
     */
    public Sandbox(Culprit suspect, long timeoutMs) {
        this.suspect = suspect;
        this.timeoutMs = timeoutMs;
        this.monitor = new CallMonitor(suspect);
        this.inmates = new SandboxThreads(suspect.name());
        this.capture = new OutputCapture();
        this.worker = new Thread(inmates, this::work, "kvetch-" + suspect.name());
        worker.setDaemon(true);
        known.add(worker);
        worker.start();
    }

    /**
     * Does some work in a sandbox of its own.
     *
     * @param suspect whose code it runs, and who is to blame where no allocator is being called
     * @param timeoutMs how many milliseconds of processor time one boot of a machine, and what follows it, may take. One
     *     that waits may do so several times as long
     * @param work the work
     * @param <T> what comes of it
     * @return what came of it, or how somebody misbehaved
     */
    public static <T> Either<Misbehaviour, T> call(Culprit suspect, long timeoutMs, Supplier<T> work) {
        try (Sandbox sandbox = new Sandbox(suspect, timeoutMs)) {
            T result = sandbox.call(work);
            for (Misbehaviour manners : sandbox.manners()) return Either.left(manners);
            return Either.right(result);
        } catch (MisbehaviourException misbehaved) {
            return Either.left(misbehaved.misbehaviour());
        }
    }

    /**
     * Does some work in the sandbox and waits for it.
     *
     * @throws MisbehaviourException if the allocator misbehaves, and at once if it has hung before
     */
    public <T> T call(Supplier<T> work) {
        if (hung != null) throw new MisbehaviourException(hung);
        FutureTask<T> task = new FutureTask<>(work::get);
        monitor.sample(null);
        BlackBox box = BlackBox.ofProcess();
        if (box != null) box.judging(suspect);
        tasks.add(task);
        Patience patience = new Patience(worker, timeoutMs);
        while (true) {
            try {
                return task.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                if (isExiting(worker)) throw giveUp(monitor.exited(Frames.of(worker)));
                String limit = patience.exhausted(monitor.samples());
                if (!limit.isEmpty()) throw giveUp(monitor.hung(limit, Frames.of(worker)));
            } catch (ExecutionException failed) {
                throw unwrap(monitor.blamed(failed.getCause()));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while checking", interrupted);
            }
        }
    }

    /** Whether a thread is in {@link System#exit}, where it waits until the process has ended. */
    private static boolean isExiting(Thread thread) {
        Thread.State state = thread.getState();
        if (state == Thread.State.RUNNABLE || state == Thread.State.TERMINATED) return false;
        for (StackTraceElement frame : thread.getStackTrace())
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) return true;
        return false;
    }

    private MisbehaviourException giveUp(Misbehaviour misbehaviour) {
        hung = misbehaviour;
        monitor.abandon();
        worker.interrupt();
        return new MisbehaviourException(misbehaviour);
    }

    private static RuntimeException unwrap(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) return unchecked;
        if (thrown instanceof Error error) throw error;
        return new IllegalStateException(thrown);
    }

    private void work() {
        monitor.enter();
        try {
            while (true) tasks.take().run();
        } catch (InterruptedException closed) {
            // Nobody has any more work.
        }
    }

    /** How the allocator misbehaved beside what it was asked to do, since this was last asked. */
    public Vector<Misbehaviour> manners() {
        Vector<Misbehaviour> manners = Vector.empty();
        String printed = inmates.takeOutput();
        if (!printed.isEmpty()) manners = manners.append(misbehaviour(Misbehaviour.Kind.PRINTED, printed));
        Vector<Thread> strays = strays();
        if (strays.isEmpty()) return manners;
        if (strays.exists(Sandbox::isExiting)) {
            hung = misbehaviour(Misbehaviour.Kind.EXITED, "started a thread that called System.exit");
            return manners.append(hung);
        }
        return manners.append(misbehaviour(Misbehaviour.Kind.STARTED_THREADS, describe(strays)));
    }

    private Misbehaviour misbehaviour(Misbehaviour.Kind kind, String what) {
        return new Misbehaviour(suspect, kind, "", what);
    }

    private static String describe(Vector<Thread> threads) {
        if (threads.size() == 1) return "started a thread that goes on: " + describe(threads.head());
        String names = threads.take(MOST_NAMES).map(Sandbox::describe).mkString(", ");
        return "started " + threads.size() + " threads that go on: " + names
                + (threads.size() > MOST_NAMES ? ", ..." : "");
    }

    private static String describe(Thread thread) {
        return "'" + Lines.of(thread.getName()) + "'" + (thread.isDaemon() ? "" : ", which is no daemon");
    }

    /** The threads that do not end, each told once. Whoever is about to end is given the processor time to do so. */
    private Vector<Thread> strays() {
        List<Thread> left = new ArrayList<>();
        for (Thread thread : inmates.threads()) if (known.add(thread)) left.add(thread);
        List<Thread> strays = new ArrayList<>();
        Map<Thread, Patience> patience = new HashMap<>();
        while (!left.isEmpty()) {
            for (Iterator<Thread> each = left.iterator(); each.hasNext(); ) {
                Thread thread = each.next();
                if (!thread.isAlive()) each.remove();
                else if (isExiting(thread)
                        || !patience.computeIfAbsent(thread, t -> new Patience(t, GRACE_MS))
                                .exhausted(0)
                                .isEmpty()) {
                    strays.add(thread);
                    each.remove();
                }
            }
            if (left.isEmpty()) break;
            try {
                left.get(0).join(LOOK_MS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Vector.ofAll(strays).sortBy(Thread::getName);
    }

    /** What to say of an allocator after which there is no memory left. */
    public Misbehaviour exhausted() {
        return monitor.exhausted();
    }

    /** Why the allocator must not be called any more; null if it may. */
    @Nullable
    Misbehaviour hung() {
        return hung;
    }

    /** Lets the threads in it go. */
    @Override
    public void close() {
        monitor.abandon();
        inmates.interrupt();
        capture.close();
    }
}
