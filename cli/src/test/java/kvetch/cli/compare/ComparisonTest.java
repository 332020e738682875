package kvetch.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import kvetch.api.MachineProfile;
import kvetch.cli.console.UsageError;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.RunResult;
import org.junit.jupiter.api.Test;

/** What is said zone by zone, held against each sector and each discard of small arrays. */
final class ComparisonTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final Vector<String> KERNELS =
            Vector.of("5.3", "5.10", "6.12-discard-original", "7.2", "7.2+stripe-64-bit");

    /** How many pairs run on both sides, and in how many of them sectors are elsewhere. */
    private static final int COMPARED = 23_770;

    private static final int DIFFERENT = 2_296;

    /** Where one sector is, and what a discard of it alone throws away: a disk and a sector of it each. */
    private record Fate(int disk, long sector, List<Long> discarded) {}

    private static KernelProfile kernel(String name) {
        return PROVIDERS.kernel(name).get();
    }

    private static ArrayMap started(String kernel, int chunk, Vector<Long> disks, int layout) {
        return LayoutAnswer.start(PROVIDERS, kernel(kernel), disks, chunk, layout);
    }

    /** The driver's own words on each sector; empty where the array does not start. */
    private static List<Fate> fates(ArrayMap.Array array) {
        Setup setup = new Setup(PROVIDERS.allocators(), array.kernel(), array.allocator());
        var machine = setup.machine(MachineProfile.of(4096, 2048));
        Raid0 driver = array.kernel()
                .driver(
                        machine,
                        machine.memory(),
                        machine.allocator(array.allocator().family()),
                        machine::allocator);
        Mddev mddev = ArrayCase.of(
                        array.chunkSectors(),
                        array.diskSectors()
                                .toJavaStream()
                                .mapToLong(Long::longValue)
                                .toArray())
                .withLayout(array.layout())
                .toMddev();
        List<Fate> fates = new ArrayList<>();
        if (!driver.run(mddev).equals(RunResult.Started.STARTED)) return fates;
        Mapping mapping = new Mapping();
        for (long sector = 0; sector < mddev.capacity(); sector++) {
            driver.map(mddev, sector, mapping);
            List<Long> discarded = new ArrayList<>();
            driver.discard(mddev, sector, 1, (disk, at, length) -> discarded.addAll(List.of((long) disk, at, length)));
            fates.add(new Fate(mapping.disk(), mapping.sector(), discarded));
        }
        return fates;
    }

    private static Difference counted(List<Fate> one, List<Fate> other, BiPredicate<Fate, Fate> isSame) {
        Difference difference = new Difference(0, 0, one.size());
        for (int sector = 0; sector < one.size(); sector++)
            if (!isSame.test(one.get(sector), other.get(sector))) difference = difference.and(sector, 1);
        return difference;
    }

    private static boolean isAtSamePlace(Fate a, Fate b) {
        return a.disk == b.disk && a.sector == b.sector;
    }

    private static boolean discardsTheSame(Fate a, Fate b) {
        return a.discarded.equals(b.discarded);
    }

    private static boolean discardsWhatIsThere(Fate a, Fate b) {
        return a.discarded.equals(List.of((long) a.disk, a.sector, 1L));
    }

    /** Ascending sizes, up to so many disks of so many chunks. */
    private static Vector<Vector<Long>> disks(int most, int chunks, int chunk) {
        Vector<Vector<Long>> all = Vector.empty();
        Vector<Vector<Long>> some = Vector.of(Vector.empty());
        for (int count = 0; count < most; count++) {
            some = some.flatMap(sizes -> Vector.rangeClosed(1L, (long) chunks)
                    .map(size -> size * chunk)
                    .filter(size -> sizes.isEmpty() || size >= sizes.last())
                    .map(sizes::append));
            all = all.appendAll(some);
        }
        return all;
    }

    @Test
    void everySectorOfSmallArraysIsWhereItIsSaidToBe() {
        int compared = 0;
        int different = 0;
        for (int chunk : new int[] {2, 3})
            for (Vector<Long> disks : disks(4, 4, chunk)) {
                Vector<ArrayMap> maps = Vector.of(0, 1, 2)
                        .flatMap(layout -> KERNELS.map(kernel -> started(kernel, chunk, disks, layout)));
                Vector<List<Fate>> fates = maps.map(map -> fates(map.array()));
                for (int one = 0; one < maps.size(); one++)
                    for (int other = 0; other < maps.size(); other++) {
                        Comparison comparison = new Comparison(maps.get(one), maps.get(other));
                        assertThat(Comparison.runs(maps.get(one)))
                                .isEqualTo(!fates.get(one).isEmpty());
                        if (!comparison.runsOnBoth()) continue;
                        List<Fate> here = fates.get(one);
                        List<Fate> there = fates.get(other);
                        assertThat(comparison.mapping())
                                .as("%s", comparison)
                                .isEqualTo(counted(here, there, ComparisonTest::isAtSamePlace));
                        assertThat(comparison.discards())
                                .as("%s", comparison)
                                .isEqualTo(counted(here, there, ComparisonTest::discardsTheSame));
                        assertThat(Comparison.astray(maps.get(one)))
                                .isEqualTo(counted(here, here, ComparisonTest::discardsWhatIsThere));
                        compared++;
                        if (!comparison.mapping().isNone()) different++;
                    }
            }
        assertThat(compared).isEqualTo(COMPARED);
        assertThat(different).isEqualTo(DIFFERENT);
    }

    @Test
    void whatOneKernelDoesNotShowIsADifference() {
        Vector<Long> disks = Vector.of(1L << 53, 1L << 53);
        Comparison comparison = new Comparison(started("6.12", 8, disks, 1), started("7.2", 8, disks, 1));
        assertThat(comparison.isSame()).isFalse();
        assertThat(comparison.mapping()).isEqualTo(new Difference((1L << 54) - 1, 1, 1L << 54));
    }

    @Test
    void aShareIsOfAllSectors() {
        assertThat(new Difference(9, 2, 11).words()).isEqualTo("from array sector 9 on, 2 of 11 sectors (18.18%)");
        assertThat(new Difference(0, 8, 8).words()).isEqualTo("from array sector 0 on, 8 of 8 sectors (all)");
        assertThat(new Difference(5, 1, -1).words()).endsWith("1 of 18446744073709551615 sectors (less than 0.01%)");
        assertThat(new Difference(9, 2, 11).share()).isEqualByComparingTo("0.181818181818");
    }

    @Test
    void whatIsNotDecidedIsNotSaid() {
        Vector<Long> huge = Vector.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThatThrownBy(() -> new Comparison(started("6.1", 8, huge, 1), started("7.2", 8, huge, 1)))
                .isInstanceOf(UsageError.class)
                .hasMessage("the disks together have more sectors than 64 bits can count");
        long chunk = 1L << 30;
        Vector<Long> wide = Vector.fill(5, chunk);
        Comparison stripes = new Comparison(
                started("7.2", (int) chunk, wide, 1), started("7.2+stripe-64-bit", (int) chunk, wide, 1));
        assertThatThrownBy(stripes::mapping).isInstanceOf(UsageError.class).hasMessageStartingWith("not decided: ");
        Comparison same = new Comparison(started("6.1", (int) chunk, wide, 1), started("7.2", (int) chunk, wide, 1));
        assertThat(same.isSame()).isTrue();
    }
}
