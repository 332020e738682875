package kvetch.properties.law;

import kvetch.raid0.Errno;

/** What the rules say that a start comes to. */
public sealed interface Expected {

    /** The array starts. */
    enum Started implements Expected {
        /** The only one. */
        STARTED;

        @Override
        public String toString() {
            return "it should start";
        }
    }

    /**
     * The array is refused.
     *
     * @param errno with what
     * @param why for what, in a few words
     */
    record Refused(Errno errno, String why) implements Expected {
        @Override
        public String toString() {
            return errno + ": " + why;
        }
    }
}
