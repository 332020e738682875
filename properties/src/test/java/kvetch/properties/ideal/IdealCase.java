package kvetch.properties.ideal;

import io.vavr.collection.Vector;
import java.util.Random;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.laws.StandardLaws;
import kvetch.raid0.StripZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** A generated array with what it should be. */
record IdealCase(ArrayCase arrayCase, IdealArray ideal) {

    static Arbitrary<IdealCase> any() {
        return Arbitraries.randomValue(IdealCase::next);
    }

    private static IdealCase next(Random random) {
        while (true) {
            ArrayCase c = CaseGenerator.next(StandardLaws.Z1.population(), random);
            IdealArray ideal = c.chunkSectors() == 0 ? null : IdealArray.of(c);
            if (ideal != null && ideal.capacity() != 0) return new IdealCase(c, ideal);
        }
    }

    long capacity() {
        return ideal.capacity();
    }

    /** As strip_zone should hold them, as far as probing goes. */
    Vector<StripZone> zones() {
        return Vector.range(0, ideal.zones())
                .map(i -> new StripZone(
                        i + 1 < ideal.zones() ? ideal.zoneStart(i + 1) : ideal.capacity(), 0, ideal.zoneDisks(i), 0));
    }
}
