package kvetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.api.AllocatorProvider;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Observation;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.raid0.KernelProfile;
import org.junit.jupiter.api.Test;

/** A check as a plain library. */
class KvetchTest {
    private static final String TOKEN = "kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161";

    /** A law that nobody provides. */
    private static final class FewDisks extends RunningArrayLaw {
        FewDisks() {
            super("FewDisks", "few disks", "No array has more than four disks.", "few disks");
        }

        @Override
        public void judge(RunningArray array, Judgement judgement) {
            judgement.tested();
            int disks = array.arrayCase().disks();
            if (disks > 4) judgement.violation("too many disks", new Evidence.Note("there are " + disks));
        }
    }

    private static Checking w1() {
        return Kvetch.check("7.2").allocators("kvzalloc").laws("W1").tries(200).seed(1);
    }

    @Test
    void aBrokenLawComesWithItsSmallestCaseAndAToken() {
        Checked checked = w1().run();
        assertThat(checked.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(checked.of("w1").verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(checked.defects().map(Defect::replay)).containsExactly(TOKEN);
        assertThat(checked.defects().head().counterexample())
                .isEqualTo(ArrayCase.of(1, 2).withRaidDisks(1 << 28));
    }

    @Test
    void itsTextIsForPeople() {
        String text = """
                W1 on 7.2 with kvzalloc: broken (tested on 200 of 200)
                W1 is broken by kvzalloc (kernel 7.2): WARN in __kvmalloc_node_noprof
                  expected:      No WARN for any raid_disks.
                  happened:      WARNING: mm/slub.c:6946 at __kvmalloc_node_noprof
                  array:         1 disk of 2 sectors, raid_disks 268435456, chunk_sectors 1, layout 1
                  look first at: the gfp that is passed on: the hardened driver always gives __GFP_NOWARN
                  run it again:  kvetch replay %s""".formatted(TOKEN);
        Checked checked = w1().run();
        assertThat(checked.text()).isEqualTo(text);
        assertThatThrownBy(checked::orThrow).isInstanceOf(AssertionError.class).hasMessage(text);
    }

    @Test
    void whatHeldFailsNoTest() {
        Checked checked = Kvetch.check("hardened")
                .laws("Z1")
                .tries(50)
                .seed(1)
                .allocators("kvzalloc")
                .run();
        assertThat(checked.orThrow()).isSameAs(checked);
        assertThat(checked.text()).isEqualTo("Z1 on hardened with kvzalloc: held (tested on 34 of 50)");
    }

    @Test
    void byDefaultAllIsCheckedOnTheDefaultKernel() {
        Check plan = Kvetch.check().plan();
        assertThat(plan.kernels().map(KernelProfile::name)).containsExactly(Kvetch.DEFAULT_KERNEL);
        assertThat(plan.allocators().map(AllocatorProvider::name))
                .containsExactly("kvzalloc", "kzalloc", "page-allocator", "vzalloc");
        assertThat(plan.laws()).isEqualTo(StandardLaws.ALL);
        assertThat(plan.tries()).isEqualTo(Check.DEFAULT_TRIES);
        assertThat(plan.timeoutMs()).isEqualTo(Check.DEFAULT_TIMEOUT_MS);
    }

    @Test
    void aSeedOfOurOwnStaysTheSame() {
        Checking checking = Kvetch.check();
        assertThat(checking.plan().seed()).isEqualTo(checking.tries(3).plan().seed());
    }

    @Test
    void whatIsNamedTwiceIsCheckedOnce() {
        Check plan = Kvetch.check("7.2", "7.0", "7.2")
                .allocators("kzalloc", "kzalloc")
                .laws("W1", "Z1", "w1")
                .plan();
        assertThat(plan.kernels().map(KernelProfile::name)).containsExactly("7.2", "7.0");
        assertThat(plan.allocators()).hasSize(1);
        assertThat(plan.laws().map(Law::id)).containsExactly("Z1", "W1");
    }

    @Test
    void aLawOfOnesOwnNeedsNoProvider() {
        Checked checked = Kvetch.check()
                .allocators("kvzalloc")
                .law(new FewDisks())
                .tries(100)
                .seed(1)
                .run();
        assertThat(checked.results()).hasSize(1);
        assertThat(checked.defects().map(defect -> defect.counterexample().toString()))
                .containsExactly(
                        "5 disks of 2 (5 times) sectors, raid_disks 5, chunk_sectors 1, layout 1",
                        "5 disks of 2 (5 times) sectors, raid_disks 5, chunk_sectors -1, layout 1");
    }

    @Test
    void somebodyMayLook() {
        List<LawResult> results = new ArrayList<>();
        AtomicInteger cases = new AtomicInteger();
        Checked checked = w1().onResult(results::add)
                .onCase((Observation observation) -> cases.incrementAndGet())
                .run();
        assertThat(results).isEqualTo(checked.results().asJava());
        assertThat(cases).hasValue(200);
    }

    @Test
    void itCanBeEndedAndMissesNothingThen() {
        Checked checked = Kvetch.check("7.2", "7.0")
                .laws("W1", "Z1")
                .allocators("kvzalloc")
                .until(() -> true)
                .run();
        assertThat(checked.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(checked.results().map(LawResult::verdict)).isEqualTo(Vector.fill(4, Verdict.INCOMPLETE));
        assertThatThrownBy(checked::orThrow)
                .hasMessageStartingWith("Z1 on 7.2 with kvzalloc: incomplete (tested on 0 of 0");
    }

    @Test
    void itNeedNotMakeAnythingSmall() {
        Defect defect = w1().shrinkFor(Duration.ZERO).run().defects().head();
        assertThat(defect.counterexample()).isEqualTo(defect.original());
        assertThat(w1().shrinkFor(ChronoUnit.FOREVER.getDuration())
                        .run()
                        .defects()
                        .map(Defect::replay))
                .containsExactly(TOKEN);
    }

    @Test
    void badInputIsComplainedOfInALine() {
        assertThatThrownBy(() -> Kvetch.check("7.2.1").plan())
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("unknown kernel '7.2.1'; known are 5.3, 5.10, ")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> Kvetch.check().allocators("kvzaloc").run())
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("unknown allocator 'kvzaloc'")
                .hasMessageEndingWith("; did you mean 'kvzalloc'?");
        assertThatThrownBy(() -> Kvetch.check().laws("X1").run())
                .hasMessageStartingWith("unknown law 'X1'; known are Z1, ");
        assertThatThrownBy(() -> Kvetch.check().tries(0))
                .hasMessage("tries must be a whole number from 1 to 2147483647, not 0");
        assertThatThrownBy(() -> Kvetch.check().timeout(Duration.ZERO))
                .hasMessage("a time limit must be a millisecond or more, not PT0S");
        assertThatThrownBy(() -> Kvetch.check().shrinkFor(Duration.ofSeconds(-1)))
                .hasMessage("a counterexample cannot be made smaller for PT-1S");
        assertThatThrownBy(() -> w1().run().of("Z1")).hasMessage("law 'Z1' was not checked; checked were W1");
        assertThatThrownBy(() -> Kvetch.rig("7.9")).isInstanceOf(BadInputException.class);
    }

    @Test
    void aRigTriesSingleCases() {
        Rig rig = Kvetch.rig("7.2");
        ArrayCase large = ArrayCase.of(1, 2).withRaidDisks(1 << 28);
        assertThat(rig).hasToString("7.2 with kvzalloc");
        assertThat(rig.violations("W1", large).map(Violation::what)).containsExactly("WARN in __kvmalloc_node_noprof");
        assertThat(rig.violations("W1", ArrayCase.of(1, 2))).isEmpty();
        assertThat(rig.violations(new FewDisks(), ArrayCase.of(1, 2, 2, 2, 2, 2)))
                .hasSize(1);
        assertThat(rig.token("W1", large)).isEqualTo(TOKEN);
        assertThat(rig.start(large)).isEmpty();
        assertThat(rig.start(ArrayCase.of(8, 16, 32)).get().zones()).hasSize(2);
        assertThat(Kvetch.rig("7.2", "kzalloc").token("W1", large)).startsWith("kv1/W1/7.2/kzalloc/");
    }
}
