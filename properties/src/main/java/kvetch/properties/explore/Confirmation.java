package kvetch.properties.explore;

import io.vavr.control.Either;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.DeterminismCheck;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;

/** Shows what was found once more, to somebody who saw nothing else before. */
final class Confirmation {
    private final Ground ground;

    Confirmation(Ground ground) {
        this.ground = ground;
    }

    /** The defect, of which the smallest case is the one that was found, or who did not show it again. */
    Either<Misbehaviour, Defect> of(SmallestCases.Kind kind, ArrayCase c) {
        Law law = kind.law();
        Setup setup = ground.setups().get(kind.setup());
        try (CaseRunner runner = ground.isolation().open(setup, law, ground.timeoutMs())) {
            Defect defect = runner.shrink(new Violation(law, kind.what(), new Evidence.Note("")), c, Budget.NONE);
            if (!Whose.isPluggedIn(law, setup) || Defects.shows(defect, runner.confirm(law, c)))
                return Either.right(defect);
            throw DeterminismCheck.broken(
                    law, setup, c, law + " seems broken (" + kind.what() + "), but is not by the same case");
        } catch (MisbehaviourException misbehaved) {
            return Either.left(Whose.withReplay(misbehaved.misbehaviour(), law, setup));
        }
    }
}
