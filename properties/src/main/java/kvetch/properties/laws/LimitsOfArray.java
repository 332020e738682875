package kvetch.properties.laws;

import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.QueueLimit;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import org.jspecify.annotations.Nullable;

/** Q1: the limits of the queue. */
final class LimitsOfArray extends RunningArrayLaw {
    LimitsOfArray() {
        super(
                "Q1",
                "limits are those of the array",
                "The limits that the driver gives the block layer are those of the array: io_min is the chunk, io_opt the chunk"
                        + " times the disks, in bytes, or the largest bio where that is more, and no request is longer than a"
                        + " chunk, or a page if that is more.",
                "limits are those of the array");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public String lookFirstAt() {
        return "M3 and M4 of the same allocator: the limits come from the array's parameters and from nothing in the tables";
    }

    @Override
    public Scene scene() {
        return Scene.ZONES;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        // Where nothing can be read or written no size is best.
        if (array.capacity() == 0) return;
        judgement.tested();
        long chunk = array.chunk();
        long stripe = chunk * array.arrayCase().disks();
        if (array.ioMin() != right(chunk))
            judgement.violation(
                    what("io_min is not the chunk", chunk), evidence(QueueLimit.IO_MIN, array.ioMin(), chunk));
        else if (array.ioOpt() != right(stripe))
            judgement.violation(
                    what("io_opt is not the chunk times the disks", stripe),
                    evidence(QueueLimit.IO_OPT, array.ioOpt(), stripe));
        if (array.maxRequestSectors() != array.longestRequest())
            judgement.violationWithAnySign(
                    "the largest request is not the chunk",
                    evidence(
                            QueueLimit.MAX_HW_SECTORS,
                            array.maxRequestSectors() << 9,
                            Math.max(chunk, array.arrayCase().machine().pageSize() >> 9)));
    }

    /** A limit that 32 bits do not hold is wrong for a reason of its own. */
    private static String what(String wrong, long sectors) {
        return sectors <= BlockLayer.LARGEST_BIO ? wrong + ", though 32 bits hold it" : wrong;
    }

    private static Evidence evidence(QueueLimit limit, long given, long sectors) {
        return new Evidence.WrongLimit(limit, given, sectors << 9, right(sectors));
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        if (array.arraySectors() == 0) return null;
        array.tested();
        ArrayCase c = array.arrayCase();
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        boolean isRight = array.ioMin() == right(chunk)
                && array.ioOpt() == right(chunk * c.disks())
                && array.maxRequestSectors() == BlockLayer.longestRequest(c);
        return isRight ? null : c;
    }

    /** So many sectors in bytes; no request has more than a bio holds, so none is better larger. */
    private static long right(long sectors) {
        return Math.min(sectors, BlockLayer.LARGEST_BIO) << 9;
    }
}
