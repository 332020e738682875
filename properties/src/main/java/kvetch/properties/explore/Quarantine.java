package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.TreeMap;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * Who misbehaved in an exploration, and on which array first. Whoever comes before that is still heard, so that the first of
 * all is the same however many threads there are.
 */
public final class Quarantine {
    private final Vector<Setup> setups;
    private final @Nullable Entry[] out;

    /** What was printed, by whom. That alone makes nobody an outcast. */
    private final TreeMap<String, Entry> printed = new TreeMap<>();

    /**
     * One of them.
     *
     * @param setup with which kernel and allocator
     * @param misbehaviour what it did
     */
    public record Outcast(Setup setup, Misbehaviour misbehaviour) {}

    /** Where: the arrays in order, and the setups of each. */
    private record Entry(long place, int setup, Misbehaviour misbehaviour) {
        static Entry first(Entry one, Entry other) {
            return one.place <= other.place ? one : other;
        }
    }

    Quarantine(Vector<Setup> setups) {
        this.setups = setups;
        this.out = new Entry[setups.size()];
    }

    private long place(int array, int setup) {
        return (long) array * setups.size() + setup;
    }

    /** Leaves somebody out from the start, who is known to misbehave; one that is not explored changes nothing. */
    void leaveOut(Misbehaviour misbehaviour) {
        for (int i = 0; i < setups.size(); i++)
            if (setups.get(i).plugged().contains(misbehaviour.culprit())) {
                add(0, i, misbehaviour);
                return;
            }
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

    /** Whether a setup of this kernel and this allocator is out. */
    synchronized boolean contains(Setup setup) {
        for (int i = 0; i < out.length; i++) {
            Setup each = setups.get(i);
            if (out[i] != null
                    && each.kernel().name().equals(setup.kernel().name())
                    && each.provider().name().equals(setup.provider().name())) return true;
        }
        return false;
    }

    /** All there is to tell. */
    synchronized Vector<Outcast> all() {
        Vector<Outcast> all = Vector.empty();
        for (int i = 0; i < out.length; i++)
            if (out[i] != null) all = all.append(new Outcast(setups.get(i), out[i].misbehaviour));
        for (Entry entry : printed.values()) {
            Entry cast = out[entry.setup];
            if (cast == null || entry.place <= cast.place)
                all = all.append(new Outcast(setups.get(entry.setup), entry.misbehaviour));
        }
        return all;
    }
}
