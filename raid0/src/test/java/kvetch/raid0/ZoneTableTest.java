package kvetch.raid0;

import static kvetch.raid0.Rig.Layout.ALTERNATE;
import static kvetch.raid0.Rig.Layout.ORIGINAL;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import kvetch.api.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in conf, strip_zone and devlist when an array has started, byte by byte, and the size that md reports. */
class ZoneTableTest {
    private final Rig rig = Rig.on("7.2");

    private static StripZone zone(long zoneEnd, long devStart, int nbDev, int diskShift) {
        return new StripZone(zoneEnd, devStart, nbDev, diskShift);
    }

    @Test
    void theTablesOfThreeZonesInTheOriginalLayout() {
        Mddev mddev = rig.started(array(ORIGINAL, 8, 43, 128, 200));
        assertThat(rig.bytes(rig.stripZone(mddev), 72))
                .containsExactly(
                        "78 00 00 00 00 00 00 00", // zone_end 40 * 3
                        "00 00 00 00 00 00 00 00", // dev_start
                        "03 00 00 00 00 00 00 00", // nb_dev, disk_shift
                        "28 01 00 00 00 00 00 00", // 120 + 88 * 2
                        "28 00 00 00 00 00 00 00",
                        "02 00 00 00 01 00 00 00", // 15 chunks before it, modulo 2
                        "70 01 00 00 00 00 00 00", // 296 + 72
                        "80 00 00 00 00 00 00 00",
                        "01 00 00 00 00 00 00 00");
        assertThat(rig.bytes(rig.devlist(mddev), 72))
                .containsExactly(
                        "00 00 00 00 00 a0 ff ff",
                        "00 04 00 00 00 a0 ff ff",
                        "00 08 00 00 00 a0 ff ff",
                        "00 04 00 00 00 a0 ff ff",
                        "00 08 00 00 00 a0 ff ff",
                        "00 00 00 00 00 00 00 00",
                        "00 08 00 00 00 a0 ff ff",
                        "00 00 00 00 00 00 00 00",
                        "00 00 00 00 00 00 00 00");
        assertThat(rig.calls()).containsExactly("kzalloc(24) conf", "kvzalloc(72) strip_zone", "kvzalloc(72) devlist");
        assertThat(mddev.arraySectors()).isEqualTo(368);
    }

    @Test
    void theAlternateLayoutHasNoDiskShift() {
        Mddev mddev = rig.started(array(ALTERNATE, 8, 43, 128, 200));
        assertThat(rig.bytes(rig.stripZone(mddev) + 24, 24))
                .containsExactly("28 01 00 00 00 00 00 00", "28 00 00 00 00 00 00 00", "02 00 00 00 00 00 00 00");
    }

    @Test
    void confPointsToTheTablesAndHoldsTheNumberOfZonesAndTheLayout() {
        Mddev mddev = rig.started(array(ALTERNATE, 8, 64, 128, 192));
        assertThat(Address.isZeroOrNull(rig.stripZone(mddev))).isFalse();
        assertThat(Address.isZeroOrNull(rig.devlist(mddev))).isFalse();
        assertThat(rig.bytes(mddev.privateData + 16, 8)).containsExactly("03 00 00 00 02 00 00 00");
    }

    @Test
    void whatIsReadBackIsWhatIsInTheTables() {
        Mddev mddev = rig.started(array(ORIGINAL, 8, 43, 128, 200));
        assertThat(rig.driver.zones(mddev))
                .containsExactly(zone(120, 0, 3, 0), zone(296, 40, 2, 1), zone(368, 128, 1, 0));
        assertThat(rig.driver.zoneDisks(mddev, 0)).containsExactly(0, 1, 2);
        assertThat(rig.driver.zoneDisks(mddev, 1)).containsExactly(1, 2);
        assertThat(rig.driver.zoneDisks(mddev, 2)).containsExactly(2);
        assertThat(rig.driver.layout(mddev)).isEqualTo(1);

        rig.machine.memory().writeU64(rig.stripZone(mddev) + 48, 0x1234);
        assertThat(rig.driver.zones(mddev).last()).isEqualTo(zone(0x1234, 128, 1, 0));
    }

