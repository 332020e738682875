package kvetch.raid0;

import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import kvetch.api.MachineProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a request longer than a sector. */
class RequestTest {

    static Stream<String> resubmitting() {
        return Stream.of("5.10", "5.15", "7.0", "7.2", "hardened");
    }

    static Stream<String> mappingTheRemainder() {
        return Stream.of("6.1", "6.6", "6.12");
    }

    private static List<String> request(String kernel, Mddev mddev, long start, long sectors) {
        Rig rig = Rig.on(kernel);
        return rig.request(rig.started(mddev), start, sectors);
    }

    @ParameterizedTest
    @MethodSource("resubmitting")
    void resubmitCutsAtEveryChunk(String kernel) {
        assertThat(request(kernel, array(3, 48, 48), 0, 8))
                .containsExactly("disk 0: 0+3", "disk 1: 0+3", "disk 0: 3+2");
        assertThat(request(kernel, array(3, 48, 48), 2, 8))
                .containsExactly("disk 0: 2+1", "disk 1: 0+3", "disk 0: 3+3", "disk 1: 3+1");
        assertThat(request(kernel, array(1, 48, 48), 40, 8))
                .containsExactly(
                        "disk 0: 20+1",
                        "disk 1: 20+1",
                        "disk 0: 21+1",
                        "disk 1: 21+1",
                        "disk 0: 22+1",
                        "disk 1: 22+1",
                        "disk 0: 23+1",
                        "disk 1: 23+1");
    }

    @ParameterizedTest
    @MethodSource("mappingTheRemainder")
    void mapRemainderCutsOnceAndPutsTheRestInOnePiece(String kernel) {
        assertThat(request(kernel, array(3, 48, 48), 0, 8)).containsExactly("disk 0: 0+3", "disk 1: 0+5");
        assertThat(request(kernel, array(3, 48, 48), 2, 8)).containsExactly("disk 0: 2+1", "disk 1: 0+7");
        assertThat(request(kernel, array(1, 48, 48), 40, 8)).containsExactly("disk 0: 20+1", "disk 1: 20+7");
    }

    @Test
    void aRequestWithinAChunkIsNotCut() {
        for (String kernel : List.of("6.12", "7.2")) {
            assertThat(request(kernel, array(8, 64, 64), 8, 8)).containsExactly("disk 1: 0+8");
            assertThat(request(kernel, array(8, 64, 64), 9, 7)).containsExactly("disk 1: 1+7");
            assertThat(request(kernel, array(8, 64, 64), 15, 1)).containsExactly("disk 1: 7+1");
        }
    }

    @Test
    void aRequestOfAChunkIsCutOnceInBothWays() {
        for (String kernel : List.of("6.12", "7.2")) {
            assertThat(request(kernel, array(8, 64, 64), 9, 8)).containsExactly("disk 1: 1+7", "disk 0: 8+1");
            assertThat(request(kernel, array(24, 240, 240), 30, 24)).containsExactly("disk 1: 6+18", "disk 0: 24+6");
        }
    }

    @Test
    void aRequestCrossesFromZoneToZone() {
        for (String kernel : List.of("6.12", "7.2"))
            assertThat(request(kernel, array(Rig.Layout.ORIGINAL, 8, 43, 128, 200), 116, 8))
                    .containsExactly("disk 2: 36+4", "disk 2: 40+4");
    }

    @Test
    void noSectorsAreNoParts() {
        assertThat(request("7.2", array(8, 64, 64), 0, 0)).isEmpty();
    }

    // The end of a disk

    @Test
    void aPartPastTheEndOfItsDiskIsEio() {
        assertThat(request("6.1", array(1, 48, 48), 88, 8)).containsExactly("disk 0: 44+1", "disk 1: 44+7", "EIO");
        assertThat(request("6.1", array(3, 50, 50), 88, 8)).containsExactly("disk 1: 43+2", "disk 0: 45+6", "EIO");
        assertThat(request("7.2", array(1, 48, 48), 88, 8)).hasSize(8).doesNotContain("EIO");
    }

    @Test
    void theEndOfTheDiskIsItsRealOneAndNotThatOfItsLastWholeChunk() {
        // Of 50 sectors 48 are whole chunks.
        assertThat(request("6.1", array(3, 50, 50), 88, 7)).containsExactly("disk 1: 43+2", "disk 0: 45+5");
    }

    @Test
    void aMappingPastTheEndOfTheDiskIsEio() {
        // The stripe of 5 * 2^30 sectors wraps to 2^30.
        long[] disks = {1L << 31, 1L << 31, 1L << 31, 1L << 31, 1L << 31};
        assertThat(request("7.2", array(1 << 30, disks), 1L << 32, 8)).containsExactly("disk 4: 4294967296+8", "EIO");
        assertThat(request("hardened", array(1 << 30, disks), 1L << 32, 8)).containsExactly("disk 4: 0+8");
    }

    @Test
    void theEndOfTheDiskIsComparedUnsigned() {
        assertThat(request("7.2", array(8, -1), -16, 8)).containsExactly("disk 0: 18446744073709551600+8");
    }

    // The longest request

    @ParameterizedTest
    @CsvSource({
        "4096, 1, 8",
        "4096, 7, 8",
        "4096, 8, 8",
        "4096, 9, 9",
        "4096, 1024, 1024",
        "16384, 1, 32",
        "16384, 33, 33",
        "65536, 1, 128",
        "65536, 1024, 1024",
        // A bio holds an unsigned int of bytes.
        "4096, 8388607, 8388607",
        "4096, 8388608, 8388607",
        "4096, 2147483647, 8388607",
        "4096, -1, 8388607",
    })
    void theLongestRequestIsAChunkOrAPage(int pageSize, int chunk, long longest) {
        Rig rig = Rig.on("7.2", MachineProfile.of(pageSize, 2048));
        assertThat(rig.driver.maxRequestSectors(array(chunk, 64, 64))).isEqualTo(longest);
    }
}
