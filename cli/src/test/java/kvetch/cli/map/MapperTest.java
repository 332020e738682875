package kvetch.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.util.Random;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.cli.console.Style;
import kvetch.cli.console.UsageError;
import kvetch.cli.options.Choice;
import kvetch.cli.options.SectorRange;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The runs of a map against the same array mapped sector by sector. */
final class MapperTest {
    private final Providers providers = Providers.load();

    private ArrayMap.Array array(int chunk, int layout, Long... disks) {
        return new ArrayMap.Array(
                KernelProfiles.find("7.2").get(),
                Choice.allocator(providers, "kvzalloc"),
                Vector.of(disks),
                disks.length,
                chunk,
                layout);
    }

    private void assertRunsAreThoseOfSectors(ArrayMap.Array array, @Nullable SectorRange part) {
        ArrayMap map = new Mapper(providers, array).map(part);
        assertThat(map.errno()).isNull();
        var machine = Machine.boot(MachineProfile.of(4096, 2048), providers.allocators()::kernelProvider);
        Raid0 driver = array.kernel()
                .driver(
                        machine,
                        machine.memory(),
                        machine.allocator(array.allocator().family()),
                        machine::allocator);
        Mddev mddev = new Mddev()
                .configure(array.raidDisks(), array.chunkSectors())
                .layout(Mddev.LAYOUT_UNKNOWN, array.layout());
        for (int i = 0; i < array.diskSectors().size(); i++)
            mddev.add(new Rdev(array.diskSectors().get(i), i));
        assertThat(driver.run(mddev)).isEqualTo(RunResult.Started.STARTED);
        Mapping mapping = new Mapping();
        long at = part == null ? 0 : part.from();
        ArrayMap.Run before = null;
        for (ArrayMap.Run run : map.mapped().runs()) {
            assertThat(run.arraySector()).isEqualTo(at);
            for (long i = 0; i < run.length(); i++) {
                driver.map(mddev, at + i, mapping);
                assertThat(mapping.disk()).as("disk of %s in %s", at + i, array).isEqualTo(run.disk());
                assertThat(mapping.sector())
                        .as("sector of %s in %s", at + i, array)
                        .isEqualTo(run.diskSector() + i);
            }
            if (before != null && before.disk() == run.disk())
                assertThat(run.diskSector()).as("runs are maximal").isNotEqualTo(before.diskSector() + before.length());
            before = run;
            at += run.length();
        }
        assertThat(at).isEqualTo(part == null ? mddev.arraySectors() : part.to());
    }

    @Test
    void smallArrays() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            int chunk = random.nextInt(6) == 0 ? 16 : 1 << random.nextInt(5);
            Long[] disks = new Long[1 + random.nextInt(5)];
            for (int j = 0; j < disks.length; j++) disks[j] = 2L + random.nextInt(150);
            assertRunsAreThoseOfSectors(array(chunk, 1 + random.nextInt(2), disks), null);
        }
    }

    @Test
    void chunksThatAreNoPowerOfTwo() {
        assertRunsAreThoseOfSectors(array(24, 1, 240L, 192L, 480L), new SectorRange(0, 640));
        assertRunsAreThoseOfSectors(array(5, 2, 65L, 130L), null);
    }

    @Test
    void rowsThatWrapIn32Bits() {
        assertRunsAreThoseOfSectors(array(1431655766, 1, 1431655766L, 1431655766L, 1431655766L), null);
        long disk = 1L << 30;
        for (long edge = disk; edge < 5 * disk; edge += disk)
            assertRunsAreThoseOfSectors(
                    array(1 << 30, 1, disk, disk, disk, disk, disk), new SectorRange(edge - 20, edge + 20));
    }

    @Test
    void partsAtZoneEdgesAndFarOut() {
        assertRunsAreThoseOfSectors(array(8, 2, 64L, 128L, 200L), new SectorRange(185, 199));
        assertRunsAreThoseOfSectors(
                array(1024, 1, 7730941132L, 8589934592L), new SectorRange(15461881340L, 15461885440L));
        assertRunsAreThoseOfSectors(array(8, 1, 1L << 62, 1L << 62), new SectorRange((1L << 54) - 40, (1L << 54) - 1));
    }

    @Test
    void whatIsPastTheCapIsOutOfReach() {
        ArrayMap.Array array = array(8, 1, 1L << 62, 1L << 62);
        ArrayMap map = new Mapper(providers, array).map(new SectorRange(0, 8));
        assertThat(map.mapped().arraySectors()).isEqualTo(1L << 63);
        assertThat(map.mapped().capacity()).isEqualTo((1L << 54) - 1);
        assertThatThrownBy(() -> new Mapper(providers, array).map(new SectorRange(1L << 54, (1L << 54) + 8)))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("18014398509481983 sectors");
        assertThat(new MapText(new Style(false), 100).of(map))
                .contains("the block layer shows 18014398509481983 of them; no request reaches what lies past that");
    }

    @Test
    void aCallerThatIsKilledHearsOfNoErrno() {
        ArrayMap.Array array = array(8, 1, 64L);
        ArrayMap.Array large = new ArrayMap.Array(
                array.kernel(), array.allocator(), array.diskSectors(), 253_000_000, 8, array.layout());
        ArrayMap map = new Mapper(providers, large).map(null);
        assertThat(map.killed()).isTrue();
        assertThat(map.died()).isFalse();
        assertThat(map.errno()).isNull();
        assertThat(new MapText(new Style(false), 100).of(map))
                .contains("the caller is killed, out of memory: no devlist of 2024000000 bytes from kvzalloc")
                .contains("Out of memory: Killed process: create_strip_zones");
        assertThat(MapJson.of(map)).contains("\"errno\":null", "\"kind\":\"oom_kill\"");
    }

    @Test
    void oneLargeDiskIsOneRun() {
        ArrayMap map = new Mapper(providers, array(1024, 1, 1L << 30)).map(null);
        assertThat(map.mapped().runs()).containsExactly(new ArrayMap.Run(0, 1L << 30, 0, 0));
    }
}
