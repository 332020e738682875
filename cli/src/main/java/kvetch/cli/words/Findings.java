package kvetch.cli.words;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.function.BiPredicate;
import kvetch.properties.LawResult;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;

/** Brings together what several allocators and kernels have in common. */
public final class Findings {
    /**
     * The order in which defects are shown: the narrowest entry first, an allocator alone last; of those, the ones that need
     * no negative chunk first; of those, what laws say is to be told first, and then law by law.
     */
    public static final Comparator<Defect> EASIEST_FIRST = Comparator.<Defect, Boolean>comparing(
                    defect -> !isOfArray(defect))
            .thenComparing(Defect::reach)
            .thenComparing(defect -> isOfNegativeChunk(defect.counterexample()))
            .thenComparing(defect -> !defect.violation().law().isToldFirst())
            .thenComparing(defect -> defect.violation().law(), KnownLaws.ORDER);

    private Findings() {}

    private static boolean isOfNegativeChunk(Case c) {
        return c instanceof ArrayCase array && array.chunkSectors() < 0;
    }

    /**
     * A way in which a law is broken, wherever it is.
     *
     * @param easiest the first of its defects by {@link #EASIEST_FIRST}
     * @param where the kernels, each with its allocators
     */
    public record Finding(Defect easiest, Map<String, Vector<String>> where) {
        public Law law() {
            return easiest.violation().law();
        }

        public String what() {
            return easiest.violation().what();
        }
    }

    /** All, the easiest first. */
    public static Vector<Finding> of(Vector<LawResult> results) {
        return of(results, (result, defect) -> true);
    }

    /** Some, the easiest first. */
    public static Vector<Finding> of(Vector<LawResult> results, BiPredicate<LawResult, Defect> which) {
        Map<String, Finding> findings = LinkedHashMap.empty();
        for (LawResult result : results)
            for (Defect defect : result.defects().filter(one -> which.test(result, one))) {
                String key = result.law() + " " + defect.violation().what();
                Finding before = findings.get(key).getOrElse(() -> new Finding(defect, LinkedHashMap.empty()));
                Defect easiest = EASIEST_FIRST.compare(before.easiest, defect) <= 0 ? before.easiest : defect;
                findings =
                        findings.put(key, new Finding(easiest, and(before.where, result.kernel(), result.allocator())));
            }
        return findings.values().toVector().sorted((a, b) -> EASIEST_FIRST.compare(a.easiest, b.easiest));
    }

    /** With one more kernel and allocator. */
    public static Map<String, Vector<String>> and(Map<String, Vector<String>> where, String kernel, String allocator) {
        Vector<String> allocators = where.get(kernel).getOrElse(Vector.empty());
        return where.put(kernel, allocators.append(allocator).distinct());
    }

    /** Where something is, in few words. */
    public static String where(
            Map<String, Vector<String>> where, Vector<String> allKernels, Vector<String> allAllocators) {
        Vector<String> first = where.values().head();
        boolean alike = where.values().forAll(some -> some.equals(first));
        String some = allocators(first, allAllocators);
        if (allKernels.size() == 1) return some;
        if (!alike)
            return where.toVector()
                    .map(entry -> entry._1 + " (" + allocators(entry._2, allAllocators) + ")")
                    .mkString(", ");
        String kernels = where.size() == allKernels.size()
                ? "every kernel"
                : where.keySet().toVector().mkString(", ");
        return kernels + " with " + some;
    }

    private static String allocators(Vector<String> some, Vector<String> all) {
        return some.size() == all.size() && all.size() > 1 ? "every allocator" : some.mkString(", ");
    }

    /** Whether a defect takes an array to be seen. */
    public static boolean isOfArray(Defect defect) {
        return defect.counterexample() instanceof ArrayCase;
    }

    /** Through what one gets to a defect; defects with the same entry stand together. */
    public static String entry(Defect defect) {
        return isOfArray(defect) ? "through " + Story.reach(defect.reach()) : "in an allocator alone, without an array";
    }
}
