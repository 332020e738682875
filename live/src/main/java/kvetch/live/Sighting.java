package kvetch.live;

import io.vavr.collection.Vector;

/** What came of trying a counterexample on a real kernel. */
public sealed interface Sighting {
    /**
     * It was seen.
     *
     * @param release of the kernel
     * @param words what was seen, in a sentence
     * @param log what the kernel itself printed; may be empty
     */
    record Seen(String release, String words, Vector<String> log) implements Sighting {
        @Override
        public String toString() {
            return "seen on " + release;
        }
    }

    /**
     * It was not seen.
     *
     * @param release of the kernel
     * @param words what was seen instead
     */
    record NotSeen(String release, String words) implements Sighting {
        @Override
        public String toString() {
            return "not seen on " + release;
        }
    }

    /**
     * It cannot be tried there.
     *
     * @param release of the kernel
     * @param reason why
     */
    record CannotBeTried(String release, String reason) implements Sighting {
        @Override
        public String toString() {
            return "cannot be tried on " + release + ": " + reason;
        }
    }

    /**
     * The kernel's release.
     *
     * @return for example {@code 7.2.7}
     */
    String release();
}
