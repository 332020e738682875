package kvetch.properties.sandbox;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells when a thread has been at one thing for too long.
 *
 * <p>What counts is processor time, which a busy machine does not lengthen. A thread that sleeps or waits uses none, and one
 * that waits for another does so the longer the busier the machine is, so waiting is granted several times as long; and so is,
 * many times as long, a thread that could run and does not get to.
 */
public final class Patience {
    /** For how many times its limit a thread may be seen waiting. */
    private static final int WAITING = 6;

    /** For how many times its limit a thread may be at it by the clock, whatever it does. */
    private static final int BY_THE_CLOCK = 60;

    private final LongSupplier cpuTime;
    private final BooleanSupplier isWaiting;
    private final long limitMs;
    private long task = Long.MIN_VALUE;
    private long cpuAtFirst;
    private long clockAtFirst;
    private long cpuBefore;
    private long clockBefore;
    private long waited;

    public Patience(Thread thread, long limitMs) {
        this(() -> cpuTime(thread), () -> isWaiting(thread), limitMs);
    }

    /**
     * With somebody who need not be a thread.
     *
     * @param cpuTime the processor time that was used so far, in nanoseconds
     * @param isWaiting whether none is being used because none is wanted
     * @param limitMs how much of it may be used for one thing, in milliseconds
     */
    public Patience(LongSupplier cpuTime, BooleanSupplier isWaiting, long limitMs) {
        this.cpuTime = cpuTime;
        this.isWaiting = isWaiting;
        this.limitMs = limitMs;
    }

    /**
     * Looks at the thread, as should be done every now and then.
     *
     * @param current the number of the task that it is at; a new one has all its time
     * @return which limit it has passed, in words; empty if none
     */
    public String exhausted(long current) {
        long clock = System.nanoTime();
        long cpu = cpuTime.getAsLong();
        if (current != task) {
            task = current;
            cpuAtFirst = cpu;
            clockAtFirst = clock;
            waited = 0;
        } else if (isWaiting.getAsBoolean() && cpu == cpuBefore) waited += clock - clockBefore;
        cpuBefore = cpu;
        clockBefore = clock;
        if (isOver(cpu - cpuAtFirst, 1)) return seconds(1) + " of processor time";
        if (isOver(waited, WAITING)) return seconds(WAITING) + " in which it waited";
        return isOver(clock - clockAtFirst, BY_THE_CLOCK) ? seconds(BY_THE_CLOCK) : "";
    }

    private boolean isOver(long nanos, int times) {
        return nanos / times >= TimeUnit.MILLISECONDS.toNanos(limitMs);
    }

    private String seconds(int times) {
        long ms = limitMs * times;
        return ms % 1000 == 0 ? ms / 1000 + " s" : ms + " ms";
    }

    private static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
    }

    /** In ns; always the same where the Java virtual machine cannot tell, and then the clock decides. */
    @SuppressWarnings("deprecation") // threadId() is younger than Java 17.
    private static long cpuTime(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? threads.getThreadCpuTime(thread.getId())
                : 0;
    }
}
