package kvetch.properties.laws;

import java.util.Set;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Life;
import kvetch.properties.law.Look;

/** M1: frees that match. */
final class FreesMatch extends MemoryLaw {
    FreesMatch() {
        super(
                "M1",
                "each free matches its allocation",
                "Each free matches its allocation: same address, once, with the free of its family (kfree, kvfree, vfree,"
                        + " free_pages).",
                "each free matches its allocation",
                Look.SIZES,
                Set.of(
                        Fault.WRONG_FUNCTION,
                        Fault.FREED_BEFORE,
                        Fault.NOT_ALLOCATED,
                        Fault.KSIZE_CHANGES,
                        Fault.FREE_WARNS,
                        Fault.FREE_NOTHING,
                        Fault.FREED_TWICE));
    }

    @Override
    public String lookFirstAt() {
        return "which function free passes the block on to, and what every return of NULL leaves behind";
    }

    @Override
    boolean isTestedBy(Life life) {
        return life.frees() > 0;
    }
}
