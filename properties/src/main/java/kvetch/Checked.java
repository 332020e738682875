package kvetch;

import io.vavr.collection.Vector;
import kvetch.properties.Check;
import kvetch.properties.Explanation;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;

/**
 * What came of a check.
 *
 * @param plan what was checked
 * @param results by kernel, allocator and law, none of them left out
 */
public record Checked(Check plan, Vector<LawResult> results) {

    /**
     * What came of it in all.
     *
     * @return the worst there is, as {@link Verdict#ofAll} says
     */
    public Verdict verdict() {
        return Verdict.ofAll(results.map(LawResult::verdict));
    }

    /**
     * What breaks laws, each with its smallest counterexample and the token that {@code kvetch replay} runs it again by.
     *
     * @return by kernel, allocator and law; empty if all held
     */
    public Vector<Defect> defects() {
        return results.flatMap(LawResult::defects);
    }

    /**
     * The result of a law, where one kernel was checked with one allocator.
     *
     * @param law its id
     * @return the first result that there is of it
     * @throws BadInputException if it was not checked
     */
    public LawResult of(String law) {
        return results.find(result -> result.law().id().equalsIgnoreCase(law))
                .getOrElseThrow(() -> new BadInputException("law '" + law + "' was not checked; checked were "
                        + plan.laws().mkString(", ")));
    }

    /**
     * All that is to be said of it, for people.
     *
     * @return a line for each result, and below it what breaks the law: what was expected, what happened, the smallest case and
     *     how to run it again
     */
    public String text() {
        return results.flatMap(this::lines).mkString("\n");
    }

    /**
     * Fails a test.
     *
     * @return this, if all held
     * @throws AssertionError with the {@link #text} of what did not, if the verdict is any other
     */
    public Checked orThrow() {
        if (verdict() == Verdict.HELD) return this;
        throw new AssertionError(
                results.filter(result -> result.verdict() != Verdict.HELD && result.verdict() != Verdict.NOT_APPLICABLE)
                        .flatMap(this::lines)
                        .mkString("\n"));
    }

    private Vector<String> lines(LawResult result) {
        Vector<String> lines = Vector.of(result.law() + " on " + result.kernel() + " with " + result.allocator() + ": "
                + result.verdict() + inBrackets(result));
        Setup setup = setup(result);
        Misbehaviour misbehaviour = result.misbehaviour();
        if (misbehaviour != null) return lines.append(Explanation.of(result.law(), setup, misbehaviour));
        return lines.appendAll(result.defects()
                .map((Defect defect) -> Explanation.of(setup, defect.violation(), defect.counterexample())));
    }

    private static String inBrackets(LawResult result) {
        if (!result.inapplicable().isEmpty()) return " (" + result.inapplicable() + ")";
        String unseen = result.unseen().isEmpty()
                ? ""
                : "; never saw "
                        + result.unseen()
                                .toVector()
                                .sorted()
                                .map(Coverage::text)
                                .mkString(", ");
        boolean isOurs = !result.error().isEmpty() && result.misbehaviour() == null;
        return isOurs
                ? " (" + result.error().lines().findFirst().orElse("") + ")"
                : " (tested on " + result.tested() + " of " + result.tries() + unseen + ")";
    }

    private Setup setup(LawResult result) {
        KernelProfile kernel = plan.kernels()
                .find(profile -> profile.name().equals(result.kernel()))
                .get();
        return new Setup(
                plan.providers().allocators(),
                kernel,
                plan.allocators()
                        .find(provider -> provider.name().equals(result.allocator()))
                        .get());
    }
}
