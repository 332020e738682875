package kvetch.cli.known;

import kvetch.cli.words.Baseline;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.law.Defect;

/**
 * What may be broken and does not fail a check.
 *
 * @param expected what a file names
 * @param baseline an earlier check, and what it has
 */
public record Allowed(Expectations expected, Baseline baseline) {

    public boolean isAllowed(LawResult result, Defect defect) {
        return expected.isExpected(result.kernel(), result.allocator(), defect.violation())
                || baseline.isKnown(result.kernel(), result.allocator(), defect.violation());
    }

    public boolean isAllowed(Replay replay) {
        String kernel = replay.token().kernel();
        String allocator = replay.token().allocator();
        return replay.violations()
                .forAll(violation -> expected.isExpected(kernel, allocator, violation)
                        || baseline.isKnown(kernel, allocator, violation));
    }

    /** The result; one that nothing broke but what is allowed counts as held if the rest of it was put to the test. */
    public Verdict verdict(LawResult result) {
        boolean isAllowed =
                result.verdict() == Verdict.BROKEN && result.defects().forAll(defect -> isAllowed(result, defect));
        if (!isAllowed) return result.verdict();
        return result.unseen().isEmpty() ? Verdict.HELD : Verdict.INCOMPLETE;
    }
}
