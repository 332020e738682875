package kvetch.properties.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kvetch.api.OopsException;
import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Population;
import kvetch.properties.run.BootedArray;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What I2 relies on where it compares with one kernel of those that differ in nothing that moves a sector. */
class KernelsThatMapAlikeTest {
    private static final Vector<KernelProfile> LINUX = KernelProfiles.all().filter(KernelProfile::isLinux);

    @Test
    void theKernelsSince510AreOfTwoKinds() {
        assertThat(LINUX.filter(kernel -> kernel.mapsLike(profile("5.10"))).map(KernelProfile::name))
                .containsExactly("5.10", "5.15", "6.1", "6.6", "6.12");
        assertThat(LINUX.filter(kernel -> kernel.mapsLike(profile("7.2"))).map(KernelProfile::name))
                .containsExactly("7.0", "7.2", "7.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.2-layout-choice", "7.2-layouts-alike", "7.2+stripe-64-bit", "hardened"})
    void whatMovesASectorMakesAnother(String name) {
        assertThat(LINUX.exists(kernel -> kernel.mapsLike(profile(name)))).isFalse();
    }

    @Test
    void theSameArraysStartAndEachSectorIsAtTheSamePlace() {
        Vector<KernelProfile> kernels = LINUX.append(profile("7.2+discard-64-bit"))
                .append(profile("7.2-discard-original,abort"))
                .append(profile("7.2-cut-remainder,free,free-once"))
                .append(profile("7.2+limits-saturate"));
        for (Population population : Population.values()) {
            Random random = new Random(7);
            for (int i = 0; i < 120; i++) {
                ArrayCase c = CaseGenerator.next(population, random);
                Map<String, Places> mappings = new HashMap<>();
                for (KernelProfile kernel : kernels) {
                    KernelProfile first = kernels.find(kernel::mapsLike).get();
                    Places mapping = mapping(c, kernel);
                    if (first.name().equals(kernel.name())) mappings.put(kernel.name(), mapping);
                    else
                        assertThat(mapping)
                                .as("%s on %s, as on %s", c, kernel.name(), first.name())
                                .isEqualTo(mappings.get(first.name()));
                }
            }
        }
    }

    private static KernelProfile profile(String name) {
        return KernelProfiles.find(name).get();
    }

    /** How large an array is, and where some of its sectors are. */
    private static Places mapping(ArrayCase c, KernelProfile kernel) {
        BootedArray array = BootedArray.start(Checks.asShipped("7.2").withKernel(kernel), c);
        if (array == null) return new Places(List.of(), "does not start");
        Mapping mapping = new Mapping();
        List<Long> numbers = new ArrayList<>(List.of(array.capacity(), array.arraySectors()));
        try {
            for (long sector : array.probes(array.capacity())) {
                array.map(sector, mapping);
                Collections.addAll(numbers, sector, (long) mapping.disk(), mapping.sector());
            }
        } catch (OopsException died) {
            return new Places(numbers, died.splat().headline());
        }
        return new Places(numbers, "");
    }

    /**
     * Where sectors are.
     *
     * @param numbers two sizes, and for each sector itself, its disk and the sector there
     * @param end why there are no more; empty where all were mapped
     */
    private record Places(List<Long> numbers, String end) {}
}
