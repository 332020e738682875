package kvetch.raid0;

import static kvetch.raid0.Rig.Layout.ALTERNATE;
import static kvetch.raid0.Rig.Layout.ORIGINAL;
import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kvetch.api.OopsException;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;

/** What a discard throws away: examples, and what happens where a kernel's integers are too small. */
class DiscardTest {
    private final Rig rig = Rig.on("7.2");

    @Test
    void theRecordedDiscards() {
        Mddev mddev = rig.started(array(ORIGINAL, 40, 320, 320, 200));
        assertThat(rig.discard(mddev, 266, 12)).containsExactly("disk 0: 106+12");
        mddev = rig.started(array(ORIGINAL, 8, 48, 48, 48));
        assertThat(rig.discard(mddev, 78, 45)).containsExactly("disk 0: 30+13", "disk 1: 24+16", "disk 2: 24+16");
        mddev = rig.started(array(ALTERNATE, 8, 32, 32, 48, 48));
        assertThat(rig.discard(mddev, 104, 11)).containsExactly("disk 1: 24+8", "disk 2: 24+3");
        mddev = rig.started(array(ALTERNATE, 64, 576, 599, 599, 599));
        assertThat(rig.discard(mddev, 1421, 744))
                .containsExactly("disk 0: 384+192", "disk 1: 384+181", "disk 2: 333+179", "disk 3: 320+192");
    }

    @Test
    void aDiscardIsCutAtTheEndOfTheZone() {
        // In the original layout the 15th chunk, the first of zone 1, is on the second disk of the zone.
        Mddev original = rig.started(array(ORIGINAL, 8, 43, 128, 200));
        assertThat(rig.discard(original, 112, 16)).containsExactly("disk 2: 32+8", "disk 2: 40+8");
        assertThat(rig.discard(original, 112, 24)).containsExactly("disk 2: 32+8", "disk 1: 40+8", "disk 2: 40+8");
        Mddev alternate = rig.started(array(ALTERNATE, 8, 43, 128, 200));
        assertThat(rig.discard(alternate, 112, 16)).containsExactly("disk 2: 32+8", "disk 1: 40+8");
    }

    @Test
    void aDiscardOfEverythingIsTheWholeChunksOfEachDiskZoneByZone() {
        for (Rig.Layout layout : Rig.Layout.values())
            assertThat(rig.discard(rig.started(array(layout, 8, 43, 128, 200)), 0, 368))
                    .containsExactly(
                            "disk 0: 0+40",
                            "disk 1: 0+40",
                            "disk 2: 0+40",
                            "disk 1: 40+88",
                            "disk 2: 40+88",
                            "disk 2: 128+72");
    }

    @Test
    void aDiscardWithinAChunkRotatesBothItsEnds() {
        Mddev original = rig.started(array(ORIGINAL, 8, 43, 128, 200));
        assertThat(rig.discard(original, 121, 3)).containsExactly("disk 2: 41+3");
        assertThat(rig.discard(original, 126, 4)).containsExactly("disk 1: 40+2", "disk 2: 46+2");
    }

    @Test
    void zonesOfNoSectorsAreSkipped() {
        assertThat(rig.discard(rig.started(array(ORIGINAL, 8, 64, 4, 200)), 0, 264))
                .containsExactly("disk 0: 0+64", "disk 2: 0+64", "disk 2: 64+136");
    }

    @Test
    void noSectorsAreNoRanges() {
        assertThat(rig.discard(rig.started(array(8, 64, 64)), 5, 0)).isEmpty();
    }

    @Test
    void aDiscardPastTheLastZoneIsABug() {
        Mddev mddev = rig.started(array(8, 64, 64));
        assertThatThrownBy(() -> rig.discard(mddev, 120, 9)).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.BUG);
            assertThat(oops.splat().site().function()).isEqualTo("find_zone");
        });
    }

    // Where the integers end

    @Test
    void aStripeOf2To32SectorsIsADivideError() {
        Mddev mddev = rig.started(array(1 << 30, 1L << 40, 1L << 40, 1L << 40, 1L << 40));
        assertThatThrownBy(() -> rig.discard(mddev, 0, 8)).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.DIVIDE_ERROR);
            assertThat(oops.splat().site().function()).isEqualTo("raid0_handle_discard");
            assertThat(oops.splat().callTrace()).startsWith("raid0_make_request");
        });
    }

    /** Three chunks of 2^30 sectors: the third starts at 2^31, which is negative as an int. */
    private static Mddev ofWideStripes() {
        return array(1 << 30, 1L << 30, 1L << 30, 1L << 30);
    }

    @Test
    void anOffsetInTheStripeOf2To31IsNegativeAndTheDiscardIsLost() {
        Mddev mddev = rig.started(ofWideStripes());
        assertThat(rig.map(mddev, 1L << 31)).isEqualTo("disk 2 sector 0");
        assertThat(rig.discard(mddev, 1L << 31, 8)).isEmpty();
    }

    @Test
    void aDiscardThatEndsThereThrowsAwayAllOfTheThirdDisk() {
        assertThat(rig.discard(rig.started(ofWideStripes()), (1L << 31) - 8, 16))
                .containsExactly("disk 1: 1073741816+8", "disk 2: 0+1073741824");
    }

    @Test
    void belowThatADiscardIsRight() {
        assertThat(rig.discard(rig.started(ofWideStripes()), (1L << 30) - 8, 16))
                .containsExactly("disk 0: 1073741816+8", "disk 1: 0+8");
    }

    @Test
    void theHardenedDriverKeepsTheOffsetWhole() {
        Rig hardened = Rig.on("hardened");
        Mddev mddev = hardened.started(ofWideStripes());
        assertThat(hardened.discard(mddev, 1L << 31, 8)).containsExactly("disk 2: 0+8");
        assertThat(hardened.discard(mddev, (1L << 31) - 8, 16)).containsExactly("disk 1: 1073741816+8", "disk 2: 0+8");
    }

    @Test
    void aNegativeChunkIsSignedInTheDiscard() {
        // 16 / -8 is disk index -2, which as unsigned is past both disks: each is discarded up to a chunk, 2^64 - 8.
        Mddev mddev = rig.started(array(-8, 1L << 33, 1L << 33));
        assertThat(rig.discard(mddev, 0, 16))
                .containsExactly("disk 0: 0+18446744073709551608", "disk 1: 0+18446744073709551608");
    }

    @Test
    void aStripeAbove2To32SectorsIsDividedByWhatIsLeftOfIt() {
        // 5 * 2^30 wraps to 2^30: every chunk is a stripe, and starts on disk 0.
        Mddev mddev = rig.started(array(1 << 30, 1L << 31, 1L << 31, 1L << 31, 1L << 31, 1L << 31));
        assertThat(rig.discard(mddev, 1L << 30, 8)).containsExactly("disk 0: 1073741824+8");
        assertThat(rig.map(mddev, 1L << 30)).isEqualTo("disk 1 sector 1073741824");
    }
}
