package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kvetch.api.Splat;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Reach;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Vector<Law> LAWS = StandardLaws.ALL;

    private static Vector<String> summary(Vector<LawResult> results) {
        return results.map(result -> result.law() + " " + result.verdict() + " " + result.tries() + " "
                + result.tested() + " " + result.sampled() + " " + result.unseen() + " " + result.defects());
    }

    @Test
    void theSameSeedGivesTheSameResults() {
        Setup setup = Checks.asShipped("7.2");
        assertThat(summary(Checks.run(setup, LAWS, 300, 9))).isEqualTo(summary(Checks.run(setup, LAWS, 300, 9)));
    }

    @Test
    void anotherSeedGivesOtherCases() {
        Setup setup = Checks.asShipped("7.2");
        assertThat(Checks.run(setup, StandardLaws.W1, 300, 9).defects().map(Defect::original))
                .isNotEqualTo(
                        Checks.run(setup, StandardLaws.W1, 300, 10).defects().map(Defect::original));
    }

    @Test
    void aLawGetsTheSameCasesWhicheverLawsAreCheckedBeforeIt() {
        Setup setup = Checks.asShipped("7.2");
        assertThat(summary(Checks.run(setup, LAWS, 200, 9)).filter(line -> line.startsWith("I4")))
                .isEqualTo(summary(Checks.run(setup, Vector.of(StandardLaws.I4), 200, 9)));
    }

    @Test
    void nothingIsPrinted() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        try {
            Checks.run(Checks.asShipped("7.2"), LAWS, 50, 1);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void itTriesAsOftenAsItIsTold() {
        for (LawResult result : Checks.run(Checks.asShipped("hardened"), LAWS, 37, 1)) {
            assertThat(result.tries()).isEqualTo(37);
            assertThat(result.tested()).isBetween(1L, 37L);
            assertThat(result.seed()).isEqualTo(1);
        }
    }

    @Test
    void itTellsEachResultAsSoonAsItIsKnown() {
        Setup setup = Checks.asShipped("hardened");
        List<LawResult> told = new ArrayList<>();
        Vector<LawResult> all = new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel(), Checks.kernel("7.2")),
                        Vector.of(setup.provider()),
                        Vector.of(StandardLaws.Z1, StandardLaws.M1),
                        new Check.Extent(20, 1, Check.DEFAULT_TIMEOUT_MS))
                .run(told::add);
        assertThat(all).containsExactlyElementsOf(told);
        assertThat(all.map(result -> result.kernel() + " " + result.allocator() + " " + result.law()))
                .containsExactly("hardened kvzalloc Z1", "hardened kvzalloc M1", "7.2 kvzalloc Z1", "7.2 kvzalloc M1");
    }

    @Test
    void aLawThatHadNothingToSayIsIncomplete() {
        Setup refusing = Planted.inPlaceOfKzalloc(
                Checks.setup("hardened", "kzalloc"), (machine, sound) -> new Planted.Around(machine, sound) {
                    @Override
                    public long alloc(long bytes, int gfp) {
                        return 0;
                    }
                });
        LawResult result = Checks.run(refusing, StandardLaws.Z1, 50, 1);
        assertThat(result.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(result.tested()).isZero();
        assertThat(result.unseen()).isEmpty();
    }

    @Test
    void aRunThatSawTooLittleIsIncompleteAndSaysWhatItMissed() {
        Setup small =
                Planted.beside(Checks.asShipped("hardened"), (machine, sound) -> new Planted.Around(machine, sound) {
                    @Override
                    public long alloc(long bytes, int gfp) {
                        return bytes > 48 ? 0 : super.alloc(bytes, gfp);
                    }
                });
        LawResult result = Checks.run(small, StandardLaws.Z1, 500, 1);
        assertThat(result.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(result.unseen()).containsExactly(Coverage.THREE_ZONES);
    }

    @Test
    void defectsAreSmallestFirst() {
        LawResult result = Checks.run(Checks.asShipped("7.2"), StandardLaws.W3, 500, 1);
        assertThat(result.defects().map(Defect::counterexample).asJava())
                .isSortedAccordingTo(Case.SMALLER_FIRST)
                .hasSize(3);
    }

    @Test
    void aDefectSaysWhatTheKernelDoes() {
        Defect defect = Checks.run(Checks.asShipped("7.0"), StandardLaws.W1, 500, 1)
                .defects()
                .get();
        Splat splat = Objects.requireNonNull(defect.splat());
        assertThat(splat.headline()).isEqualTo("WARNING: mm/page_alloc.c:5234 at __alloc_frozen_pages_noprof");
        assertThat(splat.callTrace())
                .containsExactly("create_strip_zones", "raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
        assertThat(defect.errno()).hasToString("ENOMEM");
        assertThat(defect.reach()).isEqualTo(Reach.IOCTL);
        assertThat(defect.consequence()).isNull();
        assertThat(defect.shrinkEvaluations()).isPositive();
        assertThat(Case.SMALLER_FIRST.compare(defect.counterexample(), defect.original()))
                .isNegative();
    }
}
