package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ZoneTableProperties {

    @Provide
    Arbitrary<Spec> small() {
        return Spec.small();
    }

    @Provide
    Arbitrary<Spec> wide() {
        return Spec.wide();
    }

    @Property(seed = "31")
    void theZonesOfASmallArrayAreTheBandsAcrossItsDisks(@ForAll("small") Spec spec) {
        theZonesAreTheBandsAcrossTheDisks(spec);
    }

    /** The tables hold what they should for any positive chunk, as long as all the disks together have less than 2^64. */
    @Property(seed = "32")
    void theZonesOfAWideArrayAreTheBandsAcrossItsDisks(@ForAll("wide") Spec spec) {
        theZonesAreTheBandsAcrossTheDisks(spec);
    }

    private static void theZonesAreTheBandsAcrossTheDisks(Spec spec) {
        Rig rig = Rig.on("7.2");
        Mddev mddev = rig.started(spec.array());
        Oracle oracle = new Oracle(spec);
        var zones = rig.driver.zones(mddev);
        assertThat(zones).hasSize(oracle.bands.size());
        for (int i = 0; i < zones.size(); i++) {
            Oracle.Band band = oracle.bands.get(i);
            assertThat(zones.get(i)).isEqualTo(zone(spec, rig.driver.layout(mddev), i, band));
            assertThat(rig.driver.zoneDisks(mddev, i)).containsExactlyElementsOf(band.disks());
        }
    }

    private static StripZone zone(Spec spec, int layout, int index, Oracle.Band band) {
        int disks = band.disks().size();
        BigInteger chunksBefore = band.start().divide(BigInteger.valueOf(spec.chunk()));
        int shift = index > 0 && layout == Mddev.LAYOUT_ORIGINAL
                ? chunksBefore.mod(BigInteger.valueOf(disks)).intValueExact()
                : 0;
        return new StripZone(band.end().longValueExact(), band.from().longValueExact(), disks, shift);
    }
}
