package kvetch.properties.laws;

import java.util.Set;
import kvetch.api.Splat;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;

/** W2: no death. */
final class KernelSurvives extends LifeLaw {
    private static final Set<Fault> FAULTS = Set.of(Fault.DEATH, Fault.KILLS_THOUGH_ASKED_NOT_TO);

    KernelSurvives() {
        super(
                "W2",
                "no BUG, oops or OOM kill",
                "No BUG, oops, divide error or out-of-memory kill, for any input.",
                "the kernel survives");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public String lookFirstAt() {
        return "the address in the splat: was it handed out, and is it still live?";
    }

    @Override
    public Set<Fault> faults() {
        return FAULTS;
    }

    @Override
    public void judge(Life life, Judgement judgement) {
        judgement.tested();
        life.judge(this, judgement);
        for (Splat death : life.deaths()) {
            String what = death.kind() + " in " + death.site().function();
            // What divides by zero may do so for one sign of the chunk only.
            if (death.kind() == Splat.Kind.DIVIDE_ERROR) judgement.violation(what, Evidence.Printed.of(death));
            else judgement.violationWithAnySign(what, Evidence.Printed.of(death));
        }
    }
}
