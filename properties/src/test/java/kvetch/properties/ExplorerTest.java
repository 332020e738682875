package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;
import kvetch.properties.setup.Testbed;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.StripZone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExplorerTest {
    private static final Providers PROVIDERS = Providers.load();

    /** 1 to 3 disks of 0 to 3 chunks of 1, 2 or 3 sectors. */
    private static final Scope SMALL =
            new Scope(new Scope.Sizes(1, 3, 0, 3, false), Vector.of(1, 2, 3), Vector.of(1, 2), 8, 2);

    private static Setup setup(String kernel, String allocator) {
        return new Setup(
                PROVIDERS.allocators(),
                KernelProfiles.find(kernel).get(),
                PROVIDERS.find(allocator).get());
    }

    private static Exploration explore(Scope scope, String kernel, String allocator, int threads) {
        return new Explorer(scope, Vector.of(setup(kernel, allocator))).run(threads, () -> false);
    }

    private static Set<String> kinds(Exploration exploration) {
        return new TreeSet<>(exploration
                .defects()
                .map(found -> found.defect().violation().law() + " "
                        + found.defect().violation().what())
                .asJava());
    }

    private static Vector<String> smallest(Exploration exploration) {
        return exploration
                .defects()
                .map(found ->
                        found.defect().violation().law() + ": " + found.defect().counterexample());
    }

    @Test
    void theSmallScopeHasExactlySoManyCases() {
        Exploration exploration = explore(SMALL, "7.2", "kvzalloc", 1);

        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.arrays()).isEqualTo(124);
        assertThat(exploration.arraysDone()).isEqualTo(124);
        assertThat(exploration.states()).isEqualTo(4078);
        assertThat(exploration.mappings()).isEqualTo(1048);
        assertThat(exploration.requests()).isEqualTo(5468);
        assertThat(exploration.discards()).isEqualTo(7000);
        assertThat(exploration.checks()).isEqualTo(40754);
    }

    @Test
    void whatIsFoundDoesNotDependOnTheNumberOfThreads() {
        assertThat(explore(SMALL, "6.1", "kzalloc", 3)).isEqualTo(explore(SMALL, "6.1", "kzalloc", 1));
    }

    @Test
    void theArraySizeOfAnOddChunkIsFoundWithItsSmallestArray() {
        assertThat(smallest(explore(SMALL, "7.2", "kvzalloc", 2)))
                .contains("Z2: 1 disk of 3 sectors, raid_disks 1, chunk_sectors 3, layout 1");
    }

    @Test
    void theUncutRemainderIsFoundWithItsSmallestRequest() {
        assertThat(smallest(explore(SMALL, "6.12", "kzalloc", 2)))
                .contains("I3: 2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 1, request [0, 3)");
    }

    @Test
    void everyLawHoldsOnHardenedInTheSmallScope() {
        for (var provider : PROVIDERS.all())
            assertThat(kinds(explore(SMALL, "hardened", provider.name(), 2)))
                    .as(provider.name())
                    .isEmpty();
    }

    /** What docs/commands.md and docs/explore.md say. */
    @Test
    @Tag("long")
    void theUsualScopeOn7_2WithEveryAllocatorHasExactlySoManyCases() {
        Vector<Setup> setups =
                Vector.of("kvzalloc", "kzalloc", "page-allocator", "vzalloc").map(allocator -> setup("7.2", allocator));
        Exploration exploration = new Explorer(Scope.usual(), setups).run(2, () -> false);

        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.arrays()).isEqualTo(1_984);
        assertThat(exploration.arraysDone()).isEqualTo(1_984);
        assertThat(exploration.states()).isEqualTo(417_040);
        assertThat(exploration.mappings()).isEqualTo(348_120);
        assertThat(exploration.requests()).isEqualTo(2_566_680);
        assertThat(exploration.discards()).isEqualTo(13_419_480);
        assertThat(exploration.checks()).isEqualTo(18_901_344);
        assertThat(exploration
                        .defects()
                        .map(found -> found.allocator() + " "
                                + found.defect().violation().law() + " "
                                + found.defect().counterexample()))
                .containsExactlyElementsOf(setups.flatMap(setup -> Vector.of(
                        setup.provider().name() + " Z2 1 disk of 3 sectors, raid_disks 1, chunk_sectors 3, layout 1",
                        setup.provider().name() + " W3 1 disk of 2 sectors, raid_disks 1, chunk_sectors 3, layout 1,"
                                + " allocation 4 fails, integrity profiles alike")));
    }

    /**
     * What the proof of the symmetry in docs/explore.md rests on: the order of the disks changes nothing but which of the
     * disks of a zone is the how-many-eth.
     */
    @Test
    void theOrderOfTheDisksChangesTheRowsOfDevlistAndNothingElse() {
        Scope everyOrder = new Scope(new Scope.Sizes(1, 4, 0, 3, true), Vector.of(1, 2, 3, 8), Vector.of(1, 2), 8, 1);
        int outOfOrder = 0;
        for (String kernel : new String[] {"5.10", "6.12", "7.2", "hardened"}) {
            Setup setup = setup(kernel, KernelProfiles.find(kernel).get().asShipped());
            for (ArrayCase c : everyOrder.arrays()) {
                long[] sizes = c.diskSectors();
                Arrays.sort(sizes);
                if (Arrays.equals(sizes, c.diskSectors())) continue;
                outOfOrder++;
                assertOnlyRowsDiffer(setup, c, c.withDisks(sizes));
            }
        }
        assertThat(outOfOrder).isGreaterThan(4 * 1000);
    }

    private static void assertOnlyRowsDiffer(Setup setup, ArrayCase c, ArrayCase ascending) {
        Testbed a = setup.boot(c, Tap.NONE);
        Testbed b = setup.boot(ascending, Tap.NONE);
        Mddev x = c.toMddev();
        Mddev y = ascending.toMddev();
        assertThat(a.driver().run(x)).as(c.toString()).isEqualTo(b.driver().run(y));
        assertThat(LifeExaminer.examine(List.of(StandardLaws.W3), setup, c).allocations())
                .as(c.toString())
                .isEqualTo(LifeExaminer.examine(List.of(StandardLaws.W3), setup, ascending)
                        .allocations());
        if (x.arraySectors() == 0) return;
        Vector<StripZone> zones = a.driver().zones(x);
        assertThat(zones).as(c.toString()).isEqualTo(b.driver().zones(y));
        assertThat(x.arraySectors()).as(c.toString()).isEqualTo(y.arraySectors());
        assertThat(a.driver().layout(x)).as(c.toString()).isEqualTo(b.driver().layout(y));
        int zone = 0;
        long start = 0;
        Mapping there = new Mapping();
        Mapping here = new Mapping();
        for (long sector = 0; sector < x.arraySectors(); sector++) {
            while (sector >= zones.get(zone).zoneEnd())
                start = zones.get(zone++).zoneEnd();
            a.driver().map(x, sector, there);
            b.driver().map(y, sector, here);
            Vector<Integer> row = a.driver().zoneDisks(x, zone);
            Vector<Integer> rowInOrder = b.driver().zoneDisks(y, zone);
            assertThat(row.map(c::diskSectors).sorted()).isEqualTo(rowInOrder.map(ascending::diskSectors));
            assertThat(row.indexOf(there.disk())).isEqualTo(rowInOrder.indexOf(here.disk()));
            assertThat(there.sector()).as(c + " sector " + sector).isEqualTo(here.sector());
            long depth = (zones.get(zone).zoneEnd() - start) / row.size();
            assertThat(there.sector() - zones.get(zone).devStart())
                    .as("in the part of the disk that its zone has")
                    .isBetween(0L, depth - 1);
        }
    }

    /** On the kernels that map the rest of a request whole, the smallest array of a kind may be one out of order. */
    @Test
    void onTheKernelsThatCutOnceAnArrayOutOfOrderMayBeSmaller() {
        Scope ascending = new Scope(new Scope.Sizes(2, 2, 1, 2, false), Vector.of(2), Vector.of(1), 8, 1);
        Scope everyOrder = new Scope(new Scope.Sizes(2, 2, 1, 2, true), Vector.of(2), Vector.of(1), 8, 1);
        Exploration some = explore(ascending, "6.12", "kzalloc", 1);
        Exploration all = explore(everyOrder, "6.12", "kzalloc", 1);

        assertThat(kinds(all)).isEqualTo(kinds(some)).hasSize(1);
        assertThat(smallest(some))
                .containsExactly(
                        "I3: 2 disks of 4, 4 sectors, raid_disks 2, chunk_sectors 2, layout 1, request [1, 5)");
        assertThat(smallest(all))
                .containsExactly(
                        "I3: 2 disks of 4, 2 sectors, raid_disks 2, chunk_sectors 2, layout 1, request [1, 5)");
    }

    /** The order of the disks is a symmetry: no kind of defect needs disks that are out of order. */
    @Test
    void disksInEveryOrderShowNoOtherKindOfDefectThanAscendingOnes() {
        Scope everyOrder = new Scope(new Scope.Sizes(1, 3, 0, 3, true), Vector.of(1, 2, 3), Vector.of(1, 2), 8, 1);
        Scope ascending = new Scope(new Scope.Sizes(1, 3, 0, 3, false), Vector.of(1, 2, 3), Vector.of(1, 2), 8, 1);
        for (var kernel : KernelProfiles.all()) {
            Exploration all = explore(everyOrder, kernel.name(), kernel.asShipped(), 2);
            Exploration some = explore(ascending, kernel.name(), kernel.asShipped(), 2);
            assertThat(all.arrays()).isGreaterThan(2 * some.arrays());
            assertThat(smallest(all)).as(kernel.name()).isEqualTo(smallest(some));
        }
    }

    @Test
    void allocatorsAndKernelsAreComparedWithEachOther() {
        Vector<Setup> setups = Vector.of(
                setup("7.2", "kvzalloc"),
                setup("7.2", "vzalloc"),
                setup("7.2", "page-allocator"),
                setup("7.0", "kzalloc"));
        Exploration exploration = new Explorer(SMALL, setups).run(2, () -> false);

        assertThat(kinds(exploration)).noneMatch(kind -> kind.startsWith("I1") || kind.startsWith("I2"));
        assertThat(exploration.states()).isEqualTo(4 * 4078);
    }

    @Test
    void cancellingGivesWhatIsKnown() {
        Exploration exploration = new Explorer(SMALL, Vector.of(setup("7.2", "kvzalloc"))).run(1, () -> true);

        assertThat(exploration.complete()).isFalse();
        assertThat(exploration.arraysDone()).isZero();
        assertThat(exploration.defects()).isEmpty();
    }

    // Allocators that misbehave as programs

    /** Of processor time, which no load lengthens. */
    private static final long SHORT_MS = 500;

    /** On the driver where all laws hold, between kzalloc and kvzalloc. */
    private static Exploration exploreAmongOthers(int threads, Rogue rogue) {
        Providers all = PROVIDERS.and(rogue);
        Vector<Setup> setups = Vector.of("kzalloc", rogue.name(), "kvzalloc")
                .map(name -> new Setup(
                        all.allocators(),
                        KernelProfiles.find("hardened").get(),
                        all.find(name).get()));
        return new Explorer(SMALL, setups, SHORT_MS).run(threads, () -> false);
    }

    private static Misbehaviour misbehaviour(Exploration exploration) {
        assertThat(exploration.misbehaviours()).hasSize(1);
        assertThat(exploration.misbehaviours().head().kernel()).isEqualTo("hardened");
        return exploration.misbehaviours().head().misbehaviour();
    }

    /** As if there were only the two allocators of the kernel's. */
    private static void assertOthersExplored(Exploration exploration) {
        Vector<Setup> others = Vector.of(setup("hardened", "kzalloc"), setup("hardened", "kvzalloc"));
        Exploration without = new Explorer(SMALL, others).run(1, () -> false);
        assertThat(exploration)
                .usingRecursiveComparison()
                .ignoringFields("misbehaviours")
                .isEqualTo(without);
        assertThat(without.states()).isEqualTo(2 * 4078);
        assertThat(without.complete()).isTrue();
    }

    @Test
    void anAllocatorThatThrowsIsNamedAndLeftOut() {
        Rogue thrower = Rogue.allocating("thrower", (kmalloc, bytes, gfp) -> {
            if (bytes > 48) throw new IllegalStateException("no");
            return kmalloc.alloc(bytes, gfp);
        });
        Exploration exploration = exploreAmongOthers(3, thrower);

        assertThat(misbehaviour(exploration).message())
                .isEqualTo(
                        "thrower: alloc(72, GFP_KERNEL|__GFP_ZERO|__GFP_NOWARN|__GFP_RETRY_MAYFAIL) threw java.lang.IllegalStateException: no");
        assertThat(misbehaviour(exploration).testCase())
                .hasToString("3 disks of 2, 4, 6 sectors, raid_disks 3, chunk_sectors 2, layout 1");
        assertOthersExplored(exploration);
        assertThat(exploreAmongOthers(1, thrower)).isEqualTo(exploration);
    }

    @Test
    void anAllocatorThatHangsIsNamedAndLeftOut() {
        Rogue sleeper = Rogue.allocating("sleeper", (kmalloc, bytes, gfp) -> {
            if (bytes <= 48) return kmalloc.alloc(bytes, gfp);
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException stubborn) {
                    // Sleeps on.
                }
            }
        });
        Exploration exploration = exploreAmongOthers(2, sleeper);

        assertThat(misbehaviour(exploration).kind()).isEqualTo(Misbehaviour.Kind.HUNG);
        assertThat(misbehaviour(exploration).message())
                .isEqualTo(
                        "sleeper: alloc(72, GFP_KERNEL|__GFP_ZERO|__GFP_NOWARN|__GFP_RETRY_MAYFAIL) has not returned after 3 s in which it waited; it is"
                                + " not called any more");
        assertThat(misbehaviour(exploration).testCase())
                .hasToString("3 disks of 2, 4, 6 sectors, raid_disks 3, chunk_sectors 2, layout 1");
        assertOthersExplored(exploration);
    }

    @Test
    void whoHangsWithOneKernelIsNotCalledForAnother() {
        AtomicInteger calls = new AtomicInteger();
        Rogue spinner = Rogue.allocating("spinner", (kmalloc, bytes, gfp) -> {
            calls.incrementAndGet();
            while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
            return 0;
        });
        Providers all = PROVIDERS.and(spinner);
        Vector<Setup> setups = Vector.of("hardened", "7.2", "6.1")
                .map(kernel ->
                        new Setup(all.allocators(), KernelProfiles.find(kernel).get(), spinner));
        Exploration exploration = new Explorer(SMALL, setups, SHORT_MS).run(2, () -> false);

        assertThat(calls.get()).as("calls, one of each thread at most").isLessThanOrEqualTo(2);
        assertThat(exploration.misbehaviours().map(misbehaved -> misbehaved.kernel() + " " + misbehaved.allocator()))
                .containsExactly("hardened spinner", "7.2 spinner", "6.1 spinner");
        assertThat(exploration.states()).isZero();
        assertThat(exploration.checks()).isZero();
    }

    @Test
    void whatAnAllocatorPrintsIsKeptApartAndTheLawsAreCheckedAllTheSame() {
        Rogue chatty = Rogue.allocating("chatty", (kmalloc, bytes, gfp) -> {
            System.out.println("allocating");
            return kmalloc.alloc(bytes, gfp);
        });
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Exploration exploration;
        try {
            exploration = exploreAmongOthers(2, chatty);
        } finally {
            System.setOut(out);
        }
        assertThat(printed.size()).isZero();
        assertThat(misbehaviour(exploration).kind()).isEqualTo(Misbehaviour.Kind.PRINTED);
        assertThat(misbehaviour(exploration).message())
                .matches("chatty: prints to stdout; the first line is 'allocating'");
        assertThat(exploration.states()).isEqualTo(3 * 4078);
        assertThat(exploreAmongOthers(1, chatty)).isEqualTo(exploration);
    }

    @Test
    void anAllocatorThatLeavesThreadsBehindIsNamedAndLeftOut() {
        CountDownLatch end = new CountDownLatch(1);
        Rogue parent = Rogue.of("parent", machine -> {
            Thread child = new Thread(
                    () -> {
                        try {
                            end.await();
                        } catch (InterruptedException told) {
                            // Ends.
                        }
                    },
                    "child");
            child.setDaemon(true);
            child.start();
            return new Rogue.Base(machine);
        });
        Exploration exploration = exploreAmongOthers(2, parent);
        end.countDown();

        assertThat(misbehaviour(exploration).kind()).isEqualTo(Misbehaviour.Kind.STARTED_THREADS);
        assertThat(misbehaviour(exploration).message()).matches("parent: started \\d+ threads that go on: 'child', .*");
        assertOthersExplored(exploration);
    }

    @Test
    void anAllocatorThatAnswersByChanceIsNoFaultOfOurs() {
        AtomicInteger boots = new AtomicInteger();
        Rogue moody = Rogue.of("moody", machine -> {
            boolean bad = boots.incrementAndGet() == 1;
            return new Rogue.Base(machine) {
                private long first;

                @Override
                public long alloc(long bytes, int gfp) {
                    if (bad && first != 0) return first + 8;
                    first = kmalloc.alloc(bytes, gfp);
                    return first;
                }
            };
        });
        Exploration exploration = exploreAmongOthers(1, moody);

        assertThat(misbehaviour(exploration).kind()).isEqualTo(Misbehaviour.Kind.INCONSTANT);
        assertThat(misbehaviour(exploration).message())
                .isEqualTo("moody: breaks Z1 on one machine and not on another that was booted like it; it keeps state"
                        + " from one boot to the next, or it is not deterministic");
        assertOthersExplored(exploration);
    }

    @Test
    void everyCounterexampleReplays() {
        explore(SMALL, "6.1", "kzalloc", 2).defects().forEach(found -> {
            ReplayToken token = ReplayToken.parse(found.defect().replay()).get();
            Examination examination =
                    Examiner.examine(token.law(), setup(token.kernel(), token.allocator()), token.testCase());
            assertThat(examination.violations()).contains(found.defect().violation());
        });
    }
}
