package kvetch.live.guest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/** Some guests side by side. One that died is replaced when the next is needed. */
public final class Guests implements AutoCloseable {
    private final Supplier<Guest> boot;
    private final Semaphore places;
    private final Deque<Guest> idle = new ArrayDeque<>();
    private final int most;
    private boolean isClosed;
    private int boots;

    public Guests(int most, Supplier<Guest> boot) {
        this.most = most;
        this.boot = boot;
        this.places = new Semaphore(most);
    }

    public int most() {
        return most;
    }

    /** How many were booted. */
    public synchronized int boots() {
        return boots;
    }

    /**
     * Has work done by a guest.
     *
     * @param isFresh whether no WARN may have fired on it since it booted
     */
    public <T> T with(boolean isFresh, Function<Guest, T> work) {
        places.acquireUninterruptibly();
        try {
            Guest guest = take(isFresh);
            try {
                return work.apply(guest);
            } finally {
                giveBack(guest);
            }
        } finally {
            places.release();
        }
    }

    private Guest take(boolean isFresh) {
        Guest guest;
        synchronized (this) {
            if (isClosed) throw new LiveProblem("the kernel was closed");
            guest = idle.poll();
            if (guest == null) boots++;
        }
        if (guest == null) return boot.get();
        if (!isFresh || clears(guest)) return guest;
        guest.close();
        synchronized (this) {
            boots++;
        }
        return boot.get();
    }

    private static boolean clears(Guest guest) {
        try {
            return guest.clear();
        } catch (GuestDied died) {
            return false;
        }
    }

    private void giveBack(Guest guest) {
        synchronized (this) {
            if (!isClosed && !guest.isDead()) {
                idle.push(guest);
                return;
            }
        }
        guest.close();
    }

    @Override
    public void close() {
        Deque<Guest> left;
        synchronized (this) {
            isClosed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(Guest::close);
    }
}
