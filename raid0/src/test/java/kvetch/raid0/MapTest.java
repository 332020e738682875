package kvetch.raid0;

import static kvetch.raid0.Rig.Layout.ALTERNATE;
import static kvetch.raid0.Rig.Layout.ORIGINAL;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a sector goes: examples, and what happens where a kernel's integers are too small. */
class MapTest {
    private final Rig rig = Rig.on("7.2");

    private static long[] disks(int count, long sectors) {
        long[] sizes = new long[count];
        Arrays.fill(sizes, sectors);
        return sizes;
    }

    private void mapDies(Mddev mddev, long sector, Splat.Kind kind, String function) {
        assertThatThrownBy(() -> rig.map(mddev, sector)).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(kind);
            assertThat(oops.splat().site().function()).isEqualTo(function);
            assertThat(oops.splat().callTrace())
                    .containsExactly("raid0_make_request", "md_handle_request", "md_submit_bio", "submit_bio");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "7, 0, 7",
        "8, 1, 0",
        "23, 2, 7",
        "24, 0, 8",
        "119, 2, 39", // zone 0
        "120, 2, 40",
        "127, 2, 47",
        "128, 1, 40",
        "136, 2, 48",
        "295, 1, 127", // zone 1: the 15th chunk is odd
        "296, 2, 128",
        "367, 2, 199", // zone 2
    })
    void theDiskFollowsFromTheArraySectorInTheOriginalLayout(long sector, int disk, long diskSector) {
        Mddev mddev = rig.started(array(ORIGINAL, 8, 43, 128, 200));
        assertThat(rig.map(mddev, sector)).isEqualTo("disk " + disk + " sector " + diskSector);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "119, 2, 39",
        "120, 1, 40",
        "127, 1, 47",
        "128, 2, 40",
        "136, 1, 48",
        "295, 2, 127",
        "296, 2, 128",
        "367, 2, 199",
    })
    void theDiskFollowsFromTheOffsetInTheZoneInTheAlternateLayout(long sector, int disk, long diskSector) {
        Mddev mddev = rig.started(array(ALTERNATE, 8, 43, 128, 200));
        assertThat(rig.map(mddev, sector)).isEqualTo("disk " + disk + " sector " + diskSector);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "23, 0, 23",
        "24, 1, 0",
        "144, 0, 24",
        "1151, 5, 191",
        "1152, 0, 192",
        "1176, 2, 192",
        "1215, 0, 231"
    })
    void aChunkThatIsNoPowerOfTwo(long sector, int disk, long diskSector) {
        Mddev mddev = rig.started(array(ORIGINAL, 24, 240, 192, 240, 192, 192, 192));
        assertThat(rig.map(mddev, sector)).isEqualTo("disk " + disk + " sector " + diskSector);
    }

    @Test
    void zonesOfNoSectorsAreSkipped() {
        Mddev mddev = rig.started(array(ORIGINAL, 8, 64, 4, 200));
        assertThat(rig.map(mddev, 0)).isEqualTo("disk 0 sector 0");
        assertThat(rig.map(mddev, 8)).isEqualTo("disk 2 sector 0");
        assertThat(rig.map(mddev, 263)).isEqualTo("disk 2 sector 199");
    }

    @Test
    void sectorsFrom2To63OnAreUnsigned() {
        Mddev one = rig.started(array(3, -1));
        assertThat(rig.map(one, (1L << 63) + 1)).isEqualTo("disk 0 sector 9223372036854775809");
        assertThat(rig.map(one, -2)).isEqualTo("disk 0 sector 18446744073709551614");
        Mddev three = rig.started(array(1, disks(3, 1L << 62)));
        assertThat(rig.map(three, (1L << 63) + 1)).isEqualTo("disk 0 sector 3074457345618258603");
    }

    @Test
    void theTablesAreReadFromMemoryEachTime() {
        Mddev mddev = rig.started(array(8, 64, 64));
        rig.machine.memory().writeU64(rig.devlist(mddev), rig.machine.memory().readU64(rig.devlist(mddev) + 8));
        assertThat(rig.map(mddev, 0)).isEqualTo("disk 1 sector 0");
        rig.machine.memory().writeU64(rig.stripZone(mddev) + 8, 1000);
        assertThat(rig.map(mddev, 0)).isEqualTo("disk 1 sector 1000");
    }

    @Test
    void anEntryOfDevlistThatIsNoDiskIsAPageFault() {
        Mddev mddev = rig.started(array(8, 64, 64));
        for (long pointer : new long[] {0, -1, 0xffff_a000_0000_0001L, 0xffff_a000_0000_0800L}) {
            rig.machine.memory().writeU64(rig.devlist(mddev), pointer);
            mapDies(mddev, 0, Splat.Kind.OOPS, "raid0_make_request");
        }
    }

    // find_zone

    @ParameterizedTest
    @CsvSource({"368", "369", "9223372036854775807", "-1"})
    void aSectorPastTheLastZoneIsABug(long sector) {
        mapDies(rig.started(array(ORIGINAL, 8, 43, 128, 200)), sector, Splat.Kind.BUG, "find_zone");
    }

    @Test
    void anArrayOfNoSectorsHasNoZoneForTheFirst() {
        mapDies(rig.started(array(8, 4, 4)), 0, Splat.Kind.BUG, "find_zone");
    }

    @Test
    void whereZoneEndWrappedTheZoneIsNotFound() {
        mapDies(rig.started(array(8, 1L << 63, 1L << 63)), 0, Splat.Kind.BUG, "find_zone");
        // Zone 0 ends at 0, and zone 1 at 8.
        Mddev mddev = rig.started(array(8, 1L << 63, (1L << 63) + 8));
        assertThat(rig.map(mddev, 0)).isEqualTo("disk 1 sector 9223372036854775808");
        mapDies(mddev, 8, Splat.Kind.BUG, "find_zone");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "119, 0", "120, 1", "295, 1", "296, 2", "367, 2"})
    void theZoneOfASectorIsTheFirstThatEndsBehindIt(long sector, int zone) {
        Mddev mddev = rig.started(array(8, 43, 129, 200));
        assertThat(rig.driver.zoneOf(mddev, sector)).isEqualTo(zone);
    }

    @Test
    void theZoneOfASectorIsThatOfTheArrayAsItIsNow() {
        Mddev mddev = rig.started(array(8, 64, 128));
        assertThat(rig.driver.zoneOf(mddev, 130)).isEqualTo(1);
        Mddev other = rig.started(array(8, 128, 128));
        assertThat(rig.driver.zoneOf(other, 130)).isZero();
        assertThatThrownBy(() -> rig.driver.zoneOf(other, 256))
                .isInstanceOfSatisfying(
                        OopsException.class,
                        oops -> assertThat(oops.splat().callTrace().head()).isEqualTo("raid0_make_request"));
    }

    // map_sector

    @Test
    void aStripeOf2To32SectorsIsADivideError() {
        // 4 << 30 is 0 in an int.
        mapDies(rig.started(array(1 << 30, disks(4, 1L << 40))), 0, Splat.Kind.DIVIDE_ERROR, "map_sector");
        mapDies(rig.started(array(1 << 29, disks(8, 1L << 40))), 0, Splat.Kind.DIVIDE_ERROR, "map_sector");
        mapDies(rig.started(array(Integer.MIN_VALUE, disks(2, 1L << 40))), 0, Splat.Kind.DIVIDE_ERROR, "map_sector");
    }

    @Test
    void aStripeOf2To32SectorsOfAChunkThatIsNoPowerOfTwoIsADivideErrorToo() {
        // 3 * 2^29 * 8 is 3 * 2^32.
        mapDies(rig.started(array(3 << 29, disks(8, 1L << 40))), 0, Splat.Kind.DIVIDE_ERROR, "map_sector");
    }

    @Test
    void aStripeJustBelow2To32SectorsIsTheDivisorItShouldBe() {
        // 3 << 30 is negative in an int, and sector_div takes it as the u32 it was.
        Mddev mddev = rig.started(array(1 << 30, disks(3, 1L << 31)));
        assertThat(rig.map(mddev, (3L << 30) - 1)).isEqualTo("disk 2 sector 1073741823");
        assertThat(rig.map(mddev, 3L << 30)).isEqualTo("disk 0 sector 1073741824");
    }

    @Test
    void aStripeAbove2To32SectorsIsDividedByWhatIsLeftOfIt() {
        // 5 << 30 is 1 << 30: the second chunk counts as the second row.
        Mddev mddev = rig.started(array(1 << 30, disks(5, 1L << 31)));
        assertThat(rig.map(mddev, (1L << 30) - 1)).isEqualTo("disk 0 sector 1073741823");
        assertThat(rig.map(mddev, 1L << 30)).isEqualTo("disk 1 sector 1073741824");
        assertThat(rig.map(mddev, 1L << 32)).isEqualTo("disk 4 sector 4294967296");
    }

    @Test
    void aStripeAbove2To32SectorsOfAChunkThatIsNoPowerOfTwoIsToo() {
        // 3 * 2^28 * 6 is 2^32 + 2^29.
        Mddev mddev = rig.started(array(3 << 28, disks(6, 1L << 40)));
        assertThat(rig.map(mddev, 3L << 28)).isEqualTo("disk 1 sector 805306368");
        assertThat(rig.map(mddev, 3L << 29)).isEqualTo("disk 2 sector 2415919104");
    }

    @Test
    void aChunkOf2To31IsAPowerOfTwo() {
        Mddev one = rig.started(array(Integer.MIN_VALUE, 1L << 33));
        assertThat(rig.map(one, 5 * (1L << 31) + 7)).isEqualTo("disk 0 sector 10737418247");
        // 3 << 31 is 1 << 31.
        Mddev three = rig.started(array(Integer.MIN_VALUE, disks(3, 1L << 33)));
        assertThat(rig.map(three, (1L << 31) - 1)).isEqualTo("disk 0 sector 2147483647");
        assertThat(rig.map(three, 1L << 31)).isEqualTo("disk 1 sector 2147483648");
    }

    @Test
    void aNegativeChunkIsUnsignedInTheMapping() {
        // The chunk is 2^32 - 8 sectors, and a stripe of two 2^32 - 16.
        Mddev mddev = rig.started(array(-8, 1L << 33, 1L << 33));
        assertThat(rig.map(mddev, 0xffff_ffefL)).isEqualTo("disk 0 sector 4294967279");
        assertThat(rig.map(mddev, 0xffff_fff0L)).isEqualTo("disk 0 sector 8589934568");
        assertThat(rig.map(mddev, 0xffff_fff8L)).isEqualTo("disk 1 sector 4294967288");
    }
}
