package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.StripZone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExplorerTest {
    private static final Providers PROVIDERS = Providers.load();

    /** 1 to 3 disks of 0 to 3 chunks of 1, 2 or 3 sectors. */
    private static final Scope SMALL = new Scope(1, 3, 0, 3, Vector.of(1, 2, 3), Vector.of(1, 2), 8, 2, false);

    private static Setup setup(String kernel, String allocator) {
        return new Setup(
                PROVIDERS,
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
        assertThat(exploration.states()).isEqualTo(4396);
        assertThat(exploration.mappings()).isEqualTo(1048);
        assertThat(exploration.requests()).isEqualTo(5468);
        assertThat(exploration.discards()).isEqualTo(7000);
        assertThat(exploration.checks()).isEqualTo(42744);
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

    /** What the README and docs/explore.md say. */
    @Test
    @Tag("long")
    void theUsualScopeOn7_2WithEveryAllocatorHasExactlySoManyCases() {
        Vector<Setup> setups =
                Vector.of("kvzalloc", "kzalloc", "page-allocator", "vzalloc").map(allocator -> setup("7.2", allocator));
        Exploration exploration = new Explorer(Scope.usual(), setups).run(2, () -> false);

        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.arrays()).isEqualTo(1_984);
        assertThat(exploration.arraysDone()).isEqualTo(1_984);
        assertThat(exploration.states()).isEqualTo(440_248);
        assertThat(exploration.mappings()).isEqualTo(348_120);
        assertThat(exploration.requests()).isEqualTo(2_566_680);
        assertThat(exploration.discards()).isEqualTo(13_419_480);
        assertThat(exploration.checks()).isEqualTo(19_048_056);
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
        Scope everyOrder = new Scope(1, 4, 0, 3, Vector.of(1, 2, 3, 8), Vector.of(1, 2), 8, 1, true);
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
        Rig a = setup.boot(c);
        Rig b = setup.boot(ascending);
        Mddev x = c.toMddev();
        Mddev y = ascending.toMddev();
        assertThat(a.driver().run(x)).as(c.toString()).isEqualTo(b.driver().run(y));
        assertThat(LifeExaminer.examine(null, setup, c).allocations())
                .as(c.toString())
                .isEqualTo(LifeExaminer.examine(null, setup, ascending).allocations());
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
        Scope ascending = new Scope(2, 2, 1, 2, Vector.of(2), Vector.of(1), 8, 1, false);
        Scope everyOrder = new Scope(2, 2, 1, 2, Vector.of(2), Vector.of(1), 8, 1, true);
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
        Scope everyOrder = new Scope(1, 3, 0, 3, Vector.of(1, 2, 3), Vector.of(1, 2), 8, 1, true);
        Scope ascending = new Scope(1, 3, 0, 3, Vector.of(1, 2, 3), Vector.of(1, 2), 8, 1, false);
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
        assertThat(exploration.states()).isEqualTo(4 * 4396);
    }

    @Test
    void cancellingGivesWhatIsKnown() {
        Exploration exploration = new Explorer(SMALL, Vector.of(setup("7.2", "kvzalloc"))).run(1, () -> true);

        assertThat(exploration.complete()).isFalse();
        assertThat(exploration.arraysDone()).isZero();
        assertThat(exploration.defects()).isEmpty();
    }

    @Test
    void anAllocatorThatThrowsEndsTheExplorationAndIsNamed() {
        AllocatorProvider thrower = new AllocatorProvider() {
            @Override
            public String name() {
                return "thrower";
            }

            @Override
            public String description() {
                return "throws";
            }

            @Override
            public Family family() {
                return Family.KMALLOC;
            }

            @Override
            public Allocator create(Machine machine) {
                throw new IllegalStateException("no");
            }
        };
        Setup setup =
                new Setup(PROVIDERS.and(thrower), KernelProfiles.find("7.2").get(), thrower);
        Exploration exploration = new Explorer(SMALL, Vector.of(setup)).run(2, () -> false);

        assertThat(exploration.complete()).isFalse();
        assertThat(exploration.misbehaviour())
                .extracting(Misbehaviour::allocator)
                .isEqualTo("thrower");
    }

    @Test
    void everyCounterexampleReplays() {
        explore(SMALL, "6.1", "kzalloc", 2).defects().forEach(found -> {
            ReplayToken token = ReplayToken.parse(found.defect().replay()).get();
            Examination examination =
                    Examiner.examine(token.law(), setup(token.kernel(), token.allocator()), token.arrayCase());
            assertThat(examination.violations()).contains(found.defect().violation());
        });
    }
}
