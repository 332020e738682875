package kvetch.live;

import kvetch.properties.isolation.Isolation;

/** A real kernel as the place where a {@link kvetch.properties.Check} runs its cases. */
public final class LiveIsolation {
    private LiveIsolation() {}

    /**
     * Has cases run on a kernel.
     *
     * @param kernel a kernel, which is to stay open meanwhile; the check is to be of its {@link LiveKernel#profile} with the
     *     allocator that this ships with, as nobody chooses another there
     * @return where to run
     */
    public static Isolation on(LiveKernel kernel) {
        return Isolation.at((setup, laws, isPluggedIn, timeoutMs) -> new LiveRunner(kernel, setup, timeoutMs, false));
    }
}
