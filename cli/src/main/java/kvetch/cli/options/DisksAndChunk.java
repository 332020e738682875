package kvetch.cli.options;

import io.vavr.collection.Vector;
import kvetch.cli.console.UsageError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --disks} and {@code --chunk}: an array that is told on the command line. */
public final class DisksAndChunk {
    @Option(
            names = "--disks",
            paramLabel = "SIZE,...",
            description = "The sizes of the disks, in slots 0, 1, ...; at least one.")
    private @Nullable String disks;

    @Option(names = "--chunk", paramLabel = "SIZE", description = "The chunk: 8 sectors or 4K, say.")
    private @Nullable String chunk;

    /** Whether either was. */
    public boolean isGiven() {
        return disks != null || chunk != null;
    }

    /** The sizes of the disks, in sectors. */
    public Vector<Long> disks() {
        if (disks == null) throw new UsageError("say which disks: --disks SIZE,..., such as --disks 64,128,200");
        if (disks.isBlank()) throw new UsageError("--disks names no disk: give sizes with commas, such as 64,128,200");
        Vector<Long> sizes = Vector.empty();
        for (String size : disks.split(",", -1)) {
            String what = "disk " + sizes.size() + " of --disks";
            if (size.isBlank())
                throw new UsageError(
                        what + " is missing in '" + disks + "': give sizes with commas, such as 64,128,200");
            sizes = sizes.append(Numbers.sectors(size, what));
        }
        return sizes;
    }

    /** chunk_sectors, 0 to 2^31 - 1. */
    public int chunkSectors() {
        if (chunk == null) throw new UsageError("say which chunk: --chunk SIZE, such as --chunk 8 or --chunk 512K");
        long sectors = Numbers.sectors(chunk, "--chunk");
        if (sectors > Integer.MAX_VALUE)
            throw new UsageError("--chunk is too large: '" + chunk + "' is more than " + Integer.MAX_VALUE
                    + " sectors, the most that chunk_sectors can say");
        return (int) sectors;
    }
}
