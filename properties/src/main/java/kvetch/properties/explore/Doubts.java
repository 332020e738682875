package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.setup.Setup;

/** Laws that a driver of somebody's own seems to break by what was done before, and not by a case alone. */
final class Doubts {
    private final Map<Doubt, ArrayCase> smallest = new TreeMap<>();

    private record Doubt(int setup, Law law) implements Comparable<Doubt> {
        private static final Comparator<Doubt> ORDER =
                Comparator.comparingInt(Doubt::setup).thenComparing(Doubt::law, KnownLaws.ORDER);

        Misbehaviour misbehaviour(Setup of, ArrayCase c) {
            return new Misbehaviour(
                            of.suspect(),
                            Misbehaviour.Kind.INCONSTANT,
                            "",
                            "breaks " + law
                                    + " after other requests to the same array, and not on a machine that has just"
                                    + " booted")
                    .on(c);
        }

        @Override
        public int compareTo(Doubt other) {
            return ORDER.compare(this, other);
        }
    }

    /** A case has seemed to break a law, and did not on a machine that has just booted. */
    synchronized void add(int setup, Law law, ArrayCase c) {
        smallest.merge(new Doubt(setup, law), c, SmallestCases::smaller);
    }

    synchronized boolean isEmpty() {
        return smallest.isEmpty();
    }

    /** Whoever breaks the law on such a machine, too, is told for that; the others are inconstant. */
    void settle(SmallestCases told, Vector<Setup> setups, int place, Quarantine quarantine) {
        smallest.forEach((doubt, c) -> {
            if (!told.contains(doubt.setup, doubt.law))
                quarantine.add(place, doubt.setup, doubt.misbehaviour(setups.get(doubt.setup), c));
        });
    }
}