    @Test
    void aZoneListsItsDisksInTheOrderOfTheSlots() {
        Mddev mddev = new Mddev().configure(3, 8).layout(Mddev.LAYOUT_ORIGINAL, 0);
        mddev.add(new Rdev(128, 2));
        mddev.add(new Rdev(200, 0));
        mddev.add(new Rdev(64, 1));
        rig.started(mddev);
        assertThat(rig.bytes(rig.devlist(mddev), 64))
                .containsExactly(
                        "00 04 00 00 00 a0 ff ff",
                        "00 08 00 00 00 a0 ff ff",
                        "00 00 00 00 00 a0 ff ff",
                        "00 04 00 00 00 a0 ff ff",
                        "00 00 00 00 00 a0 ff ff",
                        "00 00 00 00 00 00 00 00",
                        "00 04 00 00 00 a0 ff ff",
                        "00 00 00 00 00 00 00 00");
    }

    @Test
    void theDiskShiftIsTheChunksBeforeTheZoneModuloItsDisks() {
        Mddev mddev = rig.started(array(ORIGINAL, 8, 16, 40, 40, 40, 48, 48));
        assertThat(rig.driver.zones(mddev))
                .containsExactly(zone(96, 0, 6, 0), zone(216, 16, 5, 12 % 5), zone(232, 40, 2, 27 % 2));
    }

