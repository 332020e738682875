package kvetch.properties.proof;

/**
 * With which values of one part of an array a law is broken in the same way, all others left as they are.
 *
 * @param part the part
 * @param values the values
 */
public record Matter(Part part, Values values) {
    /**
     * The values in words.
     *
     * @return such as "any from 268435456 on, and any negative"
     */
    public String text() {
        return values.text(part.lowest(), part.highest());
    }

    @Override
    public String toString() {
        return part.name() + ": " + text();
    }
}
