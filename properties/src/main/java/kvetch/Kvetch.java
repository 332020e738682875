package kvetch;

import io.vavr.collection.Vector;
import kvetch.properties.plug.Providers;

/**
 * The front door for Java: a check, and a rig to try single cases on.
 *
 * <pre>{@code
 * Kvetch.check("7.2").allocators("kvzalloc").laws("Z1", "M1").seed(1).run().orThrow();
 * }</pre>
 */
public final class Kvetch {
    /** The kernel that is checked where none is named. */
    public static final String DEFAULT_KERNEL = "7.2";

    private Kvetch() {}

    /**
     * A check: by default of all laws, with every allocator that is found, on 2000 cases each, of a seed that is another one each
     * time.
     *
     * @param kernels their names, such as {@code 7.2} or {@code 6.12+fix}; none for {@link #DEFAULT_KERNEL}
     * @return a check that has not begun
     */
    public static Checking check(String... kernels) {
        return Checking.of(kernels.length == 0 ? Vector.of(DEFAULT_KERNEL) : Vector.of(kernels));
    }

    /**
     * A kernel with the allocator that it is shipped with.
     *
     * @param kernel its name
     * @return where to try single cases
     * @throws BadInputException if there is none of that name
     */
    public static Rig rig(String kernel) {
        return Rig.of(Providers.load(), kernel);
    }

    /**
     * A kernel with an allocator.
     *
     * @param kernel the name of the one
     * @param allocator the name of the other
     * @return where to try single cases
     * @throws BadInputException if there is none of that name
     */
    public static Rig rig(String kernel, String allocator) {
        return Rig.of(Providers.load(), kernel, allocator);
    }
}
