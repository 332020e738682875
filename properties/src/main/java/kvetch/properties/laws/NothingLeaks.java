package kvetch.properties.laws;

import java.util.Set;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Life;
import kvetch.properties.law.Look;

/** M2: no leaks. */
final class NothingLeaks extends MemoryLaw {
    NothingLeaks() {
        super(
                "M2",
                "nothing leaks",
                "Nothing leaks: after raid0_free, and after every way in which starting can fail, all that was allocated is"
                        + " freed.",
                "each free matches its allocation",
                Look.LEAKS,
                Set.of(Fault.NEVER_FREED, Fault.LEAK));
    }

    @Override
    public String lookFirstAt() {
        return "which function free passes the block on to, and what every return of NULL leaves behind";
    }

    @Override
    boolean isTestedBy(Life life) {
        return life.hasSurvived() && life.allocations() > 0;
    }
}
