package kvetch.prove.narrow;

import java.util.ArrayList;
import java.util.List;
import kvetch.properties.narrow.NarrowScope;

/**
 * All arrays of so many disks with one chunk, of which the smallest disk is of one size. Disks of as many whole chunks make no
 * difference, and so the smallest of them stands for all.
 */
final class Crowd {
    private final int chunk;
    private final int disks;
    private final int first;
    private final long[] sizes;
    private final long[] weights;

    /** Gets an array and how many it stands for. */
    interface Visitor {
        /** One of them; the sizes are in ascending order, and are another's in the next call. */
        void visit(long[] disks, long arrays);
    }

    private Crowd(int chunk, int disks, int first, long[] sizes, long[] weights) {
        this.chunk = chunk;
        this.disks = disks;
        this.first = first;
        this.sizes = sizes;
        this.weights = weights;
    }

    /**
     * All arrays of a scope, but for their layout.
     *
     * @param scope which
     * @param isWhole whether a disk stands for all of as many whole chunks, or for itself only
     * @return those of most disks first, as they take longest
     */
    static List<Crowd> of(NarrowScope scope, boolean isWhole) {
        List<Crowd> crowds = new ArrayList<>();
        long half = scope.widths().integers() / 2;
        for (int disks = scope.mostDisks(); disks >= scope.fewestDisks(); disks--)
            for (long chunk = -half; chunk < half; chunk++)
                if (chunk != 0) addAll(crowds, scope, (int) chunk, disks, isWhole);
        return crowds;
    }

    private static void addAll(List<Crowd> crowds, NarrowScope scope, int chunk, int disks, boolean isWhole) {
        long unit = isWhole ? Math.floorMod((long) chunk, scope.widths().integers()) : 1;
        List<long[]> kinds = new ArrayList<>();
        for (NarrowScope.Sizes band : scope.sizes())
            for (long size = band.first(); size <= band.last(); size++) {
                long[] last = kinds.isEmpty() ? null : kinds.get(kinds.size() - 1);
                if (last != null && last[0] / unit == size / unit) last[1]++;
                else kinds.add(new long[] {size, 1});
            }
        long[] sizes = kinds.stream().mapToLong(kind -> kind[0]).toArray();
        long[] weights = kinds.stream().mapToLong(kind -> kind[1]).toArray();
        for (int first = 0; first < sizes.length; first++) crowds.add(new Crowd(chunk, disks, first, sizes, weights));
    }

    int chunk() {
        return chunk;
    }

    /** Goes through them. */
    void forEach(Visitor visitor) {
        long[] array = new long[disks];
        array[0] = sizes[first];
        visit(visitor, array, 1, first, 1, 1);
    }

    /**
     * @param from how many disks are there
     * @param last which size the last of them has
     * @param alike how many of them have that one
     * @param arrays how many arrays the others are
     */
    private void visit(Visitor visitor, long[] array, int from, int last, int alike, long arrays) {
        if (from == disks) {
            visitor.visit(array, arrays * NarrowScope.multisets(weights[last], alike));
            return;
        }
        for (int size = last; size < sizes.length; size++) {
            array[from] = sizes[size];
            if (size == last) visit(visitor, array, from + 1, size, alike + 1, arrays);
            else visit(visitor, array, from + 1, size, 1, arrays * NarrowScope.multisets(weights[last], alike));
        }
    }
}