    @Test
    void disksOfOneSizeAfterRoundingMakeOneZone() {
        Mddev mddev = rig.started(array(8, 64, 71, 67));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(192, 0, 3, 0));
        assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactly(64L, 64L, 64L);
        assertThat(mddev.disks()).extracting(Rdev::deviceSectors).containsExactly(64L, 71L, 67L);
        assertThat(mddev.arraySectors()).isEqualTo(192);
    }

    // Disks shorter than a chunk

    @Test
    void aDiskShorterThanAChunkMakesAZoneOfNoSectors() {
        Mddev mddev = rig.started(array(ORIGINAL, 8, 64, 4, 200));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(0, 0, 3, 0), zone(128, 0, 2, 0), zone(264, 64, 1, 0));
        assertThat(rig.driver.zoneDisks(mddev, 1)).containsExactly(0, 2);
        assertThat(mddev.arraySectors()).isEqualTo(264);
    }

    @Test
    void anArrayOfDisksShorterThanAChunkStartsWithNoSectors() {
        Mddev mddev = rig.started(array(8, 4, 4));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(0, 0, 2, 0));
        assertThat(mddev.arraySectors()).isZero();
    }

    // The size that md reports

    @ParameterizedTest
    @CsvSource({
        // Only a power of two may be taken away as a mask.
        "24, 240, 192, 416, 432",
        "40, 320, 200, 520, 520",
        "3, 48, 51, 97, 99",
        "12, 24, 36, 52, 60",
        "8, 64, 71, 128, 128",
        "1, 5, 7, 12, 12",
    })
    void theReportedSizeMasksEachDiskWithTheChunkLessOne(
            int chunk, long first, long second, long reported, long zoneEnd) {
        Mddev mddev = rig.started(array(chunk, first, second));
        assertThat(mddev.arraySectors()).isEqualTo(reported);
        assertThat(rig.driver.zones(mddev).last().zoneEnd()).isEqualTo(zoneEnd);
    }

    @Test
    void theReportedSizeOfTheRecordedArrayOfSixDisksIsLessThanItsZones() {
        Mddev mddev = rig.started(array(ORIGINAL, 24, 240, 192, 240, 192, 192, 192));
        assertThat(mddev.arraySectors()).isEqualTo(1216);
        assertThat(rig.driver.zones(mddev).last().zoneEnd()).isEqualTo(1248);
    }

    // Where the integers end

    @Test
    void aNegativeChunkDividesAsUnsignedAndMultipliesBackAsSigned() {
        // 2^33 / (2^32 - 8) is 2, and 2 * -8 is -16. The mask is ~(-9), which is 8.
        Mddev mddev = rig.started(array(-8, 1L << 33, 1L << 33));
        assertThat(mddev.disks().get(0).sectors()).isEqualTo(-16);
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(-32, 0, 2, 0));
        assertThat(mddev.arraySectors()).isZero();
    }

    @Test
    void withANegativeChunkDisksBelow4GSectorsHaveNoSectors() {
        Mddev mddev = rig.started(array(-8, 64, 0xffff_fff7L));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(0, 0, 2, 0));
    }

    @Test
    void withANegativeChunkALongerDiskMayComeOutShorter() {
        // 2^34 / (2^32 - 8) is 4: -32. The chunks before zone 1 are (2^64 - 96) / (2^32 - 8) = 2^32 + 7.
        Mddev mddev = rig.started(array(ORIGINAL, -8, 1L << 33, 1L << 34, 1L << 33));
        assertThat(mddev.disks()).extracting(Rdev::sectors).containsExactly(-16L, -32L, -16L);
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(-96, 0, 3, 0), zone(-64, -32, 2, 1));
        assertThat(rig.driver.zoneDisks(mddev, 1)).containsExactly(0, 2);
    }

    @Test
    void aChunkOf2To31IsNegativeWhereItIsMultiplied() {
        Mddev mddev = rig.started(array(Integer.MIN_VALUE, 1L << 33));
        assertThat(mddev.disks().get(0).sectors()).isEqualTo(-(1L << 33));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(-(1L << 33), 0, 1, 0));
        // INT_MIN - 1 is INT_MAX: the mask is ~0x7fffffff.
        assertThat(mddev.arraySectors()).isEqualTo(-(1L << 33));
    }

    @ParameterizedTest
    @CsvSource({"5.10, -2147483648", "6.12, -2147483648", "7.0, 18014398509481983", "7.3, 18014398509481983"})
    void from70OnTheBlockLayerShows2To54SectorsLess1AtMost(String kernel, long capacity) {
        Rig other = Rig.on(kernel);
        Mddev mddev = other.started(array(Integer.MIN_VALUE, 1L << 31));
        assertThat(mddev.arraySectors()).isEqualTo(Integer.MIN_VALUE);
        assertThat(mddev.capacity()).isEqualTo(capacity);
        assertThat(other.machine.log().mkString())
                .isEqualTo(capacity < 0 ? "" : "md0: truncate capacity from -2147483648 to 18014398509481983");
        other.driver.stop(mddev);
        assertThat(mddev.capacity()).isZero();
    }

    @Test
    void whatIsWithinTheCapIsShownAsItIs() {
        Rig capped = Rig.on("7.3");
        assertThat(capped.started(array(1, Mddev.CAPPED_SECTORS)).capacity()).isEqualTo((1L << 54) - 1);
        assertThat(capped.machine.log()).isEmpty();
        Mddev more = capped.started(array(1, Mddev.CAPPED_SECTORS - 2, 3));
        assertThat(more.arraySectors()).isEqualTo(1L << 54);
        assertThat(more.capacity()).isEqualTo((1L << 54) - 1);
    }

    @Test
    void zoneEndWrapsAt2To64() {
        Mddev mddev = rig.started(array(8, 1L << 63, 1L << 63));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(0, 0, 2, 0));
        assertThat(mddev.arraySectors()).isZero();

        Mddev three = rig.started(array(8, 1L << 63, 1L << 63, 1L << 63));
        assertThat(rig.driver.zones(three)).containsExactly(zone(1L << 63, 0, 3, 0));
    }

    @Test
    void theZoneAfterAWrapGoesOnFromThere() {
        Mddev mddev = rig.started(array(8, 1L << 63, (1L << 63) + 8));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(0, 0, 2, 0), zone(8, 1L << 63, 1, 0));
        assertThat(mddev.arraySectors()).isEqualTo(8);
    }

    @Test
    void sizesAreComparedUnsigned() {
        Mddev mddev = rig.started(array(1, -1, 5));
        assertThat(rig.driver.zones(mddev)).containsExactly(zone(10, 0, 2, 0), zone(4, 5, 1, 0));
        assertThat(rig.driver.zoneDisks(mddev, 1)).containsExactly(0);
    }
}
