package kvetch.properties;

import java.io.Serializable;

/**
 * A law that was seen broken.
 *
 * @param law the law
 * @param what what went wrong and where, without figures: two violations with the same law and {@code what} are the same
 *     defect
 * @param evidence what was seen, with the figures
 */
public record Violation(Law law, String what, Evidence evidence) implements Serializable {
    /**
     * What was seen, in words.
     *
     * @return one sentence with the figures
     */
    public String message() {
        return evidence.sentence();
    }
}
