package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.api.Splat;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Integrity;
import kvetch.properties.vectors.Recording.Run;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a life. What is as usual need not be there. */
final class LifeReader {
    private static final int MOST_ERRNO = 4095;
    private static final int LARGEST_BLOCK = 65536;
    private static final int USUAL_LAYOUT = -1;

    /** Sectors that a step may be about, each of which is compared. */
    private static final long MOST_SECTORS = 1L << 24;

    private @Nullable Array before;
    private boolean fails;

    private LifeReader() {}

    static Vector<LifeStep> read(Fields life) {
        LifeReader reader = new LifeReader();
        Vector<LifeStep> steps = life.objects("steps", reader::step);
        if (steps.isEmpty() && life.problem() == null) life.bad("steps", "it must hold at least one step");
        return steps;
    }

    private LifeStep step(Fields fields) {
        Vector<String> names = Vector.of("start", "map", "request", "discard", "stop");
        String name = fields.choice("do", names, word -> word);
        if (fields.problem() != null) return new LifeStep.Stop(null);
        if (before == null && !name.equals("start")) fields.bad("do", "the first step must be \"start\"");
        Splat.Kind death =
                fields.has("dies") ? fields.choice("dies", Vector.of(Splat.Kind.values()), LifeReader::word) : null;
        return switch (name) {
            case "start" -> start(fields, death);
            case "map" -> new LifeStep.Map(runs(fields), death);
            case "request" ->
                new LifeStep.Request(
                        fields.u64("start"),
                        sectors(fields),
                        death == null ? fields.i32("errno", 0, MOST_ERRNO) : 0,
                        death == null ? runs(fields) : Vector.empty(),
                        death);
            case "discard" ->
                new LifeStep.Discard(
                        fields.u64("start"),
                        fields.u64("sectors"),
                        death == null ? fields.extents("discarded") : Vector.empty(),
                        death);
            default -> new LifeStep.Stop(death);
        };
    }

    /** What a kind of death is called in a file. */
    static String word(Splat.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static long sectors(Fields fields) {
        long sectors = fields.u64("sectors");
        if (Long.compareUnsigned(sectors, MOST_SECTORS) > 0)
            fields.bad("sectors", "it must be at most " + MOST_SECTORS);
        return sectors;
    }

    private static Vector<Run> runs(Fields fields) {
        Vector<Run> runs = fields.runs("runs");
        for (Run run : runs)
            if (Long.compareUnsigned(run.length(), MOST_SECTORS) > 0)
                fields.bad("runs", "a run must be of at most " + MOST_SECTORS + " sectors, because each is compared");
        return runs;
    }

    private LifeStep start(Fields fields, Splat.@Nullable Kind death) {
        boolean isAnew = fields.has("disk_sectors") || before == null;
        int failAt = fields.has("fail_at") ? fields.i32("fail_at", 1, Integer.MAX_VALUE) : 0;
        if (failAt != 0 && fails) fields.bad("fail_at", "an allocation may fail in one step only");
        fails |= failAt != 0;
        Array array = array(fields, isAnew, before);
        before = array;
        int most = array.disks().count() - 1;
        return new LifeStep.Start(
                array,
                isAnew,
                failAt,
                fields.has("refused_disks") ? fields.i32s("refused_disks", 0, most) : Vector.empty(),
                death == null ? outcome(fields) : LifeStep.Outcome.UNKNOWN,
                death);
    }

    private static Array array(Fields fields, boolean isAnew, @Nullable Array before) {
        long[] sizes = isAnew || before == null
                ? fields.u64s("disk_sectors")
                        .toJavaStream()
                        .mapToLong(Long::longValue)
                        .toArray()
                : before.disks().sizes();
        ArrayCase array = ArrayCase.of(fields.i32("chunk_sectors"), sizes)
                .withRaidDisks(fields.i32("raid_disks"))
                .withLayout(fields.i32("layout"))
                .withOwnLayout(fields.has("own_layout") ? fields.i32("own_layout") : USUAL_LAYOUT);
        if (fields.has("slots")) array = array.withSlots(numbers(fields, "slots", sizes.length, Integer.MIN_VALUE));
        if (fields.has("block_bytes")) array = array.withBlockSizes(blocks(fields, sizes.length));
        else if (!isAnew && before != null)
            array = array.withBlockSizes(before.blockSizes().toArray());
        if (!fields.has("integrity")) return array.array();
        return array.withIntegrity(fields.choice("integrity", Vector.of(Integrity.values()), LifeReader::word))
                .array();
    }

    static String word(Integrity integrity) {
        return integrity.name().toLowerCase(Locale.ROOT);
    }

    private static int[] blocks(Fields fields, int disks) {
        int[] bytes = numbers(fields, "block_bytes", disks, BlockSizes.USUAL);
        for (int size : bytes)
            if (Integer.bitCount(size) != 1 || size > LARGEST_BLOCK)
                fields.bad("block_bytes", "each must be a power of two up to " + LARGEST_BLOCK);
        return bytes;
    }

    /** One for each disk. */
    private static int[] numbers(Fields fields, String name, int disks, int least) {
        Vector<Integer> numbers = fields.i32s(name, least, Integer.MAX_VALUE);
        if (numbers.size() != disks) {
            fields.bad(name, "it must have a number for each of the " + disks + " disks");
            return new int[disks];
        }
        return numbers.toJavaStream().mapToInt(Integer::intValue).toArray();
    }

    private static LifeStep.Outcome outcome(Fields fields) {
        int errno = fields.i32("errno", 0, MOST_ERRNO);
        boolean isWarnKnown = fields.isThere("warn");
        return new LifeStep.Outcome(
                errno,
                errno == 0 ? fields.u64("array_sectors") : 0,
                errno == 0 ? Vector.of(fields.u64("io_min"), fields.u64("io_opt")) : Vector.empty(),
                isWarnKnown ? fields.warnOrNull("warn") : null,
                isWarnKnown);
    }
}
