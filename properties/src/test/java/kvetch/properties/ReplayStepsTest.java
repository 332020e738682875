package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.util.Random;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.properties.trace.Step;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

/** What a replay tells is what the law was judged by. */
final class ReplayStepsTest {
    private static final int CASES = 250;

    private final Providers providers = Providers.load();

    @Test
    void theStoryHoldsWhatTheLifeWasJudgedBy() {
        Random random = new Random(11);
        Vector<Law> laws =
                Vector.of(StandardLaws.M1, StandardLaws.M3, StandardLaws.W1, StandardLaws.W2, StandardLaws.W3);
        for (String kernel : Vector.of("5.10", "6.1", "7.0", "7.2", "6.12+alloc,abort"))
            for (Law law : laws)
                for (int i = 0; i < CASES / 25; i++) {
                    ArrayCase c = CaseGenerator.next(law.population(), random);
                    String allocator = KernelProfiles.find(kernel).get().asShipped();
                    assertTold(law, new ReplayToken(law, kernel, allocator, c));
                }
    }

    private void assertTold(Law law, ReplayToken token) {
        Setup setup = new Setup(
                providers.allocators(),
                KernelProfiles.find(token.kernel()).get(),
                providers.find(token.allocator()).get());
        Examination examination = Examiner.examine(law, setup, token.testCase());
        Replay replay = Replay.of(providers, token.format()).get();
        String name = token.format();
        assertThat(replay.verdict() == Verdict.BROKEN)
                .as(name)
                .isEqualTo(examination.violations().stream()
                        .anyMatch(violation -> violation.law().equals(law)));
        assertThat(splats(replay).headOption().getOrNull()).as(name).isEqualTo(examination.splat());
        assertThat(lastAllocation(replay)).as(name).isEqualTo(examination.allocations());
        for (Violation violation : examination.violations())
            if (violation.law().equals(StandardLaws.M1) || violation.law().equals(StandardLaws.M3))
                assertThat(notes(replay).map(Violation::what)).as(name).contains(violation.what());
    }

    private static Vector<kvetch.api.Splat> splats(Replay replay) {
        return replay.steps().filter(Step.Splats.class::isInstance).map(step -> ((Step.Splats) step).splat());
    }

    private static Vector<Violation> notes(Replay replay) {
        return replay.steps().filter(Step.Notes.class::isInstance).map(step -> ((Step.Notes) step).violation());
    }

    private static int lastAllocation(Replay replay) {
        return replay.steps()
                .filter(Step.Allocates.class::isInstance)
                .map(step -> ((Step.Allocates) step).number())
                .lastOption()
                .getOrElse(0);
    }

    @Test
    void zonesAreToldAsTheyStandInTheTable() {
        Replay replay = Replay.of(
                        providers,
                        new ReplayToken(StandardLaws.Z2, "7.2", "kvzalloc", ArrayCase.of(8, 200, 64, 128)).format())
                .get();
        assertThat(replay.verdict()).isEqualTo(Verdict.HELD);
        assertThat(replay.steps().filter(Step.MakesZone.class::isInstance))
                .containsExactly(
                        new Step.MakesZone(0, 0, 192, 0, 3, Vector.of(0, 1, 2)),
                        new Step.MakesZone(1, 192, 320, 64, 2, Vector.of(0, 2)),
                        new Step.MakesZone(2, 320, 392, 128, 1, Vector.of(0)));
    }

    @Test
    void aWorkloadIsToldCallByCall() {
        Workload workload = new Workload(Vector.of(
                new Workload.Step(Workload.Kind.ALLOC, 24, Gfp.KERNEL, 1),
                new Workload.Step(Workload.Kind.FREE_ALL, 0, 0, 1)));
        WorkloadCase c = new WorkloadCase(workload, MachineProfile.of(4096, 2048));
        Replay replay = Replay.of(providers, new ReplayToken(StandardLaws.M4, "7.2", "kzalloc", c).format())
                .get();
        assertThat(replay.verdict()).isEqualTo(Verdict.HELD);
        assertThat(replay.steps().tail())
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step).isInstanceOf(Step.Calls.class));
        assertThat(replay.steps().get(1).toString()).contains("alloc(24, GFP_KERNEL) = ");
    }

    @Test
    void aBadTokenIsAnError() {
        assertThatThrownBy(() -> Replay.of("kv1/W1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checksum");
    }
}
