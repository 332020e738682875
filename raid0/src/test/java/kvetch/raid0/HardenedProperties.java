package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HardenedProperties {
    @Provide
    Arbitrary<Spec> large() {
        return Spec.large();
    }

    @Provide
    Arbitrary<Spec> wide() {
        return Spec.wide();
    }

    @Property(seed = "71")
    void whereNoIntegerIsTooSmallItsTablesAndItsMappingAreThoseOf72(@ForAll("large") Spec spec, @ForAll long anywhere) {
        Rig kernel = Rig.on("7.2");
        Rig hardened = Rig.on("hardened");
        Mddev ofKernel = kernel.started(spec.array());
        Mddev ofHardened = hardened.started(spec.array());
        assertThat(hardened.driver.zones(ofHardened)).isEqualTo(kernel.driver.zones(ofKernel));
        for (BigInteger sector : new Oracle(spec).sectorsOfInterest(anywhere))
            assertThat(hardened.map(ofHardened, sector.longValueExact()))
                    .isEqualTo(kernel.map(ofKernel, sector.longValueExact()));
    }

    @Property(seed = "72")
    void itMapsAnyArrayAsItShouldBeMapped(@ForAll("wide") Spec spec, @ForAll long anywhere) {
        Rig rig = Rig.on("hardened");
        Mddev mddev = rig.started(spec.array());
        Oracle oracle = new Oracle(spec);
        assertThat(mddev.arraySectors()).isEqualTo(oracle.size().longValueExact());
        Mapping mapping = new Mapping();
        for (BigInteger sector : oracle.sectorsOfInterest(anywhere)) {
            rig.driver.map(mddev, sector.longValueExact(), mapping);
            assertThat(Oracle.Place.of(mapping.disk(), mapping.sector()))
                    .as("sector %d", sector)
                    .isEqualTo(oracle.place(sector));
        }
    }
}
