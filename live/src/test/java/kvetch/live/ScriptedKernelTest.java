package kvetch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import kvetch.api.Splat;
import kvetch.live.guest.Guest;
import kvetch.live.guest.LiveProblem;
import kvetch.live.guest.ScriptedGuest;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import org.junit.jupiter.api.Test;

/** What becomes of a case, and of the next one, whatever a guest does. */
class ScriptedKernelTest {
    private static final ArrayCase CASE = ArrayCase.of(8, 16, 32);

    /** Of one that starts every array, which has 48 sectors, and does something when it is asked where a sector is. */
    private static String starting(String whereSectorsAre) {
        return "case $name in start) echo \"=kv $id 0 48 4096 8192 4\";; map) " + whereSectorsAre
                + ";; log) echo \"=kv $id \";; *) echo \"=kv $id 0\";; esac";
    }

    private static Examination examine(LiveKernel kernel) {
        return new LiveRunner(kernel, kernel.setup(Providers.load()), 60_000, false).examine(StandardLaws.W2, CASE);
    }

    /** Its guests are booted in this order. */
    private static LiveKernel kernel(List<Supplier<Guest>> boots) {
        Deque<Supplier<Guest>> left = new ArrayDeque<>(boots);
        return new LiveKernel(
                "6.1.999", new LiveKernel.Options(2048, 1), () -> left.remove().get());
    }

    @Test
    void whoDiesInTheMiddleOfACaseBreaksTheLawByWhatItSaysLast() {
        String death = "printf 'Kernel panic - not syncing: Kernel mode signal 8\\nCall Trace:\\n"
                + " [<60a>] map_sector+0x1/0x2 [raid0]\\n'; exit 1";
        try (LiveKernel kernel = kernel(List.of(() -> ScriptedGuest.answering(starting(death))))) {
            Examination seen = examine(kernel);
            assertThat(seen.violations()).hasSize(1).first().satisfies(violation -> {
                assertThat(violation.law()).isEqualTo(StandardLaws.W2);
                assertThat(violation.evidence()).isInstanceOf(Evidence.Printed.class);
            });
            Splat splat = Objects.requireNonNull(seen.splat());
            assertThat(splat.kind()).isEqualTo(Splat.Kind.DIVIDE_ERROR);
            assertThat(splat.site().function()).isEqualTo("map_sector");
            assertThat(seen.messages()).contains("Kernel panic - not syncing: Kernel mode signal 8");
        }
    }

    @Test
    void whoKeepsSilentBreaksTheLawToo() {
        try (LiveKernel kernel =
                kernel(List.of(() -> ScriptedGuest.answering(starting("echo 'now silent'; exec sleep 1000"))))) {
            Examination seen = examine(kernel);
            assertThat(seen.violations()).hasSize(1);
            assertThat(seen.violations().get(0).message()).contains("it gives no answer any more");
        }
    }

    /** Which the kernel tells once in ten seconds, so that it was silent may be for want of memory. */
    @Test
    void aWarnThatWasNotSeenIsLookedForOnAFreshGuest() {
        String warns = "case $name in start) echo \"=kv $id 12\";; log) "
                + "n=$((n+1)); if [ $n = 2 ]; then printf '=kv %s WARNING: mm/slub.c:1 at f+0x1/0x2\\n' \"$id\";"
                + " else echo \"=kv $id \"; fi;; *) echo \"=kv $id 0\";; esac";
        String refuses = "case $name in start) echo \"=kv $id 12\";; log) echo \"=kv $id vmalloc error\";;"
                + " *) echo \"=kv $id 0\";; esac";
        try (LiveKernel kernel =
                kernel(List.of(() -> ScriptedGuest.answering(warns), () -> ScriptedGuest.answering(refuses)))) {
            LiveRunner runner = new LiveRunner(kernel, kernel.setup(Providers.load()), 60_000, false);
            ArrayCase large = CASE.withRaidDisks(Integer.MAX_VALUE);
            assertThat(runner.examine(StandardLaws.W1, large).violations()).isNotEmpty();
            assertThat(kernel.boots()).isEqualTo(1);
            assertThat(runner.examine(StandardLaws.W1, large).violations()).isEmpty();
            assertThat(kernel.boots()).isEqualTo(2);
        }
    }

    @Test
    void theNextCaseHasAnotherGuest() {
        try (LiveKernel kernel = kernel(List.of(
                () -> ScriptedGuest.answering(starting("exit 1")),
                () -> ScriptedGuest.answering(starting("echo \"=kv $id 0\""))))) {
            assertThat(examine(kernel).violations()).hasSize(1);
            assertThat(examine(kernel).violations()).isEmpty();
            assertThat(examine(kernel).violations()).isEmpty();
            assertThat(kernel.boots()).isEqualTo(2);
        }
    }

    /** No law is broken by it, and it is asked no more. */
    @Test
    void whoseAnswersMakeNoSenseIsNotAskedAgain() {
        for (String senseless :
                List.of("\"=kv $id 0 1,2\"", "\"=kv $id 0 18446744073709551616,1,0,0\"", "\"=kv $id 0 a,b,c,d\""))
            try (LiveKernel kernel = kernel(List.of(
                    () -> ScriptedGuest.answering(starting("echo " + senseless)),
                    () -> ScriptedGuest.answering(starting("echo \"=kv $id 0\""))))) {
                Examination seen = examine(kernel);
                assertThat(seen.violations()).isEmpty();
                assertThat(seen.messages())
                        .anyMatch(message ->
                                message.startsWith("cannot be tried: an answer of the guest makes no sense: "));
                examine(kernel);
                assertThat(kernel.boots()).isEqualTo(2);
            }
    }

    @Test
    void whoDoesNotComeUpAgainIsTold() {
        try (LiveKernel kernel = kernel(List.of(() -> ScriptedGuest.answering(starting("exit 1")), () -> {
            throw new LiveProblem("does not come up");
        }))) {
            examine(kernel);
            assertThatExceptionOfType(LiveProblem.class)
                    .isThrownBy(() -> examine(kernel))
                    .withMessage("does not come up");
        }
    }

    @Test
    void whatWasUnderWayWhenARunIsEndedIsNotToldOf() {
        try (LiveKernel kernel = kernel(List.of(() -> ScriptedGuest.answering(starting("echo \"=kv $id 5\""))))) {
            AtomicInteger asked = new AtomicInteger();
            LiveConformance.Outcome outcome = LiveConformance.run(
                    kernel,
                    kernel.setup(Providers.load()),
                    new LiveConformance.Scope(1, 0, 1),
                    () -> asked.getAndIncrement() > 0,
                    (done, lines) -> {});
            assertThat(asked).hasValueGreaterThan(1);
            assertThat(outcome.tries()).isZero();
            assertThat(outcome.disagreements()).isEmpty();
        }
    }
}
