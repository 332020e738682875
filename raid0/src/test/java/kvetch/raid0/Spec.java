package kvetch.raid0;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What an array is made of: its layout, its chunk and its disks in slot order. */
record Spec(Rig.Layout layout, int chunk, List<Long> sectors) {

    Mddev array() {
        return Rig.array(
                layout, chunk, sectors.stream().mapToLong(Long::longValue).toArray());
    }

    /** Arrays whose every sector can be looked at; some disks are shorter than a chunk. */
    static Arbitrary<Spec> small() {
        Arbitrary<Long> sectors = Arbitraries.longs().between(2, 80);
        return of(Arbitraries.integers().between(1, 16), sectors, 6);
    }

    /** Arrays up to exabytes, for which none of the kernel's integers is too small. */
    static Arbitrary<Spec> large() {
        return of(Arbitraries.integers().between(1, 1 << 20), sizesUpTo(1L << 54), 16);
    }

    /** Arrays of any positive chunk, so wide that a kernel's integers wrap. */
    static Arbitrary<Spec> wide() {
        Arbitrary<Integer> chunks = Arbitraries.oneOf(
                Arbitraries.integers().between(1, Integer.MAX_VALUE),
                Arbitraries.integers().between(0, 30).map(shift -> 1 << shift));
        return of(chunks, sizesUpTo(1L << 58), 16);
    }

    /** Sizes of which some are equal and some lie close together. */
    private static Arbitrary<Long> sizesUpTo(long most) {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(2, most),
                Arbitraries.longs().between(most - 4, most),
                Arbitraries.integers().between(1, 58).map(shift -> Math.min(most, 1L << shift)));
    }

    private static Arbitrary<Spec> of(Arbitrary<Integer> chunks, Arbitrary<Long> sectors, int mostDisks) {
        return Combinators.combine(
                        Arbitraries.of(Rig.Layout.values()),
                        chunks,
                        sectors.list().ofMinSize(1).ofMaxSize(mostDisks))
                .as(Spec::new)
                // The sizes above have edges of their own, and those of a list of them are too many.
                .withoutEdgeCases();
    }
}
