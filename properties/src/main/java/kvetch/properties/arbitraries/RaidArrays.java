package kvetch.properties.arbitraries;

import java.util.Random;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.Bounds;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.gen.Edges;
import kvetch.properties.law.Population;
import kvetch.properties.shrink.Descent;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.TooManyFilterMissesException;

/**
 * Arrays, each with what is done with it and the machine that it is on: those that a check draws, in the same proportions; for a
 * seed, and without edge cases, the very same ones. Immutable.
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<ArrayCase> small() {
 *     return RaidArrays.running().withDisks(1, 4).onUsualMachine();
 * }
 * }</pre>
 *
 * <p>What fails is made as small as it gets without leaving what is asked for. Use {@link #filter(Predicate)} of these arrays rather
 * than of what they are mapped to: then it guides the search.
 */
public final class RaidArrays implements Arbitrary<ArrayCase> {
    /** The most disks that arrays are drawn around. */
    private static final int MOST_DISKS = 1024;

    private static final int MOST_MISSES = 10_000;

    private final Population population;
    private final Bounds bounds;
    private final Predicate<ArrayCase> within;
    private final int mostMisses;

    private RaidArrays(Population population, Bounds bounds, Predicate<ArrayCase> within, int mostMisses) {
        this.population = population;
        this.bounds = bounds;
        this.within = within;
        this.mostMisses = mostMisses;
    }

    private static RaidArrays of(Population population) {
        return new RaidArrays(population, Bounds.NONE, c -> true, MOST_MISSES);
    }

    /**
     * Arrays most of which start: those that Z1 or I3 is put to the test on, and what {@code @ForAll ArrayCase} is.
     *
     * @return arrays
     */
    public static RaidArrays running() {
        return of(Population.RUNNING);
    }

    /**
     * Arrays of which many are refused: those that the laws of memory and W1 and W2 are put to the test on.
     *
     * @return arrays
     */
    public static RaidArrays lives() {
        return of(Population.LIVES);
    }

    /**
     * Arrays most of which are refused: those that W3 is put to the test on.
     *
     * @return arrays
     */
    public static RaidArrays refused() {
        return of(Population.REFUSED);
    }

    /**
     * Those with so many disks.
     *
     * @param least how many at least, 1 to 1024
     * @param most how many at most, as many or more
     * @return fewer arrays
     * @throws IllegalArgumentException if there are none
     */
    public RaidArrays withDisks(int least, int most) {
        if (least < 1 || least > MOST_DISKS || most < least)
            throw new IllegalArgumentException("no arrays have " + least + " to " + most + " disks");
        return new RaidArrays(population, bounds.withDisks(new Bounds.Range(least, most)), within, mostMisses);
    }

    /**
     * Those with such a chunk.
     *
     * @param least the least chunk_sectors, any int
     * @param most the most, as much or more
     * @return fewer arrays
     * @throws IllegalArgumentException if there are none
     */
    public RaidArrays withChunks(int least, int most) {
        if (most < least) throw new IllegalArgumentException("no chunk_sectors is from " + least + " to " + most);
        return new RaidArrays(population, bounds.withChunks(new Bounds.Range(least, most)), within, mostMisses);
    }

    /**
     * Those with such a raid_disks.
     *
     * @param least the least, any int
     * @param most the most, as much or more
     * @return fewer arrays
     * @throws IllegalArgumentException if there are none
     */
    public RaidArrays withRaidDisks(int least, int most) {
        if (most < least) throw new IllegalArgumentException("no raid_disks is from " + least + " to " + most);
        return filter(c -> c.raidDisks() >= least && c.raidDisks() <= most);
    }

    /**
     * Those on a machine with 4 KiB pages and 2048 MiB, nothing of which is taken.
     *
     * @return fewer arrays
     */
    public RaidArrays onUsualMachine() {
        return filter(ArrayCase::isOnUsualMachine);
    }

    /**
     * Those in whose life no allocation is made to fail.
     *
     * @return fewer arrays
     */
    public RaidArrays whereNothingFails() {
        return filter(c -> c.failAt() == 0);
    }

    @Override
    public RaidArrays filter(Predicate<? super ArrayCase> filterPredicate) {
        return filter(mostMisses, filterPredicate);
    }

    @Override
    public RaidArrays filter(int maxMisses, Predicate<? super ArrayCase> filterPredicate) {
        return new RaidArrays(population, bounds, within.and(filterPredicate), maxMisses);
    }

    private boolean has(ArrayCase c) {
        return bounds.have(c.disks(), c.chunkSectors()) && within.test(c);
    }

    @Override
    public RandomGenerator<ArrayCase> generator(int genSize) {
        return random -> shrinkable(draw(random));
    }

    private ArrayCase draw(Random random) {
        for (int i = 0; i <= mostMisses; i++) {
            ArrayCase drawn = CaseGenerator.next(population, random, bounds);
            if (has(drawn)) return drawn;
        }
        throw new TooManyFilterMissesException("of " + mostMisses + " arrays none is as asked for");
    }

    private Shrinkable<ArrayCase> shrinkable(ArrayCase drawn) {
        return SmallerShrinkable.of(Descent.of(drawn, this::has));
    }

    @Override
    public EdgeCases<ArrayCase> edgeCases(int maxEdgeCases) {
        return SmallerShrinkable.edges(Edges.of(population).filter(this::has).map(this::shrinkable), maxEdgeCases);
    }
}
