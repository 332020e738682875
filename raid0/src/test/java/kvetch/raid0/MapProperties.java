package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Where no integer is too small, every kernel maps every sector as the oracle does. */
class MapProperties {

    @Provide
    Arbitrary<Spec> small() {
        return Spec.small();
    }

    @Provide
    Arbitrary<Spec> large() {
        return Spec.large();
    }

    @Provide
    Arbitrary<String> kernels() {
        return Arbitraries.of(KernelProfiles.all().map(KernelProfile::name).asJava());
    }

    @Property(seed = "41")
    void everySectorOfASmallArrayIsWhereDealingOutChunksPutsIt(
            @ForAll("kernels") String kernel, @ForAll("small") Spec spec) {
        Rig rig = Rig.on(kernel);
        Mddev mddev = rig.started(spec.array());
        List<Oracle.Place> places = new Oracle(spec).dealtOut();
        for (int sector = 0; sector < places.size(); sector++)
            assertThat(place(rig, mddev, sector)).as("sector %d", sector).isEqualTo(places.get(sector));
    }

    @Property(seed = "42")
    void theEdgesOfALargeArrayAreWhereArithmeticPutsThem(
            @ForAll("kernels") String kernel, @ForAll("large") Spec spec, @ForAll long anywhere) {
        Rig rig = Rig.on(kernel);
        Mddev mddev = rig.started(spec.array());
        Oracle oracle = new Oracle(spec);
        for (BigInteger sector : oracle.sectorsOfInterest(anywhere))
            assertThat(place(rig, mddev, sector.longValueExact()))
                    .as("sector %d", sector)
                    .isEqualTo(oracle.place(sector));
    }

    /** The two ways in which the oracle works are one, so that the large arrays rest on the small ones. */
    @Property(seed = "43", tries = 200)
    void dealingOutChunksAndArithmeticAgree(@ForAll("small") Spec spec) {
        Oracle oracle = new Oracle(spec);
        List<Oracle.Place> places = oracle.dealtOut();
        assertThat(oracle.size()).isEqualTo(BigInteger.valueOf(places.size()));
        for (int sector = 0; sector < places.size(); sector++)
            assertThat(oracle.place(BigInteger.valueOf(sector))).isEqualTo(places.get(sector));
    }

    private static Oracle.Place place(Rig rig, Mddev mddev, long sector) {
        Mapping mapping = new Mapping();
        rig.driver.map(mddev, sector, mapping);
        return Oracle.Place.of(mapping.disk(), mapping.sector());
    }
}
