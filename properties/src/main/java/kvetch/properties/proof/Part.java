package kvetch.properties.proof;

import io.vavr.collection.Vector;
import java.util.function.ToLongFunction;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;

/**
 * A number of an array that can be changed, with all others left as they are.
 *
 * @param name what it is called
 * @param lowest the least that it is looked at with
 * @param highest the most
 * @param reader what it is in an array
 * @param writer the array with another
 */
public record Part(String name, long lowest, long highest, ToLongFunction<ArrayCase> reader, Writer writer) {
    /** More disks no token has. */
    private static final int MOST_DISKS = 1 << 16;

    /** Changes a part. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Changes it.
         *
         * @param c an array
         * @param value what the part is to be
         * @return the array with that
         */
        ArrayCase write(ArrayCase c, long value);
    }

    /**
     * The array with another value of this part.
     *
     * @param c an array
     * @param value from {@link #lowest} to {@link #highest}
     * @return an array
     */
    public ArrayCase in(ArrayCase c, long value) {
        return writer.write(c, value);
    }

    /**
     * raid_disks alone.
     *
     * @return any int
     */
    public static Part raidDisks() {
        return ofInt("raid_disks", ArrayCase::raidDisks, (c, value) -> c.withRaidDisks((int) value));
    }

    /**
     * The chunk.
     *
     * @return any int
     */
    public static Part chunk() {
        return ofInt("chunk_sectors", ArrayCase::chunkSectors, (c, value) -> c.withChunk((int) value));
    }

    /**
     * The layout of the machine.
     *
     * @return any int
     */
    public static Part layout() {
        return ofInt("layout", c -> c.array().layouts().byDefault(), (c, value) -> c.withLayout((int) value));
    }

    private static Part ofInt(String name, ToLongFunction<ArrayCase> reader, Writer writer) {
        return new Part(name, Integer.MIN_VALUE, Integer.MAX_VALUE, reader, writer);
    }

    /**
     * Where the request begins.
     *
     * @return array sectors
     */
    public static Part start() {
        return new Part(
                "request from",
                0,
                Long.MAX_VALUE >> 1,
                ArrayCase::requestStart,
                (c, value) -> c.withRequest(value, c.requestSectors()));
    }

    /**
     * How long the request is.
     *
     * @return sectors
     */
    public static Part length() {
        return new Part(
                "request sectors",
                1,
                Long.MAX_VALUE >> 1,
                ArrayCase::requestSectors,
                (c, value) -> c.withRequest(c.requestStart(), value));
    }

    /**
     * How many disks of one size follow each other.
     *
     * @param run which of the runs of disks of one size, from 0
     * @param of how many runs there are
     * @param size that size, in sectors
     * @param withSlots whether raid_disks grows and shrinks with them, as it must for the array to start
     * @return a number of disks
     */
    public static Part disks(int run, int of, long size, boolean withSlots) {
        return new Part(
                of > 1 ? "disks of " + sectors(size) : withSlots ? "disks = raid_disks" : "disks",
                1,
                MOST_DISKS,
                c -> runs(c).get(run).disks(),
                (c, value) -> {
                    Vector<Run> runs = runs(c);
                    ArrayCase changed =
                            of(c, runs.update(run, new Run(runs.get(run).size(), (int) value)));
                    return withSlots ? changed.withRaidDisks(changed.disks()) : changed;
                });
    }

    /**
     * How large the disks of a run are, all of them.
     *
     * @param run which of the runs of disks of one size, from 0
     * @param of how many runs there are
     * @param size the size that they have, in sectors
     * @return sectors, less than 8 EiB
     */
    public static Part size(int run, int of, long size) {
        return new Part(
                of == 1 ? "sectors of a disk" : "sectors of a disk of " + sectors(size),
                Disks.SMALLEST,
                Disks.LARGEST,
                c -> runs(c).get(run).size(),
                (c, value) -> {
                    Vector<Run> runs = runs(c);
                    return of(c, runs.update(run, new Run(value, runs.get(run).disks())));
                });
    }

    private static String sectors(long size) {
        return Long.toUnsignedString(size) + " sectors";
    }

    /**
     * Disks of one size that follow each other.
     *
     * @param size in sectors
     * @param disks how many
     */
    public record Run(long size, int disks) {}

    /**
     * The disks of an array, as many of one size together.
     *
     * @param c an array
     * @return in the order of the disks
     */
    public static Vector<Run> runs(ArrayCase c) {
        Vector<Run> runs = Vector.empty();
        for (long size : c.diskSectors())
            runs = runs.nonEmpty() && runs.last().size() == size
                    ? runs.init().append(new Run(size, runs.last().disks() + 1))
                    : runs.append(new Run(size, 1));
        return runs;
    }

    private static ArrayCase of(ArrayCase c, Vector<Run> runs) {
        long[] sizes = new long[runs.map(Run::disks).sum().intValue()];
        int at = 0;
        for (Run run : runs) for (int i = 0; i < run.disks(); i++) sizes[at++] = run.size();
        return c.withDisks(sizes);
    }
}
