package kvetch.properties.cases;

import java.io.Serializable;

/**
 * A request to an array, or a discard.
 *
 * @param start its first array sector
 * @param sectors how many; 0 for no request
 */
public record Request(long start, long sectors) implements Serializable {
    private static final long serialVersionUID = 1;

    /** No request. */
    public static final Request NONE = new Request(0, 0);

    /**
     * Whether the block layer would hand it over.
     *
     * @param capacity how many sectors the array has, unsigned
     * @return true for one that does not end after the array
     */
    public boolean fits(long capacity) {
        long end = start + sectors;
        return sectors > 0 && Long.compareUnsigned(end, start) > 0 && Long.compareUnsigned(end, capacity) <= 0;
    }
}
