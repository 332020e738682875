package kvetch.properties;

import kvetch.api.Capabilities;

/** Which laws apply to an allocator, by what it declares. */
final class Applicability {
    private Applicability() {}

    /**
     * Why a law does not apply.
     *
     * <p>The driver asks for zeroed tables and relies on it: a slot of devlist is free where it reads as NULL, and zone 0
     * starts where nobody writes that it does. From dirty tables follows anything, so laws of what the driver does with
     * them do not apply; those of what it does to memory do, and so does W1, for the tables are allocated before they are
     * read.
     *
     * @return a reason, or nothing if it applies
     */
    static String objection(LawId law, Capabilities capabilities) {
        return switch (law) {
            case M1, M2, M3, M4, W1 -> "";
            case Z1, Z2, Z3, W2, W3, I1, I2, I3, I4 ->
                capabilities.zeroes()
                        ? ""
                        : "the allocator declares that it does not zero, and the driver relies on zeroed tables";
        };
    }
}
