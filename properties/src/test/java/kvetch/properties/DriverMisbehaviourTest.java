package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import org.junit.jupiter.api.Test;

/** A driver of somebody's own that fails as a program is named, and not the allocator beside it. */
class DriverMisbehaviourTest {

    private static LawResult check(Setup setup, Law law, long timeoutMs) {
        return new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel()),
                        Vector.of(setup.provider()),
                        Vector.of(law),
                        new Check.Extent(50, 1, timeoutMs))
                .run(result -> {})
                .get();
    }

    private static Misbehaviour misbehaviour(LawResult result, Misbehaviour.Kind kind) {
        assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.ERROR);
        Misbehaviour misbehaviour = Objects.requireNonNull(result.misbehaviour(), result.error());
        assertThat(misbehaviour.culprit()).isEqualTo(Culprit.driver("worse"));
        assertThat(misbehaviour.kind()).isEqualTo(kind);
        return misbehaviour;
    }

    private static final Patch THROWS = Patch.worse(host -> new Raid0(host) {
        @Override
        protected long zoneOffset(long sector, long previousEnd) {
            throw new IllegalStateException("no zones");
        }
    });

    @Test
    void oneThatThrowsIsToldWithItsFramesTheSmallestCaseAndAToken() {
        Misbehaviour threw =
                misbehaviour(check(THROWS.with("kvzalloc"), StandardLaws.Z3, 10_000), Misbehaviour.Kind.THREW);
        assertThat(threw.message()).isEqualTo("worse: threw java.lang.IllegalStateException: no zones");
        assertThat(threw.frames().head())
                .startsWith("kvetch.properties.DriverMisbehaviourTest$1.zoneOffset(DriverMisbehaviourTest.java:");
        assertThat(threw.frames()).hasSize(1);
        assertThat(threw.replay()).startsWith("kv1/Z3/worse/kvzalloc/d2,3/r2/c1/");
    }

    @Test
    void oneThatThrowsInAReplayIsTold() {
        Providers providers = Providers.load().withDrivers(THROWS);
        String token = misbehaviour(check(THROWS.with("kvzalloc"), StandardLaws.Z3, 10_000), Misbehaviour.Kind.THREW)
                .replay();
        Replay replay = Replay.of(providers, token).get();
        assertThat(replay.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(Objects.requireNonNull(replay.misbehaviour()).culprit()).isEqualTo(Culprit.driver("worse"));
    }

    @Test
    void oneThatRecursesForEverIsTold() {
        Setup setup = Patch.worse(host -> new Raid0(host) {
                    @Override
                    protected int findZone(long sector) {
                        return sector == -1 ? 0 : findZone(sector / 2) + 1;
                    }
                })
                .with("kvzalloc");
        Misbehaviour threw = misbehaviour(check(setup, StandardLaws.Z3, 10_000), Misbehaviour.Kind.THREW);
        assertThat(threw.what()).contains("StackOverflowError");
        assertThat(threw.frames().head()).contains("findZone(DriverMisbehaviourTest.java:");
    }

    @Test
    void oneThatLoopsForEverIsNotCalledAnyMore() {
        Setup setup = Patch.worse(host -> new Raid0(host) {
                    @Override
                    protected int findZone(long sector) {
                        // Until it is given up, so that the test leaves no thread behind.
                        while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
                        return 0;
                    }
                })
                .with("kvzalloc");
        Misbehaviour hung = misbehaviour(check(setup, StandardLaws.Z3, 300), Misbehaviour.Kind.HUNG);
        assertThat(hung.message())
                .isEqualTo(
                        "worse: a case is not over after 300 ms of processor time; the driver is not called any more");
        assertThat(hung.frames().head()).contains("findZone(DriverMisbehaviourTest.java:");
    }

    private static final Patch SENDS_NOTHING = Patch.worse(host -> new Raid0(host) {
        @Override
        protected long partSectors(int chunk, long at, long left, boolean isFirst) {
            return 0;
        }
    });

    @Test
    void aRequestThatDoesNotEndIsTheDriversAndIsCounted() {
        Misbehaviour endless =
                misbehaviour(check(SENDS_NOTHING.with("kvzalloc"), StandardLaws.I3, 10_000), Misbehaviour.Kind.ENDLESS);
        assertThat(endless.message())
                .isEqualTo("worse: raid0_make_request does not end: sectors 0 to 0 are not done after as many steps");
        assertThat(endless.replay()).startsWith("kv1/I3/worse/kvzalloc/d2/r1/c1/l1/q0+1/");
    }

    @Test
    void aDiscardThatDoesNotEndIsTheDriversToo() {
        Setup setup = Patch.worse(host -> new Raid0(host) {
                    @Override
                    protected long discardSectors(long left, long room) {
                        return 0;
                    }
                })
                .with("kvzalloc");
        assertThat(misbehaviour(check(setup, StandardLaws.I4, 10_000), Misbehaviour.Kind.ENDLESS)
                        .what())
                .startsWith("raid0_handle_discard does not end: ");
    }

    @Test
    void aSearchOfTheZonesThatDoesNotEndIsTheDriversToo() {
        Setup setup = Patch.worse(host -> new Raid0(host) {
                    @Override
                    protected int findZone(long sector) {
                        int zone = 0;
                        while (Long.compareUnsigned(sector, zoneEnd(zone)) >= 0) zone = (zone + 1) % nrStripZones();
                        return zone == 1 ? findZone(zoneEnd(nrStripZones() - 1)) : zone;
                    }
                })
                .with("kvzalloc");
        Misbehaviour endless = misbehaviour(check(setup, StandardLaws.Z3, 10_000), Misbehaviour.Kind.ENDLESS);
        assertThat(endless.what()).isEqualTo("find_zone does not end: it has looked at 2 zones 129 times");
        assertThat(endless.frames().head()).contains("findZone(DriverMisbehaviourTest.java:");
        assertThat(endless.replay()).startsWith("kv1/Z3/worse/kvzalloc/d2,3/r2/c1/");
    }

    @Test
    void aDivisionByZeroInAStepIsADivideErrorAsInC() {
        Setup setup = Patch.worse(host -> new Raid0(host) {
                    @Override
                    protected long wholeChunks(Rdev rdev, int chunk) {
                        return rdev.deviceSectors() / (chunk - 1) * (chunk - 1);
                    }
                })
                .with("kvzalloc");
        LawResult result = check(setup, StandardLaws.W2, 10_000);
        assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.BROKEN);
        assertThat(result.defects().map(defect -> defect.violation().what()))
                .contains("DIVIDE_ERROR in create_strip_zones");
    }

    @Test
    void oneThatRemembersIsNotDeterministic() {
        AtomicInteger boots = new AtomicInteger();
        Setup setup = Patch.worse(host -> {
                    int boot = boots.incrementAndGet();
                    return new Raid0(host) {
                        @Override
                        protected long devlistBytes(int nrStripZones, int raidDisks) {
                            return super.devlistBytes(nrStripZones, raidDisks) + boot;
                        }
                    };
                })
                .with("kvzalloc");
        assertThat(misbehaviour(check(setup, StandardLaws.M2, 10_000), Misbehaviour.Kind.INCONSTANT)
                        .what())
                .contains("the same case on two freshly booted machines", "is first alloc(");
    }

    @Test
    void oneThatIsNotMadeIsTold() {
        Setup setup = Patch.worse(DriverMisbehaviourTest::noDriver).with("kvzalloc");
        assertThat(misbehaviour(check(setup, StandardLaws.M1, 10_000), Misbehaviour.Kind.THREW)
                        .what())
                .contains("driver(host) returned null");
    }

    @SuppressWarnings({"NullAway", "UnusedVariable"}) // That is what is wrong with it.
    private static Raid0 noDriver(Host host) {
        return null;
    }

    @Test
    void anAllocatorBesideADriverIsStillToBlameForWhatItDoes() {
        Rogue rogue = Rogue.allocating("rogue", (kmalloc, bytes, gfp) -> {
            throw new IllegalStateException("no blocks");
        });
        Providers providers = Providers.load().and(rogue).withDrivers(Patch.worse(Raid0::new));
        Setup setup =
                new Setup(providers.allocators(), providers.kernel("worse").get(), rogue);
        LawResult result = check(setup, StandardLaws.M2, 10_000);
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(Objects.requireNonNull(result.misbehaviour()).culprit()).isEqualTo(Culprit.allocator("rogue"));
    }

    @Test
    void anExplorationLeavesOutOneThatThrowsAndGoesOn() {
        Setup bad = THROWS.with("kvzalloc");
        Setup good = new Setup(bad.allocators(), Checks.kernel("hardened"), bad.provider());
        Scope scope = new Scope(new Scope.Sizes(2, 2, 1, 4, false), Vector.of(1), Vector.of(1), 2, 1);
        Exploration exploration = new Explorer(scope, Vector.of(bad, good)).run(1, () -> false);
        assertThat(exploration.defects()).isEmpty();
        assertThat(exploration.mappings()).isPositive();
        assertThat(exploration.misbehaviours().map(Exploration.Misbehaved::kernel))
                .containsExactly("worse");
        assertThat(exploration.misbehaviours().head().misbehaviour().culprit()).isEqualTo(Culprit.driver("worse"));
    }

    @Test
    void anExplorationLeavesOutOneThatDoesNotEndAndGoesOn() {
        Scope scope = new Scope(new Scope.Sizes(2, 2, 1, 4, false), Vector.of(1), Vector.of(1), 2, 1);
        Exploration exploration = new Explorer(scope, Vector.of(SENDS_NOTHING.with("kvzalloc"))).run(1, () -> false);
        assertThat(exploration.misbehaviours().map(each -> each.misbehaviour().kind()))
                .containsExactly(Misbehaviour.Kind.ENDLESS);
    }
}
