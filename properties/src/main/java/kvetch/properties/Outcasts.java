package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.TreeMap;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * Who misbehaved in an exploration, and on which array first. Whoever comes before that is still heard, so that the first of
 * all is the same however many threads there are.
 */
final class Outcasts {
    private final Vector<Setup> setups;
    private final @Nullable Entry[] out;

    /** What was printed, by whom. That alone makes nobody an outcast. */
    private final TreeMap<String, Entry> printed = new TreeMap<>();

    /** Where: the arrays in order, and the setups of each. */
    private record Entry(long place, int setup, Misbehaviour misbehaviour) {
        static Entry first(Entry one, Entry other) {
            return one.place <= other.place ? one : other;
        }
    }

    Outcasts(Vector<Setup> setups) {
        this.setups = setups;
        this.out = new Entry[setups.size()];
    }

    private long place(int array, int setup) {
        return (long) array * setups.size() + setup;
    }

    /** An allocator or a driver misbehaved on an array. */
    synchronized void add(int array, int setup, Misbehaviour misbehaviour) {
        Entry entry = new Entry(place(array, setup), setup, misbehaviour);
        switch (misbehaviour.kind()) {
            case PRINTED -> printed.merge(misbehaviour.culprit().toString(), entry, Entry::first);
            // Whoever does not come back is not called any more, and one thread for each life is too many.
            case HUNG, EXITED, ENDED, OUT_OF_MEMORY, STARTED_THREADS -> {
                for (int i = 0; i < out.length; i++)
                    if (setups.get(i).plugged().contains(misbehaviour.culprit())) cast(i, entry);
            }
            default -> cast(setup, entry);
        }
    }

    private void cast(int setup, Entry entry) {
        Entry before = out[setup];
        out[setup] = before == null ? entry : Entry.first(before, entry);
    }

    /** Whether a setup is out when its turn comes on an array. */
    synchronized boolean isOut(int array, int setup) {
        Entry entry = out[setup];
        return entry != null && entry.place <= place(array, setup);
    }

    /** Whether a setup is out, wherever that was. */
    synchronized boolean contains(int setup) {
        return out[setup] != null;
    }

    /** Whether the setup of a kernel and an allocator is out. */
    synchronized boolean contains(String kernel, String allocator) {
        for (int i = 0; i < out.length; i++) {
            Setup setup = setups.get(i);
            if (out[i] != null
                    && setup.kernel().name().equals(kernel)
                    && setup.provider().name().equals(allocator)) return true;
        }
        return false;
    }

    /** All there is to tell. */
    synchronized Vector<Exploration.Misbehaved> misbehaviours() {
        Vector<Exploration.Misbehaved> all = Vector.empty();
        for (int i = 0; i < out.length; i++) if (out[i] != null) all = all.append(misbehaved(i, out[i].misbehaviour));
        for (Entry entry : printed.values()) {
            Entry cast = out[entry.setup];
            if (cast == null || entry.place <= cast.place)
                all = all.append(misbehaved(entry.setup, entry.misbehaviour));
        }
        return all;
    }

    private Exploration.Misbehaved misbehaved(int index, Misbehaviour misbehaviour) {
        Setup setup = setups.get(index);
        return new Exploration.Misbehaved(
                setup.kernel().name(), setup.provider().name(), misbehaviour);
    }
}
