package kvetch.cli.report;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.Comparator;
import kvetch.api.Splat;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Findings;
import kvetch.properties.LawResult;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/** A defect, and all the places where the same array breaks the same law in the same way; known in all of them, or in none. */
record Finding(int number, LawResult result, Defect defect, boolean isKnown, Vector<LawResult> where) {
    /** The id of its element. */
    String id() {
        return "f" + number;
    }

    /** What makes two defects one finding. */
    private record Key(
            Law law,
            String what,
            Case c,
            @Nullable Splat splat,
            @Nullable Errno errno,
            boolean isKnown) {
        static Key of(Defect defect, boolean isKnown) {
            return new Key(
                    defect.violation().law(),
                    defect.violation().what(),
                    defect.counterexample(),
                    defect.splat(),
                    defect.errno(),
                    isKnown);
        }
    }

    /** All, those that are new before those that are known, and of each the easiest to reach first. */
    static Vector<Finding> of(Vector<LawResult> results, Baseline baseline) {
        Map<Key, Finding> found = LinkedHashMap.empty();
        for (LawResult result : results)
            for (Defect defect : result.defects()) {
                boolean isKnown = baseline.isGiven() && !baseline.isNew(result, defect);
                Key key = Key.of(defect, isKnown);
                Finding before = found.get(key).getOrElse(new Finding(0, result, defect, isKnown, Vector.empty()));
                found = found.put(
                        key, new Finding(0, before.result, before.defect, isKnown, before.where.append(result)));
            }
        return found.values()
                .toVector()
                .sorted(Comparator.comparing(Finding::isKnown).thenComparing(Finding::defect, Findings.EASIEST_FIRST))
                .zipWithIndex()
                .map(pair -> new Finding(pair._2 + 1, pair._1.result, pair._1.defect, pair._1.isKnown, pair._1.where));
    }
}
