package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.concurrent.atomic.AtomicReference;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.run.Whose;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** Tells laws that misbehave, after which all has to begin anew, from allocators and drivers, which go into {@link Quarantine}. */
final class Accusations {
    private final Vector<Setup> setups;
    private final Vector<Law> laws;
    private final Quarantine quarantine;
    private final AtomicReference<@Nullable Outlaw> outlaw = new AtomicReference<>();

    Accusations(Vector<Setup> setups, Vector<Law> laws, Quarantine quarantine) {
        this.setups = setups;
        this.laws = laws;
        this.quarantine = quarantine;
    }

    /** Somebody misbehaved on an array. */
    void accuse(int array, int index, Misbehaviour misbehaviour) {
        for (Law law : laws.filter(each -> misbehaviour.isOf(each.id()))) {
            Setup setup = setups.get(index);
            long place = (long) array * setups.size() + index;
            Outlaw found = new Outlaw(place, law, setup, Whose.withReplay(misbehaviour, law, setup));
            outlaw.accumulateAndGet(found, Outlaw::first);
            return;
        }
        quarantine.add(array, index, misbehaviour);
    }

    /** The first of the laws that misbehaved, which is the same however many threads there are; null if none did. */
    @Nullable
    Outlaw outlaw() {
        return outlaw.get();
    }
}
