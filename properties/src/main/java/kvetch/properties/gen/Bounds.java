package kvetch.properties.gen;

import java.util.Random;
import java.util.function.IntSupplier;

/**
 * Within which bounds numbers are drawn that all else about an array follows from. Without bounds what is drawn is the same as ever.
 *
 * @param disks how many disks there are
 * @param chunks chunk_sectors
 */
public record Bounds(Range disks, Range chunks) {
    /** Any. */
    public static final Bounds NONE = new Bounds(Range.ANY, Range.ANY);

    /**
     * Some ints.
     *
     * @param least the least
     * @param most the most
     */
    public record Range(int least, int most) {
        static final Range ANY = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

        /** So often a number is drawn as ever, before any within the range will do. */
        private static final int PATIENCE = 200;

        public boolean has(int value) {
            return least <= value && value <= most;
        }

        int draw(Random random, IntSupplier asEver) {
            for (int i = 0; i < PATIENCE; i++) {
                int value = asEver.getAsInt();
                if (has(value)) return value;
            }
            return (int) (least + (long) (random.nextDouble() * ((long) most - least + 1)));
        }
    }

    public Bounds withDisks(Range value) {
        return new Bounds(value, chunks);
    }

    public Bounds withChunks(Range value) {
        return new Bounds(disks, value);
    }

    /** Whether an array lies within them. */
    public boolean have(int numberOfDisks, int chunkSectors) {
        return disks.has(numberOfDisks) && chunks.has(chunkSectors);
    }
}
