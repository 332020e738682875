package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;

/** Of each kind of defect the smallest case that was seen, and on which arrays it was. */
public final class SmallestCases {
    /** A kind of defect: where, which law, and what went wrong. */
    public record Kind(int setup, Law law, String what) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER = Comparator.comparingInt(Kind::setup)
                .thenComparing(Kind::law, KnownLaws.ORDER)
                .thenComparing(Kind::what);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Kind, ArrayCase> cases = new TreeMap<>();
    private final Map<Kind, BitSet> arrays = new TreeMap<>();

    /** Adds a case, which is one of an array of the scope. */
    public void add(Kind kind, int array, ArrayCase c) {
        add(kind, c);
        arrays.computeIfAbsent(kind, none -> new BitSet()).set(array);
    }

    /** Adds a case, of whatever array. */
    public void add(Kind kind, ArrayCase c) {
        cases.merge(kind, c, SmallestCases::smaller);
    }

    public void addAll(SmallestCases others) {
        others.cases.forEach(this::add);
        others.arrays.forEach((kind, where) ->
                arrays.computeIfAbsent(kind, none -> new BitSet()).or(where));
    }

    /** The arrays of the scope, by their number, that a kind was seen on. */
    public Vector<Integer> arrays(Kind kind) {
        BitSet where = arrays.get(kind);
        return where == null
                ? Vector.empty()
                : Vector.ofAll(where.stream().boxed().toList());
    }

    /** Whether a case is smaller than those of its kind that were seen. */
    boolean isSmallest(Kind kind, ArrayCase c) {
        ArrayCase before = cases.get(kind);
        return before == null || Case.SMALLER_FIRST.compare(c, before) < 0;
    }

    /** Whether a law was seen broken with a setup, in whatever way. */
    boolean contains(int setup, Law law) {
        return cases.keySet().stream().anyMatch(kind -> kind.setup == setup && kind.law.equals(law));
    }

    /** In the order of kinds. */
    public Set<Map.Entry<Kind, ArrayCase>> entries() {
        return cases.entrySet();
    }

    static ArrayCase smaller(ArrayCase a, ArrayCase b) {
        return Case.SMALLER_FIRST.compare(a, b) <= 0 ? a : b;
    }
}
