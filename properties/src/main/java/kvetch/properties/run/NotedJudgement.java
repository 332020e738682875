package kvetch.properties.run;

import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Law;

/** A judgement that an examination takes note of. */
record NotedJudgement(Law law, Case testCase, Examination result) implements Judgement {
    @Override
    public void tested() {
        result.tested(law);
    }

    @Override
    public void saw(Coverage sight) {
        result.saw(law, sight);
    }

    @Override
    public void violation(String what, Evidence evidence) {
        boolean isNegative = testCase instanceof ArrayCase array && array.chunkSectors() < 0;
        violationWithAnySign(isNegative ? what + " (negative chunk_sectors)" : what, evidence);
    }

    @Override
    public void violationWithAnySign(String what, Evidence evidence) {
        result.violation(law, what, evidence);
    }

    @Override
    public boolean isClean() {
        return !result.isBroken(law);
    }
}
