package kvetch.properties;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Coverage;

/**
 * What cases that follow each other say of one law on one setup.
 *
 * @param cases how many there were
 * @param tested how many of them had something to say about the law
 * @param sights how often what was seen
 * @param found each way in which the law was broken, with the case that broke it first, in the order of these cases
 */
public record Collected(long cases, long tested, Map<Coverage, Long> sights, Map<String, First> found) {
    /** What no cases say. */
    public static final Collected NOTHING = new Collected(0, 0, LinkedHashMap.empty(), LinkedHashMap.empty());

    /**
     * The case that broke a law first in some way.
     *
     * @param at how many cases of the run came before it
     * @param testCase the case
     */
    public record First(long at, Case testCase) {}

    /**
     * With the cases that follow.
     *
     * @param next what they say
     * @return what all of them say
     */
    public Collected plus(Collected next) {
        return new Collected(
                cases + next.cases,
                tested + next.tested,
                sights.merge(next.sights, Long::sum),
                // What comes first stays first.
                found.merge(next.found));
    }

    /**
     * How often something was seen.
     *
     * @param sight what
     * @return 0 or more
     */
    public long count(Coverage sight) {
        return sights.getOrElse(sight, 0L);
    }
}
