package kvetch.properties.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kvetch.properties.Checks;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Workload;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** jqwik's own shrinker ends in the counterexample that a check ends in: for each finding, stated as a property. */
class NormalFormTest {
    private static final Path FINDINGS = Path.of("..", "docs", "findings.md");
    private static final Path SHRINKING = Path.of("..", "docs", "shrinking.md");

    /** What a property says is not there: a way in which a law is broken. */
    record Finding(String token, Law law, Setup setup, String what) {
        static Finding of(String token) {
            ReplayToken parsed = ReplayToken.parse(token).get();
            Setup setup = Checks.setup(parsed.kernel(), parsed.allocator());
            return of(token, ways(parsed.law(), setup, parsed.testCase()).head());
        }

        static Finding of(String token, String what) {
            ReplayToken parsed = ReplayToken.parse(token).get();
            return new Finding(token, parsed.law(), Checks.setup(parsed.kernel(), parsed.allocator()), what);
        }

        static Vector<String> ways(Law law, Setup setup, Case c) {
            return Vector.ofAll(Examiner.examine(law, setup, c).violations())
                    .filter(violation -> violation.law().equals(law))
                    .map(Violation::what);
        }

        String token(Case c) {
            return new ReplayToken(law, setup.kernel().name(), setup.provider().name(), c).format();
        }

        @Override
        public String toString() {
            return law + " " + setup + ": " + what;
        }
    }

    private static Finding current = Finding.of("kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161");

    @AddLifecycleHook(value = Jqwik.TakesDown.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
    static class Stated {
        @Property(seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.FULL)
        void noWorkloadAsksForMuch(@ForAll Workload workload) {
            assertThat(workload.steps()).noneMatch(step -> step.kind().asks() && step.bytes() > 5000);
        }

        @Property(seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.FULL)
        void noArrayHasAThirdZone(@ForAll Array array) {
            assertThat(array.disks().zones(array.chunk())).isLessThan(3);
        }

        @Provide
        Arbitrary<Case> cases() {
            return CheckedCases.of(current.law);
        }

        @Property(seed = "1", tries = 2000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.FULL)
        void itIsNotThere(@ForAll("cases") Case c) {
            assertThat(Finding.ways(current.law, current.setup, c)).doesNotContain(current.what);
        }

        @Property(seed = "1", tries = 2000, shrinking = ShrinkingMode.FULL)
        void itIsNotThereAtEdgesEither(@ForAll("cases") Case c) {
            itIsNotThere(c);
        }
    }

    static Stream<Finding> findings() throws IOException {
        String page = Files.readString(FINDINGS).replaceAll("\\s+", " ");
        return Pattern.compile("token: `(kv1/[^`]+)`").matcher(page).results().map(found -> Finding.of(found.group(1)));
    }

    /** All kinds of defect that every one of a hundred seeds has found in a kernel. */
    static Stream<Finding> kernels() throws IOException {
        return Files.readAllLines(SHRINKING).stream()
                .filter(line -> line.matches("\\| [\\w.+,-]+ with \\w+ \\|.*\\| 100 of 100 \\|.*"))
                .map(line -> line.split(" *\\| *"))
                .map(cells -> Finding.of(cells[6].replace("`", ""), cells[3]));
    }

    private static String endOf(Finding finding, String property) {
        current = finding;
        PropertyExecutionResult result = Jqwik.run(Stated.class, property);
        assertThat(result.falsifiedParameters()).isPresent();
        return finding.token((Case) result.falsifiedParameters().get().get(0));
    }

    private static Object endOf(String property) {
        return Jqwik.run(Stated.class, property)
                .falsifiedParameters()
                .orElseThrow()
                .get(0);
    }

    @Test
    void soItDoesForWorkloadsAndForArraysAlone() {
        assertThat(endOf("noWorkloadAsksForMuch")).isEqualTo(Workload.NONE.alloc(5001));
        assertThat(endOf("noArrayHasAThirdZone"))
                .isEqualTo(ArrayCase.of(1, 2, 3, 4).array());
    }

    @ParameterizedTest
    @MethodSource("findings")
    void jqwikEndsInTheTokenOfTheFinding(Finding finding) {
        assertThat(endOf(finding, "itIsNotThere")).isEqualTo(finding.token);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("kernels")
    void soItDoesForEveryKindOfDefectOfAKernel(Finding finding) {
        assertThat(endOf(finding, "itIsNotThere")).isEqualTo(finding.token);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("findings")
    void soItDoesWithEdgeCases(Finding finding) {
        assertThat(endOf(finding, "itIsNotThereAtEdgesEither")).isEqualTo(finding.token);
    }
}
