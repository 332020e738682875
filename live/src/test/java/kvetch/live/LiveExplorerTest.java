package kvetch.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.util.function.Supplier;
import kvetch.live.guest.Guest;
import kvetch.live.guest.ScriptedGuest;
import kvetch.properties.Exploration;
import kvetch.properties.Scope;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import org.junit.jupiter.api.Test;

/** What an exploration makes of guests, whatever they say; with real kernels the commands have it. */
class LiveExplorerTest {
    /** A disk of two or three chunks of a sector: two arrays. */
    private static final Scope SCOPE = new Scope(new Scope.Sizes(1, 1, 2, 3, false), Vector.of(1), Vector.of(1), 1, 1);

    private static Supplier<Guest> answering(String start, String map) {
        return () -> ScriptedGuest.answering("case $name in start) " + start + ";; map) " + map
                + ";; log) echo \"=kv $id \";; *) echo \"=kv $id 0\";; esac");
    }

    private SortedMap<String, Integer> untried = TreeMap.empty();

    private Exploration explore(Supplier<Guest> boot, boolean isCancelled) {
        try (LiveKernel kernel = new LiveKernel("6.1.999", new LiveKernel.Options(2048, 2), boot)) {
            LiveExplorer explorer = new LiveExplorer(kernel, Providers.load(), StandardLaws.ALL, SCOPE);
            assertThat(explorer.arrays()).isEqualTo(2);
            Exploration exploration = explorer.run(() -> isCancelled);
            untried = explorer.untried();
            return exploration;
        }
    }

    @Test
    void whoRefusesEveryArrayBreaksALawWithTheSmallest() {
        Exploration exploration = explore(answering("echo \"=kv $id 22\"", "echo \"=kv $id 0\""), false);
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.arraysDone()).isEqualTo(2);
        assertThat(exploration.states()).isEqualTo(4);
        assertThat(exploration.mappings()).isZero();
        assertThat(exploration.defects().map(found -> found.defect().violation().what()))
                .containsExactly(
                        "a refused array cannot be mended",
                        "an array is refused that should start",
                        "no good array starts after a refusal");
        assertThat(exploration.defects()).allSatisfy(found -> {
            assertThat(found.kernel()).isEqualTo("6.1");
            assertThat(found.allocator()).isEqualTo("kzalloc");
            assertThat(found.defect().replay()).startsWith("kv1/W3/6.1/kzalloc/d2/r1/c1/l1/");
        });
    }

    @Test
    void whoDiesOfASectorBreaksALaw() {
        Exploration exploration = explore(
                answering(
                        "echo \"=kv $id 0 2 512 512 4\"",
                        "echo 'Kernel panic - not syncing: Kernel mode signal 8'; exit 1"),
                false);
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.defects().map(found -> found.defect().violation().law()))
                .contains(StandardLaws.W2);
    }

    @Test
    void whoseAnswersMakeNoSenseBreaksNoneAndIsTold() {
        Exploration exploration = explore(answering("echo \"=kv $id 0 2 512 512 4\"", "echo \"=kv $id 0 one\""), false);
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.defects()).isEmpty();
        assertThat(untried.keySet()).allMatch(reason -> reason.startsWith("an answer of the guest makes no sense: "));
        assertThat(untried.values().sum()).isEqualTo(4L);
    }

    @Test
    void whoIsInterruptedHasNotDoneIt() {
        Exploration exploration = explore(answering("exit 1", "exit 1"), true);
        assertThat(exploration.complete()).isFalse();
        assertThat(exploration.arraysDone()).isZero();
        assertThat(exploration.defects()).isEmpty();
    }
}
