package kvetch.properties;

import io.vavr.collection.Set;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/**
 * One generated case, and what came of it.
 *
 * @param kernel the kernel's name
 * @param allocator the allocator's name
 * @param law the law that was put to the test
 * @param testCase the case
 * @param seen what came of it
 */
public record Observation(String kernel, String allocator, Law law, Case testCase, Seen seen) {

    /**
     * What was seen of a case.
     *
     * @param tested whether it had something to say about the law
     * @param zones how many zones the array had; 0 if it did not start
     * @param sights what was seen on it
     * @param violations how it broke the law; empty if it did not
     * @param splat the first thing that the kernel printed in anger, if any
     * @param errno what starting it ended with, where that was looked at; null if it started or the kernel died
     */
    public record Seen(
            boolean tested,
            int zones,
            Set<Coverage> sights,
            Vector<Violation> violations,
            @Nullable Splat splat,
            @Nullable Errno errno) {}

    static Observation of(Setup setup, Law law, Case c, Examination examination) {
        return new Observation(
                setup.kernel().name(),
                setup.provider().name(),
                law,
                c,
                new Seen(
                        examination.isTested(law),
                        examination.zones(),
                        TreeSet.ofAll(examination.sights(law)),
                        Vector.ofAll(examination.violations())
                                .filter(violation -> violation.law().equals(law)),
                        examination.splat(),
                        examination.errno()));
    }

    /**
     * Whether the case had something to say about the law.
     *
     * @return true if so
     */
    public boolean tested() {
        return seen.tested;
    }

    /**
     * How many zones the array had.
     *
     * @return 0 if it did not start
     */
    public int zones() {
        return seen.zones;
    }

    /**
     * What was seen on it.
     *
     * @return sights
     */
    public Set<Coverage> sights() {
        return seen.sights;
    }

    /**
     * How it broke the law.
     *
     * @return empty if it did not
     */
    public Vector<Violation> violations() {
        return seen.violations;
    }

    /**
     * The first thing that the kernel printed in anger.
     *
     * @return null if nothing
     */
    public @Nullable Splat splat() {
        return seen.splat;
    }

    /**
     * What starting it ended with, where that was looked at.
     *
     * @return null if it started or the kernel died
     */
    public @Nullable Errno errno() {
        return seen.errno;
    }
}
