package kvetch.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import kvetch.cli.Results;
import kvetch.cli.console.Terminal;
import kvetch.cli.words.Baseline;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

/** What KUnit's tools are given, read by the rules of the kernel's page on KTAP. */
final class KtapTest {
    private static String ktap(Vector<LawResult> results, Baseline baseline) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Ktap report = new Ktap(Terminal.plain(Cli.print(out), Cli.print(out)), baseline);
        results.forEach(report::result);
        report.end(results);
        return Cli.text(out);
    }

    @Test
    void aCheckIsKept() throws IOException {
        Golden.assertMatches("check.ktap", ktap(Results.ofEachKind(), Baseline.NONE));
    }

    @Test
    void eachKernelAndAllocatorIsATestAndEachLawASubtest() {
        for (Vector<LawResult> results : Vector.of(Results.ofEachKind(), Results.ofSeveralKernels())) {
            List<KtapParser.Result> suites = KtapParser.parse(ktap(results, Baseline.NONE));
            assertThat(suites)
                    .extracting(KtapParser.Result::name)
                    .containsExactlyElementsOf(results.map(result -> result.kernel() + " with " + result.allocator())
                            .distinct());
            assertThat(suites.stream().flatMap(suite -> suite.subtests().stream()))
                    .hasSize(results.size())
                    .zipSatisfy(results, KtapTest::assertSame);
        }
    }

    private static void assertSame(KtapParser.Result line, LawResult result) {
        assertThat(line.name()).isEqualTo(result.law() + " " + result.law().title());
        Verdict verdict = result.verdict();
        assertThat(line.isOk()).as(line.name()).isEqualTo(verdict != Verdict.BROKEN && verdict != Verdict.ERROR);
        assertThat(line.directive())
                .as(line.name())
                .isEqualTo(
                        switch (verdict) {
                            case HELD, BROKEN -> "";
                            case ERROR -> "ERROR";
                            case INCOMPLETE, NOT_APPLICABLE -> "SKIP";
                        });
        result.defects().forEach(defect -> assertThat(line.diagnostics()).contains("replay   " + defect.replay()));
    }

    @Test
    void aTestFailsWithItsSubtests() {
        List<KtapParser.Result> suites = KtapParser.parse(ktap(Results.ofEachKind(), Baseline.NONE));
        assertThat(suites)
                .allSatisfy(suite -> assertThat(suite.isOk())
                        .isEqualTo(suite.subtests().stream().allMatch(KtapParser.Result::isOk)));
        assertThat(suites).anySatisfy(suite -> assertThat(suite.isOk()).isFalse());
    }

    @Test
    void whatIsKnownIsExpectedToFail() {
        Vector<LawResult> results = Results.ofEachKind();
        Vector<Baseline.Row> rows = results.map(result -> new Baseline.Row(
                result.kernel(),
                result.allocator(),
                result.law().id(),
                true,
                result.defects().map(defect -> defect.violation().what())));
        Baseline same = Baseline.of(
                        "before",
                        rows,
                        results.map(LawResult::kernel)
                                .distinct()
                                .map(name -> KernelProfiles.find(name).get()))
                .get();
        List<KtapParser.Result> lines = KtapParser.parse(ktap(results, same)).stream()
                .flatMap(suite -> suite.subtests().stream())
                .toList();
        assertThat(lines).zipSatisfy(results, (line, result) -> {
            if (result.verdict() != Verdict.BROKEN) return;
            assertThat(line.isOk()).isTrue();
            assertThat(line.directive()).isEqualTo("XFAIL");
        });
    }

    @Test
    void checkSpeaksItAndNothingElseOnStdout() {
        Cli check = Cli.run(
                "check",
                "--kernel",
                "7.0",
                "--allocator",
                "kzalloc",
                "--law",
                "W1",
                "--law",
                "Z1",
                "--tries",
                "200",
                "--seed",
                "1",
                "--format",
                "ktap");
        assertThat(check.code()).isEqualTo(1);
        List<KtapParser.Result> suites = KtapParser.parse(check.out());
        assertThat(suites).hasSize(1);
        assertThat(suites.get(0).isOk()).isFalse();
        assertThat(suites.get(0).subtests()).hasSize(2);
        assertThat(suites.get(0).subtests().get(1).diagnostics())
                .contains("replay   kv1/W1/7.0/kzalloc/d2/r524289/c1/l1/f81aa881");
    }

    @Test
    void theParserIsStrict() {
        for (String broken : new String[] {
            "1..1\nok 1 a",
            "KTAP version 1\n1..2\nok 1 a",
            "KTAP version 1\n1..1\nok 2 a",
            "KTAP version 1\n1..1\nok 1 a\nok 2 b",
            "KTAP version 1\n1..1\nok 1 a # MAYBE so",
            "KTAP version 1\n1..1\nok 1 a\nsomething",
            "KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  not ok 1 b\nok 1 a",
            "KTAP version 1\n1..1\n  KTAP version 1\n  1..1\nok 1 a",
            "KTAP version 1\n1..1\n ok 1 a",
            "KTAP version 1\n1..1\nok 1 a#b"
        }) assertThatThrownBy(() -> KtapParser.parse(broken)).as(broken).isInstanceOf(AssertionError.class);
    }
}
