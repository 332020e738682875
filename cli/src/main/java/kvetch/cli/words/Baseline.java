package kvetch.cli.words;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.raid0.Driver;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/**
 * An earlier check that another one is compared with. A defect is known if the earlier one has it: the same law, broken in the
 * same way, on the same kernel with the same allocator. Any other is new.
 *
 * <p>A kernel that the earlier check has not is compared with the one that it is a patch to; and where that is not there
 * either, with the only one that is.
 */
public final class Baseline {
    /** Nothing to compare with. */
    public static final Baseline NONE = new Baseline("", Vector.empty(), LinkedHashMap.empty());

    private final String file;
    private final Vector<Row> rows;
    private final Map<String, String> kernels;

    /**
     * What the earlier check says of one law on one kernel with one allocator.
     *
     * @param isJudged whether it was put to the test to the end
     * @param what in which ways it was broken
     */
    public record Row(String kernel, String allocator, String law, boolean isJudged, Vector<String> what) {}

    /** A way in which a law was broken. */
    public record Known(String kernel, String allocator, String law, String what) {}

    private Baseline(String file, Vector<Row> rows, Map<String, String> kernels) {
        this.file = file;
        this.rows = rows;
        this.kernels = kernels;
    }

    /**
     * Finds out with which of its kernels each of a check is compared.
     *
     * @param file what it was read from
     * @param rows what it says
     * @param checked the kernels of the check that is compared with it
     * @return a baseline, or the name of a kernel that belongs to none of those that it has
     */
    public static Either<String, Baseline> of(String file, Vector<Row> rows, Vector<KernelProfile> checked) {
        Vector<String> there = kernels(rows);
        Map<String, String> kernels = LinkedHashMap.empty();
        for (KernelProfile kernel : checked) {
            Option<String> its =
                    names(kernel).find(there::contains).orElse(there.size() == 1 ? there.headOption() : Option.none());
            if (its.isEmpty()) return Either.left(kernel.name());
            kernels = kernels.put(kernel.name(), its.get());
        }
        return Either.right(new Baseline(file, rows, kernels));
    }

    /** The kernels that an earlier check was about. */
    public static Vector<String> kernels(Vector<Row> rows) {
        return rows.map(Row::kernel).distinct();
    }

    /** What a kernel goes by, and then what it is a patch to. */
    private static Vector<String> names(KernelProfile kernel) {
        Vector<String> names = Vector.of(kernel.name());
        if (kernel.code() instanceof Driver.PluggedIn driver)
            names = names.append(driver.name()).append(driver.base());
        String last = names.last();
        return names.appendAll(KernelProfiles.all()
                .map(KernelProfile::name)
                .filter(tree -> last.startsWith(tree + "+") || last.startsWith(tree + "-")));
    }

    public boolean isGiven() {
        return this != NONE;
    }

    /** What it was read from. */
    public String file() {
        return file;
    }

    /** Each kernel that is checked, with the one of the earlier check that it is compared with. */
    public Map<String, String> kernels() {
        return kernels;
    }

    /** Whether the earlier check has what breaks a law. */
    public boolean isKnown(String kernel, String allocator, Violation violation) {
        return row(kernel, allocator, violation.law().id()).exists(row -> row.what.contains(violation.what()));
    }

    /** Whether there is something to compare a defect with, and that has it not. */
    public boolean isNew(LawResult result, Defect defect) {
        return isGiven() && !isKnown(result.kernel(), result.allocator(), defect.violation());
    }

    /** Whether a law is broken, and in no way that is new. */
    public boolean isAllKnown(LawResult result) {
        return isGiven() && result.defects().nonEmpty() && !result.defects().exists(defect -> isNew(result, defect));
    }

    /** The results with something new of which the earlier check knows nothing, or not all: it may be old all the same. */
    public Vector<LawResult> unheardOf(Vector<LawResult> results) {
        return results.filter(result -> result.defects().exists(defect -> isNew(result, defect))
                && !row(result.kernel(), result.allocator(), result.law().id()).exists(Row::isJudged));
    }

    /** What the earlier check has and this one, which put its law to the test, has not. */
    public Vector<Known> gone(Vector<LawResult> results) {
        return missing(results.filter(Baseline::isJudged));
    }

    /** What the earlier check has and nobody knows about now. */
    public Vector<Known> unjudged(Vector<LawResult> results) {
        return missing(results.reject(Baseline::isJudged));
    }

    private static boolean isJudged(LawResult result) {
        return result.verdict() == Verdict.HELD || result.verdict() == Verdict.BROKEN;
    }

    private Vector<Known> missing(Vector<LawResult> results) {
        return results.flatMap(result -> row(
                        result.kernel(), result.allocator(), result.law().id())
                .toVector()
                .flatMap(Row::what)
                .removeAll(result.defects().map(defect -> defect.violation().what()))
                .map(what -> new Known(
                        result.kernel(), result.allocator(), result.law().id(), what)));
    }

    private Option<Row> row(String kernel, String allocator, String law) {
        return kernels.get(kernel)
                .flatMap(its -> rows.find(
                        row -> row.kernel.equals(its) && row.allocator.equals(allocator) && row.law.equals(law)));
    }
}
