package kvetch.properties.law;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.Serializable;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;

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

    /**
     * The fault that it is.
     *
     * @return none if nothing went wrong with memory
     */
    public Option<Fault> fault() {
        return Vector.of(Fault.values()).find(fault -> fault.what().equals(what));
    }
}
