package kvetch.properties.ideal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.Objects;
import kvetch.api.MachineProfile;
import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;
import kvetch.properties.setup.Testbed;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The ideal array and the hardened driver, which share no code, agree. */
class IdealArrayProperties {
    private final Setup hardened = Checks.asShipped("hardened");

    @Provide
    Arbitrary<IdealCase> arrays() {
        return IdealCase.any();
    }

    @Property(seed = "41", edgeCases = EdgeCasesMode.NONE)
    void itsSectorsAreWhereTheDriverMapsThem(@ForAll("arrays") IdealCase array) {
        Testbed testbed = hardened.boot(array.arrayCase(), Tap.NONE);
        Mddev mddev = array.arrayCase().toMddev();
        Assume.that(testbed.driver().run(mddev) instanceof RunResult.Started);
        Vector<StripZone> zones = testbed.driver().zones(mddev);
        assertThat(zones.last().zoneEnd()).isEqualTo(array.capacity());
        Mapping mapping = new Mapping();
        for (long sector : Probes.of(array.arrayCase(), zones, array.capacity())) {
            testbed.driver().map(mddev, sector, mapping);
            assertThat(array.ideal().sectorAt(mapping.disk(), mapping.sector())).isEqualTo(sector);
            assertThat(array.ideal().placeOf(sector)).isEqualTo(Evidence.Place.of(mapping.disk(), mapping.sector()));
        }
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void itsZonesAreTheDrivers(@ForAll("arrays") IdealCase array) {
        Testbed testbed = hardened.boot(array.arrayCase(), Tap.NONE);
        Mddev mddev = array.arrayCase().toMddev();
        Assume.that(testbed.driver().run(mddev) instanceof RunResult.Started);
        assertThat(testbed.driver().zones(mddev).map(StripZone::zoneEnd))
                .isEqualTo(array.zones().map(StripZone::zoneEnd));
        assertThat(testbed.driver().zones(mddev).map(StripZone::nbDev))
                .isEqualTo(array.zones().map(StripZone::nbDev));
    }

    @Example
    void noSectorIsPastTheWholeChunksOfADisk() {
        IdealArray array = Objects.requireNonNull(IdealArray.of(ArrayCase.of(8, 19, 35)));
        assertThat(array.capacity()).isEqualTo(16 + 32);
        assertThat(array.zones()).isEqualTo(2);
        assertThat(array.sectorAt(0, 15)).isEqualTo(8 + 16 - 1);
        assertThat(array.sectorAt(0, 16)).isEqualTo(-1);
        assertThat(array.sectorAt(1, 31)).isEqualTo(47);
        assertThat(array.sectorAt(1, 32)).isEqualTo(-1);
        assertThat(array.sectorAt(1, -1)).isEqualTo(-1);
    }

    /** The second zone begins with chunk 9 of the array, which is on the second of its two disks; or with its first chunk. */
    @Example
    void itsLayoutsDifferWhereALaterZoneIsRotated() {
        IdealArray rotated = Objects.requireNonNull(IdealArray.of(ArrayCase.of(2, 6, 8, 8)));
        assertThat(rotated.firstSectorApart()).isEqualTo(18);
        assertThat(rotated.placeOf(18)).isEqualTo(Evidence.Place.of(2, 6));
        assertThat(rotated.in(2).placeOf(18)).isEqualTo(Evidence.Place.of(1, 6));
        assertThat(rotated.in(2).in(1).placeOf(18)).isEqualTo(Evidence.Place.of(2, 6));
        for (ArrayCase c : new ArrayCase[] {
            ArrayCase.of(2, 6, 6, 6), ArrayCase.of(2, 6, 6, 8), ArrayCase.of(2, 4, 6, 6), ArrayCase.of(8, 3, 40, 40)
        }) {
            IdealArray alike = Objects.requireNonNull(IdealArray.of(c));
            assertThat(alike.firstSectorApart()).as(c.toString()).isEqualTo(-1);
            for (long sector = 0; sector < alike.capacity(); sector++)
                assertThat(alike.in(1).placeOf(sector)).isEqualTo(alike.in(2).placeOf(sector));
        }
    }

    @Example
    void noRequestIsLongerThanAChunkOrAPageOrABio() {
        assertThat(BlockLayer.longestRequest(ArrayCase.of(1, 2))).isEqualTo(8);
        assertThat(BlockLayer.longestRequest(ArrayCase.of(9, 18))).isEqualTo(9);
        assertThat(BlockLayer.longestRequest(ArrayCase.of(9, 18).onMachine(MachineProfile.of(65536, 2048))))
                .isEqualTo(128);
        assertThat(BlockLayer.longestRequest(ArrayCase.of(1 << 30, 1L << 40))).isEqualTo(8_388_607);
        assertThat(BlockLayer.longestRequest(ArrayCase.of(-1, 1L << 40))).isEqualTo(8_388_607);
    }

    @Example
    void thereIsNoneWhoseSectorsDoNotFit64Bits() {
        assertThat(IdealArray.of(ArrayCase.of(1, Long.MAX_VALUE))).isNotNull();
        IdealArray largest = Objects.requireNonNull(IdealArray.of(ArrayCase.of(1, Long.MAX_VALUE, Long.MAX_VALUE)));
        assertThat(largest.capacity()).isEqualTo(-2);
        assertThat(largest.placeOf(-3)).isEqualTo(Evidence.Place.of(1, Long.MAX_VALUE - 1));
        assertThat(largest.sectorAt(1, Long.MAX_VALUE - 1)).isEqualTo(-3);
        assertThat(IdealArray.of(ArrayCase.of(1, Long.MAX_VALUE, Long.MAX_VALUE, 1)))
                .isNotNull();
        assertThat(IdealArray.of(ArrayCase.of(1, Long.MAX_VALUE, Long.MAX_VALUE, 2)))
                .isNull();
        assertThat(IdealArray.of(ArrayCase.of(1, -1))).isNull();
    }
}
