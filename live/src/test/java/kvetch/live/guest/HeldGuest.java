package kvetch.live.guest;

import java.util.List;

/** Boots the guest that its arguments start, says so, and goes on until it is killed. */
final class HeldGuest {
    private static final long LONG_MS = 60_000;

    private HeldGuest() {}

    public static void main(String[] command) throws InterruptedException {
        Guest guest = Guest.boot(List.of(command), "6.1.999", LONG_MS, LONG_MS);
        System.out.println("up");
        System.out.flush();
        while (guest.isRunning()) Thread.sleep(LONG_MS);
    }
}
