package kvetch.properties.ideal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.Arrays;
import kvetch.properties.cases.ArrayCase;
import kvetch.raid0.StripZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ProbesProperties {
    @Provide
    Arbitrary<IdealCase> arrays() {
        return IdealCase.any();
    }

    @Property(seed = "31", edgeCases = EdgeCasesMode.NONE)
    void areAscendingAndBelowTheEnd(@ForAll("arrays") IdealCase array) {
        long[] probes = Probes.of(array.arrayCase(), array.zones(), array.capacity());
        for (int i = 0; i < probes.length; i++) {
            assertThat(Long.compareUnsigned(probes[i], array.capacity())).isNegative();
            if (i > 0) assertThat(probes[i]).isGreaterThan(probes[i - 1]);
        }
    }

    @Property(seed = "32", edgeCases = EdgeCasesMode.NONE)
    void holdBothSidesOfEveryZoneEdgeAndStripeEdge(@ForAll("arrays") IdealCase array) {
        Assume.that(array.zones().size() <= 24);
        long[] probes = Probes.of(array.arrayCase(), array.zones(), array.capacity());
        long chunk = Integer.toUnsignedLong(array.arrayCase().chunkSectors());
        long start = 0;
        for (StripZone zone : array.zones()) {
            long stripe = chunk * zone.nbDev();
            for (long edge : new long[] {start, start + chunk, start + stripe, zone.zoneEnd() - chunk, zone.zoneEnd()})
                for (int beside = -1; beside <= 1; beside++) {
                    long at = edge + beside;
                    if (Long.compareUnsigned(at, array.capacity()) < 0)
                        assertThat(Arrays.binarySearch(probes, at)).isNotNegative();
                }
            start = zone.zoneEnd();
        }
    }

    @Property(seed = "33", edgeCases = EdgeCasesMode.NONE)
    void holdTheWidthsOfTheIntegers(
            @ForAll("arrays") IdealCase array, @ForAll @IntRange(min = 31, max = 62) int shift) {
        Assume.that(Long.compareUnsigned(1L << shift, array.capacity()) < 0);
        long[] probes = Probes.of(array.arrayCase(), array.zones(), array.capacity());
        assertThat(Arrays.binarySearch(probes, 1L << shift)).isNotNegative();
        assertThat(Arrays.binarySearch(probes, (1L << shift) - 1)).isNotNegative();
    }

    @Property(seed = "34")
    void areAllSectorsOfASmallArray(@ForAll @LongRange(max = Probes.WALK_LIMIT) long sectors) {
        long[] probes = Probes.of(ArrayCase.of(8, 64), Vector.empty(), sectors);
        assertThat(probes).hasSize((int) sectors);
        for (int i = 0; i < probes.length; i++) assertThat(probes[i]).isEqualTo(i);
    }

    @Example
    void anArrayIsWalkedUpToTheLimit() {
        assertThat(Probes.isWalked(0)).isTrue();
        assertThat(Probes.isWalked(Probes.WALK_LIMIT)).isTrue();
        assertThat(Probes.isWalked(Probes.WALK_LIMIT + 1)).isFalse();
        assertThat(Probes.isWalked(-1)).isFalse();
    }

    @Property(seed = "35", edgeCases = EdgeCasesMode.NONE)
    void areTheSameEachTime(@ForAll("arrays") IdealCase array) {
        assertThat(Probes.of(array.arrayCase(), array.zones(), array.capacity()))
                .isEqualTo(Probes.of(array.arrayCase(), array.zones(), array.capacity()));
    }

    @Property(seed = "36")
    void aFewOfThemHoldTheFirstAndTheLast(
            @ForAll @IntRange(min = 1, max = 500) int count, @ForAll @IntRange(min = 2, max = 40) int most) {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) all[i] = 7L * i;
        long[] few = Probes.few(all, most);
        assertThat(few).hasSize(Math.min(count, most)).doesNotHaveDuplicates().isSorted();
        assertThat(few[0]).isZero();
        assertThat(few[few.length - 1]).isEqualTo(all[count - 1]);
    }

    @Provide
    Arbitrary<Long> unsigned() {
        return Arbitraries.longs();
    }

    @Property(seed = "37")
    void mayBePastTheSignBit(@ForAll("unsigned") long sectors) {
        Assume.that(sectors < 0);
        StripZone zone = new StripZone(sectors, 0, 1, 0);
        for (long probe : Probes.of(ArrayCase.of(-1, 64), Vector.of(zone), sectors))
            assertThat(Long.compareUnsigned(probe, sectors)).isNegative();
    }
}
