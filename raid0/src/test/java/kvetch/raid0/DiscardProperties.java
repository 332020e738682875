package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Where no integer is too small, a discard throws away exactly the sectors that the mapping gives. */
class DiscardProperties {

    @Provide
    Arbitrary<Spec> small() {
        return Spec.small();
    }

    @Provide
    Arbitrary<Spec> large() {
        return Spec.large();
    }

    @Provide
    Arbitrary<Spec> wide() {
        return Spec.wide();
    }

    @Provide
    Arbitrary<String> kernels() {
        return Arbitraries.of(KernelProfiles.all().map(KernelProfile::name).asJava());
    }

    @Property(seed = "61")
    void aDiscardOfASmallArrayIsItsSectorsOneByOne(
            @ForAll("kernels") String kernel,
            @ForAll("small") Spec spec,
            @ForAll @IntRange(min = 0, max = 480) int one,
            @ForAll @IntRange(min = 0, max = 480) int other) {
        Rig rig = Rig.on(kernel);
        Mddev mddev = rig.started(spec.array());
        List<Oracle.Place> places = new Oracle(spec).dealtOut();
        int start = Math.min(Math.min(one, other), places.size());
        int end = Math.min(Math.max(one, other), places.size());
        List<Oracle.Place> discarded = new ArrayList<>();
        rig.driver.discard(mddev, start, end - start, (disk, sector, sectors) -> {
            for (long i = 0; i < sectors; i++) discarded.add(Oracle.Place.of(disk, sector + i));
        });
        assertThat(discarded).containsExactlyInAnyOrderElementsOf(places.subList(start, end));
    }

    @Property(seed = "62")
    void aDiscardOfALargeArrayIsAsLongAsAskedAndHoldsItsOwnSectorsOnly(
            @ForAll("kernels") String kernel, @ForAll("large") Spec spec, @ForAll long one, @ForAll long other) {
        holdsItsOwnSectorsOnly(kernel, spec, one, other);
    }

    @Property(seed = "63")
    void onTheHardenedDriverSoIsADiscardOfAnyArray(@ForAll("wide") Spec spec, @ForAll long one, @ForAll long other) {
        holdsItsOwnSectorsOnly("hardened", spec, one, other);
    }

    private static void holdsItsOwnSectorsOnly(String kernel, Spec spec, long one, long other) {
        Oracle oracle = new Oracle(spec);
        if (oracle.size().signum() == 0) return;
        Rig rig = Rig.on(kernel);
        Mddev mddev = rig.started(spec.array());
        BigInteger first = BigInteger.valueOf(one).mod(oracle.size());
        BigInteger second = BigInteger.valueOf(other).mod(oracle.size());
        BigInteger start = first.min(second);
        BigInteger end = first.max(second);

        record Range(int disk, BigInteger from, BigInteger to) {
            boolean holds(Oracle.Place place) {
                return place.disk() == disk
                        && place.sector().compareTo(from) >= 0
                        && place.sector().compareTo(to) < 0;
            }
        }
        List<Range> ranges = new ArrayList<>();
        BigInteger[] total = {BigInteger.ZERO};
        rig.driver.discard(
                mddev, start.longValueExact(), end.subtract(start).longValueExact(), (disk, sector, sectors) -> {
                    BigInteger from = BigInteger.valueOf(sector);
                    ranges.add(new Range(disk, from, from.add(BigInteger.valueOf(sectors))));
                    total[0] = total[0].add(BigInteger.valueOf(sectors));
                });

        assertThat(total[0]).isEqualTo(end.subtract(start));
        List<BigInteger> probes = new ArrayList<>(oracle.sectorsOfInterest(one ^ other));
        for (BigInteger edge : List.of(start, end))
            for (int i = -1; i <= 1; i++)
                probes.add(edge.add(BigInteger.valueOf(i)).mod(oracle.size()));
        for (BigInteger sector : probes) {
            boolean asked = sector.compareTo(start) >= 0 && sector.compareTo(end) < 0;
            Oracle.Place place = oracle.place(sector);
            assertThat(ranges.stream().filter(range -> range.holds(place)).count())
                    .as("sector %d", sector)
                    .isEqualTo(asked ? 1 : 0);
        }
    }
}
