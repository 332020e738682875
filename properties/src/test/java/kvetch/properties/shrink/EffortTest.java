package kvetch.properties.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

final class EffortTest {
    private static final int TRIES = 600;

    private static Check check(Law... laws) {
        Providers providers = Providers.load();
        return new Check(
                providers,
                Vector.of(KernelProfiles.find("7.0").get()),
                Vector.of(providers.find("kzalloc").get()),
                Vector.of(laws),
                TRIES,
                1);
    }

    @Test
    void withoutTimeToShrinkTheFoundCaseIsReportedUnlessItsTokenIsTooLong() {
        int asFound = 0;
        for (long seed = 1; seed <= 6; seed++) {
            Check check = check(StandardLaws.W1, StandardLaws.W2, StandardLaws.W3, StandardLaws.Z2, StandardLaws.Z3);
            check = new Check(
                    check.providers(), check.kernels(), check.allocators(), check.laws(), check.tries(), seed);
            for (LawResult result : check.run(ignored -> {}, null, new Budget(0, () -> false)))
                for (Defect defect : result.defects()) {
                    if (defect.counterexample().equals(defect.original())) {
                        assertThat(defect.shrinkEvaluations()).isZero();
                        asFound++;
                    }
                    assertThat(defect.replay()).hasSizeLessThanOrEqualTo(ReplayToken.MOST_CHARACTERS);
                    assertThat(Replay.of(defect.replay()).violations().map(Violation::what))
                            .contains(defect.violation().what());
                }
        }
        assertThat(asFound).isGreaterThan(10);
    }

    @Test
    void withTimeToShrinkItIsTheSmallest() {
        Check check = check(StandardLaws.W1);
        LawResult limited =
                check.run(ignored -> {}, null, new Budget(600_000, () -> false)).head();
        LawResult unlimited = check.run(ignored -> {}).head();
        assertThat(limited.defects()).isEqualTo(unlimited.defects());
    }

    @Test
    void whatIsCancelledTellsWhatIsKnown() {
        AtomicInteger cases = new AtomicInteger();
        List<LawResult> told = new ArrayList<>();
        Vector<LawResult> results = check(StandardLaws.Z1, StandardLaws.M2, StandardLaws.W1)
                .run(
                        told::add,
                        ignored -> cases.incrementAndGet(),
                        new Budget(Long.MAX_VALUE, () -> cases.get() >= TRIES + 20));
        assertThat(results).hasSize(3).containsExactlyElementsOf(told);
        // The last two share their cases, and each case is told for both.
        assertThat(results.map(LawResult::tries)).containsExactly((long) TRIES, 10L, 10L);
        assertThat(results.get(1).verdict()).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void whatIsCancelledAtOnceHasNoResult() {
        assertThat(check(StandardLaws.W1).run(ignored -> {}, null, new Budget(0, () -> true)))
                .isEmpty();
    }

    @Test
    void aCancelledLawThatIsBrokenIsBroken() {
        List<Violation> seen = new ArrayList<>();
        LawResult result = check(StandardLaws.W1)
                .run(
                        ignored -> {},
                        observation -> observation.violations().forEach(seen::add),
                        new Budget(Long.MAX_VALUE, () -> !seen.isEmpty()))
                .head();
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.tries()).isLessThan(TRIES);
    }
}
