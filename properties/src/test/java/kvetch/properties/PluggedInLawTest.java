package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.Objects;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;

/** A law that is none of Kvetch's own is checked, explored and run again like one of them; one that misbehaves is named. */
class PluggedInLawTest {
    private static final int TRIES = 300;

    /** What a law of somebody's own does with an array. */
    private abstract static class Own extends RunningArrayLaw {
        Own() {
            super("OWN", "a law of one's own", "A law of one's own.", "nothing");
        }
    }

    private static final Law BROKEN = new Own() {
        @Override
        public void judge(RunningArray array, Judgement judgement) {
            judgement.tested();
            if (array.arrayCase().disks() > 1)
                judgement.violation("too many disks", new Evidence.Note("two are too many"));
        }
    };

    private static final Law THROWING = new Own() {
        @Override
        public void judge(RunningArray array, Judgement judgement) {
            throw new IllegalStateException("oh");
        }
    };

    private static final Law LOOPING = new Own() {
        @Override
        public void judge(RunningArray array, Judgement judgement) {
            while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
        }
    };

    private static Providers with(Law law) {
        Providers found = Providers.load();
        return found.with(found.laws().and(law));
    }

    private static Vector<LawResult> check(Law law) {
        Setup shipped = Checks.asShipped("7.2");
        return new Check(
                        with(law),
                        Vector.of(shipped.kernel()),
                        Vector.of(shipped.provider()),
                        Vector.of(StandardLaws.Z3, law, StandardLaws.I2),
                        new Check.Extent(TRIES, 1, 500))
                .run(result -> {});
    }

    private static Exploration explore(Law law) {
        Setup shipped = Checks.asShipped("7.2");
        Scope scope = new Scope(new Scope.Sizes(1, 2, 0, 2, false), Vector.of(1, 2), Vector.of(1, 2), 2, 1);
        Setup setup = new Setup(with(law).allocators(), shipped.kernel(), shipped.provider());
        return new Explorer(scope, with(law).laws().all(), Vector.of(setup), 500, Isolation.IN_THIS_PROCESS)
                .run(2, () -> false);
    }

    @Test
    void itsCounterexampleIsMadeSmall() {
        LawResult result = check(BROKEN).get(1);
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.defects()).hasSizeBetween(1, 2);
        for (Defect defect : result.defects()) assertThat(disks(defect)).isEqualTo(2);
    }

    @Test
    void itsTokenIsReadWhereTheLawIsKnown() {
        String token = check(BROKEN).get(1).defects().head().replay();
        Replay replay = Replay.of(with(BROKEN), token).get();
        assertThat(replay.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(Replay.of(Providers.load(), token).getLeft()).startsWith("unknown law 'OWN'; known are Z1, ");
    }

    private static final Law STRICT_IN_HASTE = new Own() {
        @Override
        public void judge(RunningArray array, Judgement judgement) {
            judgement.tested();
        }

        @Override
        public ArrayCase explore(WalkedArray array) {
            return array.arrayCase();
        }
    };

    @Test
    void whatOnlyItsFastFormTakesForWrongIsNot() {
        Exploration exploration = explore(STRICT_IN_HASTE);
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.misbehaviours()).isEmpty();
        assertThat(exploration.defects().map(found -> found.defect().violation().law()))
                .doesNotContain(STRICT_IN_HASTE);
    }

    @Test
    void itIsExplored() {
        Exploration exploration = explore(BROKEN);
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.defects().map(found -> found.defect().violation().what()))
                .contains("too many disks");
        assertThat(disks(exploration
                        .defects()
                        .find(found -> found.defect().violation().law().equals(BROKEN))
                        .get()
                        .defect()))
                .isEqualTo(2);
    }

    private static int disks(Defect defect) {
        return ((ArrayCase) defect.counterexample()).disks();
    }

    private static void assertNamed(LawResult result, Misbehaviour.Kind kind) {
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(Objects.requireNonNull(result.misbehaviour()).kind()).isEqualTo(kind);
        assertThat(result.error()).startsWith("law OWN: judge ");
    }

    @Test
    void oneThatThrowsIsNamedAndTheOthersAreJudged() {
        Vector<LawResult> results = check(THROWING);
        assertNamed(results.get(1), Misbehaviour.Kind.THREW);
        assertThat(results.get(1).error()).endsWith("threw java.lang.IllegalStateException: oh");
        assertThat(results.get(0).verdict()).isNotEqualTo(Verdict.ERROR);
        assertThat(results.get(2).verdict()).isNotEqualTo(Verdict.ERROR);
    }

    @Test
    void oneThatLoopsIsNamedAndTheOthersAreJudged() {
        Vector<LawResult> results = check(LOOPING);
        assertNamed(results.get(1), Misbehaviour.Kind.HUNG);
        assertThat(results.get(2).verdict()).isNotEqualTo(Verdict.ERROR);
    }

    @Test
    void anExplorationGoesOnWithoutIt() {
        Exploration exploration = explore(THROWING);
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.misbehaviours())
                .singleElement()
                .satisfies(one -> assertThat(one.misbehaviour().message())
                        .isEqualTo("law OWN: judge threw java.lang.IllegalStateException: oh"));
        Setup shipped = Checks.asShipped("7.2");
        Scope scope = new Scope(new Scope.Sizes(1, 2, 0, 2, false), Vector.of(1, 2), Vector.of(1, 2), 2, 1);
        Exploration without = new Explorer(scope, Vector.of(shipped), 500).run(2, () -> false);
        assertThat(exploration.states()).isEqualTo(without.states());
        assertThat(exploration.checks()).isEqualTo(without.checks());
    }

    @Test
    void twoOfOneIdAreBothLeftOut() {
        KnownLaws laws = KnownLaws.standard().and(BROKEN, THROWING);
        assertThat(laws.all()).isEqualTo(StandardLaws.ALL);
        assertThat(laws.find("OWN").getLeft()).startsWith("the id 'OWN' is given to 2 laws: ");
        assertThat(laws.problems()).hasSize(1);
    }
}
