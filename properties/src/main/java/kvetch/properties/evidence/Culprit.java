package kvetch.properties.evidence;

import java.io.Serializable;
import kvetch.api.Family;

/**
 * Whose code it is that misbehaves.
 *
 * @param role what it is
 * @param name its name
 */
public record Culprit(Role role, String name) implements Serializable {

    /** What can be plugged in. */
    public enum Role {
        /** An allocator. */
        ALLOCATOR("allocator"),
        /** A driver. */
        DRIVER("driver"),
        /** A law. */
        LAW("law");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * An allocator.
     *
     * @param name its name
     * @return whose code it is
     */
    public static Culprit allocator(String name) {
        return new Culprit(Role.ALLOCATOR, name);
    }

    /**
     * A driver.
     *
     * @param name its name
     * @return whose code it is
     */
    public static Culprit driver(String name) {
        return new Culprit(Role.DRIVER, name);
    }

    /**
     * A law.
     *
     * @param id its id
     * @return whose code it is
     */
    public static Culprit law(String id) {
        return new Culprit(Role.LAW, id);
    }

    public boolean isDriver() {
        return role == Role.DRIVER;
    }

    public boolean isLaw() {
        return role == Role.LAW;
    }

    /** Who is to blame for what happens in a call of an allocator: of a kernel's own only whoever called it can be. */
    public Culprit inCallOf(String allocator) {
        return isDriver() && isKernels(allocator) ? this : allocator(allocator);
    }

    private static boolean isKernels(String allocator) {
        for (Family family : Family.values()) if (family.kernelProvider().equals(allocator)) return true;
        return false;
    }

    @Override
    public String toString() {
        return role + " '" + name + "'";
    }
}
