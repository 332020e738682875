package kvetch.properties.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kvetch.properties.DrawnAlike;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A property of anybody's draws, for a seed, the very cases that a check with that seed draws. */
class DrawnAsCheckedTest {
    private static final int TRIES = 500;
    private static final long SEED = 7;

    private static final List<Object> DRAWN = new ArrayList<>();

    @PropertyDefaults(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(value = Jqwik.TakesDown.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
    static class Own {
        @Property(seed = "7")
        void arrayCase(@ForAll ArrayCase c) {
            DRAWN.add(c);
        }

        @Property(seed = "7")
        void array(@ForAll Array array) {
            DRAWN.add(array);
        }

        @Property(seed = "7")
        void disks(@ForAll Disks disks) {
            DRAWN.add(disks);
        }

        @Property(seed = "7")
        void anyCase(@ForAll Case c) {
            DRAWN.add(c);
        }

        @Property(seed = "7")
        void workload(@ForAll Workload workload) {
            DRAWN.add(workload);
        }

        @Property(seed = "7")
        void workloadCase(@ForAll WorkloadCase workload) {
            DRAWN.add(workload);
        }

        @Provide
        Arbitrary<ArrayCase> refusedArrays() {
            return RaidArrays.refused();
        }

        @Property(seed = "7")
        void refused(@ForAll("refusedArrays") ArrayCase c) {
            DRAWN.add(c);
        }

        @Domain(KvetchDomain.class)
        @Property(seed = "7")
        void inTheDomain(@ForAll ArrayCase c) {
            DRAWN.add(c);
        }
    }

    private static List<Object> drawn(String property) {
        DRAWN.clear();
        Jqwik.run(Own.class, property);
        assertThat(DRAWN).hasSize(TRIES);
        return List.copyOf(DRAWN);
    }

    private static List<Case> checked(Law law) {
        return DrawnAlike.cases(law, TRIES, SEED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrayCase", "inTheDomain"})
    void arraysAreThoseOfZ1(String property) {
        assertThat(drawn(property)).isEqualTo(checked(StandardLaws.Z1));
    }

    @Test
    void arraysAloneAndDisksArePartsOfThem() {
        List<ArrayCase> arrays =
                checked(StandardLaws.Z1).stream().map(ArrayCase.class::cast).toList();
        assertThat(drawn("array"))
                .isEqualTo(arrays.stream().map(ArrayCase::array).toList());
        assertThat(drawn("disks"))
                .isEqualTo(arrays.stream().map(c -> c.array().disks()).toList());
    }

    @Test
    void casesAreThoseOfM1() {
        assertThat(drawn("anyCase"))
                .isEqualTo(checked(StandardLaws.M1))
                .hasAtLeastOneElementOfType(WorkloadCase.class)
                .hasAtLeastOneElementOfType(ArrayCase.class);
    }

    @Test
    void refusedArraysAreThoseOfW3() {
        assertThat(drawn("refused")).isEqualTo(checked(StandardLaws.W3));
    }

    @Test
    void workloadsAreThoseOfTheirCases() {
        assertThat(drawn("workload"))
                .isEqualTo(drawn("workloadCase").stream()
                        .map(c -> ((WorkloadCase) c).workload())
                        .toList());
    }
}
