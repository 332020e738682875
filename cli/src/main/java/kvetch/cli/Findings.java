package kvetch.cli;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.Comparator;
import kvetch.properties.Defect;
import kvetch.properties.LawId;
import kvetch.properties.LawResult;
import kvetch.properties.Reach;

/** Brings together what several allocators and kernels have in common. */
final class Findings {
    private static final Comparator<Finding> EASIEST_TO_REACH_FIRST =
            Comparator.comparing(Finding::reach).thenComparing(Finding::law);

    private Findings() {}

    /**
     * A way in which a law is broken, wherever it is.
     *
     * @param reach the narrowest entry that gets there
     * @param law the law
     * @param what what goes wrong
     * @param where the kernels, each with its allocators
     */
    record Finding(Reach reach, LawId law, String what, Map<String, Vector<String>> where) {}

    /** All, narrowest reach first, then by law. */
    static Vector<Finding> of(Vector<LawResult> results) {
        Map<String, Finding> findings = LinkedHashMap.empty();
        for (LawResult result : results)
            for (Defect defect : result.defects()) {
                String what = defect.violation().what();
                String key = result.law() + " " + what;
                Finding before = findings.get(key)
                        .getOrElse(new Finding(defect.reach(), result.law(), what, LinkedHashMap.empty()));
                Reach reach = before.reach().compareTo(defect.reach()) <= 0 ? before.reach() : defect.reach();
                Vector<String> allocators = before.where()
                        .get(result.kernel())
                        .getOrElse(Vector.empty())
                        .append(result.allocator());
                findings = findings.put(
                        key,
                        new Finding(
                                reach, result.law(), what, before.where().put(result.kernel(), allocators.distinct())));
            }
        return findings.values().toVector().sorted(EASIEST_TO_REACH_FIRST);
    }
}
