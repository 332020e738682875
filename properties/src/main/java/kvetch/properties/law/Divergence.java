package kvetch.properties.law;

import java.io.Serializable;

/**
 * Where a patch to the driver first does otherwise than the kernel that it is a patch to.
 *
 * @param base the name of that kernel
 * @param function the function of the kernel in which it does; empty if no difference was seen: what breaks the law is mostly the kernel's
 * @param here what the patch does there
 * @param there what the kernel does there
 */
public record Divergence(String base, String function, String here, String there) implements Serializable {
    /**
     * Of a patch that seems to do on this array what its kernel does.
     *
     * @param base the name of that kernel
     * @return without a function
     */
    public static Divergence none(String base) {
        return new Divergence(base, "", "", "");
    }

    /**
     * All of it in words.
     *
     * @return a clause
     */
    public String sentence() {
        return function.isEmpty()
                ? "in nothing from " + base + ", as far as they were compared"
                : "from " + base + " first in " + function + ": " + here + "; on " + base + " " + there;
    }
}
