package kvetch.properties.laws;

import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.QueueLimit;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/** Q1: the limits of the queue. */
final class LimitsOfArray extends RunningArrayLaw {
    LimitsOfArray() {
        super(
                "Q1",
                "limits are those of the array",
                "The limits that the driver gives the block layer are those of the array: io_min is the chunk, io_opt the chunk"
                        + " times the disks, in bytes, or the largest request where that is more.",
                "limits are those of the array");
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
            judgement.violation("io_min is not the chunk", evidence(QueueLimit.IO_MIN, array.ioMin(), chunk));
        else if (array.ioOpt() != right(stripe))
            judgement.violation(
                    "io_opt is not the chunk times the disks", evidence(QueueLimit.IO_OPT, array.ioOpt(), stripe));
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
        return array.ioMin() == right(chunk) && array.ioOpt() == right(chunk * c.disks()) ? null : c;
    }

    /** So many sectors in bytes; no request has more than a bio holds, so none is better larger. */
    private static long right(long sectors) {
        return Math.min(sectors, Raid0.MAX_BIO_SECTORS) << 9;
    }
}
