package kvetch.properties.laws;

import java.math.BigInteger;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/** Z2: the cover of the zones. */
final class ZonesCoverDisks extends RunningArrayLaw {
    /** What breaks Z1, too. */
    static final String TOO_LARGE = "the disks have more sectors than 64 bits count";

    ZonesCoverDisks() {
        super(
                "Z2",
                "zones cover all sectors",
                "Zones cover all sectors: the last zone_end equals the array size md reports, both equal the sum of the disks'"
                        + " whole chunks, and the block device shows as much.",
                "zones cover all sectors");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public Scene scene() {
        return Scene.ZONES;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        judgement.tested();
        // What md says, whatever the block layer makes of it.
        long arraySectors = array.arraySectors();
        BigInteger whole = array.sumOfWholeChunks();
        long shown = array.capacity();
        if (shown != arraySectors && (shown != Mddev.CAPPED_SECTORS || Long.compareUnsigned(arraySectors, shown) < 0))
            judgement.violation(
                    "the block device shows another size than md reports",
                    new Evidence.Note("md reports " + Long.toUnsignedString(arraySectors) + ", the block device has "
                            + Long.toUnsignedString(shown)));
        if (!array.showsZones()) {
            judgeSize(array, arraySectors, whole, judgement);
            return;
        }
        long lastZoneEnd = array.zones().last().zoneEnd();
        if (!new BigInteger(Long.toUnsignedString(lastZoneEnd)).equals(whole))
            judgement.violation(
                    array.arrayCase().array().isTooLarge()
                            ? TOO_LARGE
                            : "the zones do not cover the disks' whole chunks",
                    new Evidence.Cover(lastZoneEnd, whole));
        else if (arraySectors != lastZoneEnd)
            judgement.violation(
                    arraySectors == masked(array)
                            ? "the array size is not the end of the last zone"
                            : "md reports another size than the zones hold",
                    new Evidence.Size(arraySectors, lastZoneEnd));
    }

    /** From outside, there is the size alone. */
    private static void judgeSize(RunningArray array, long arraySectors, BigInteger whole, Judgement judgement) {
        if (new BigInteger(Long.toUnsignedString(arraySectors)).equals(whole)) return;
        judgement.violation(
                whole.bitLength() > Long.SIZE && array.arrayCase().chunkSectors() > 0
                        ? "the disks have more sectors than 64 bits count"
                        : arraySectors == masked(array)
                                ? "the array size is not the end of the last zone"
                                : "md reports another size than the zones hold",
                new Evidence.Cover(arraySectors, whole));
    }

    /** The size where each disk is rounded as if the chunk were a power of two, which is a cause of its own. */
    private static long masked(RunningArray array) {
        ArrayCase c = array.arrayCase();
        long sum = 0;
        for (int i = 0; i < c.disks(); i++) sum += array.wholeChunks(i) & -array.chunk();
        return sum;
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        array.tested();
        ArrayCase c = array.arrayCase();
        long whole = 0;
        for (int i = 0; i < c.disks(); i++) whole += c.diskSectors(i) / c.chunkSectors() * c.chunkSectors();
        long end = array.zone(array.zones() - 1).zoneEnd();
        return end == whole && array.arraySectors() == whole ? null : c;
    }
}
