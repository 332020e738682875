package kvetch.properties.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.api.Splat;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Integrity;
import kvetch.properties.vectors.Recording.DiscardRecording;
import kvetch.properties.vectors.Recording.Extent;
import kvetch.properties.vectors.Recording.MapRecording;
import kvetch.properties.vectors.Recording.Run;
import kvetch.properties.vectors.Recording.RunRecording;
import kvetch.properties.vectors.Recording.Setup;
import kvetch.properties.vectors.Recording.Warn;
import org.jspecify.annotations.Nullable;

/** Writes what {@link RecordingReader} reads: a recording is a line. */
public final class RecordingWriter {
    private RecordingWriter() {}

    /**
     * A life.
     *
     * @param life the recording
     * @return a line without its end
     */
    public static String line(LifeRecording life) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", life.kind());
        line.addProperty("kernel", life.origin().kernel().release());
        line.addProperty("memory_mib", life.memoryMib());
        JsonArray steps = new JsonArray();
        for (LifeStep step : life.steps()) steps.add(json(step));
        line.add("steps", steps);
        return line.toString();
    }

    /**
     * A start.
     *
     * @param run the recording
     * @return a line without its end
     */
    public static String line(RunRecording run) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", run.kind());
        line.addProperty("kernel", run.origin().kernel().release());
        add(line, run.setup());
        line.addProperty("add_errno", run.addErrno());
        line.addProperty("errno", run.errno());
        line.add("array_sectors", number(run.arraySectors()));
        line.add("warn", json(run.warn()));
        return line.toString();
    }

    /**
     * A whole array.
     *
     * @param map the recording
     * @return a line without its end
     */
    public static String line(MapRecording map) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", map.kind());
        line.add("kernels", kernels(map.origin()));
        add(line, map.setup());
        line.addProperty("errno", map.errno());
        line.add("array_sectors", number(map.arraySectors()));
        line.add("runs", runs(map.runs()));
        return line.toString();
    }

    /**
     * A discard.
     *
     * @param discard the recording
     * @return a line without its end
     */
    public static String line(DiscardRecording discard) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", discard.kind());
        line.add("kernels", kernels(discard.origin()));
        add(line, discard.setup());
        line.addProperty("errno", discard.errno());
        line.add("start", number(discard.start()));
        line.add("sectors", number(discard.sectors()));
        line.add("discarded", extents(discard.discarded()));
        return line.toString();
    }

    private static JsonArray kernels(Recording.Origin origin) {
        JsonArray kernels = new JsonArray();
        for (Recording.Kernel kernel : origin.kernels()) kernels.add(kernel.release());
        return kernels;
    }

    private static void add(JsonObject line, Setup setup) {
        line.addProperty("memory_mib", setup.memoryMib());
        line.addProperty("layout", setup.layout());
        line.addProperty("chunk_sectors", setup.chunkSectors());
        line.addProperty("raid_disks", setup.raidDisks());
        line.add("disk_sectors", numbers(setup.diskSectors()));
    }

    // Steps

    private static JsonObject json(LifeStep step) {
        JsonObject json = new JsonObject();
        json.addProperty("do", step.name());
        if (step instanceof LifeStep.Start start) {
            addArray(json, start);
            if (step.death() == null) addOutcome(json, start.outcome());
        } else if (step instanceof LifeStep.Map map) {
            json.add("runs", runs(map.runs()));
        } else if (step instanceof LifeStep.Request request) {
            json.add("start", number(request.start()));
            json.add("sectors", number(request.sectors()));
            if (step.death() == null) json.addProperty("errno", request.errno());
            if (step.death() == null) json.add("runs", runs(request.runs()));
        } else if (step instanceof LifeStep.Discard discard) {
            json.add("start", number(discard.start()));
            json.add("sectors", number(discard.sectors()));
            if (step.death() == null) json.add("discarded", extents(discard.discarded()));
        }
        Splat.Kind death = step.death();
        if (death != null) json.addProperty("dies", LifeReader.word(death));
        return json;
    }

    private static void addArray(JsonObject json, LifeStep.Start start) {
        Array array = start.array();
        if (start.isAnew())
            json.add("disk_sectors", numbers(Vector.ofAll(array.disks().sizes())));
        if (!array.disks().areInOrder())
            json.add("slots", integers(array.disks().slots()));
        int[] blocks = new int[array.disks().count()];
        for (int i = 0; i < blocks.length; i++) blocks[i] = array.blockSizes().ofDisk(i);
        if (start.isAnew() && (array.blockSizes().differ() || array.blockSizes().largest() != BlockSizes.USUAL))
            json.add("block_bytes", integers(blocks));
        if (array.integrity() != Integrity.NONE) json.addProperty("integrity", LifeReader.word(array.integrity()));
        json.addProperty("raid_disks", array.raidDisks());
        json.addProperty("chunk_sectors", array.chunkSectors());
        json.addProperty("layout", array.layouts().byDefault());
        if (!array.layouts().isUsual())
            json.addProperty("own_layout", array.layouts().own());
        if (start.failAt() != 0) json.addProperty("fail_at", start.failAt());
        if (start.refusedDisks().nonEmpty())
            json.add(
                    "refused_disks",
                    integers(start.refusedDisks()
                            .toJavaStream()
                            .mapToInt(Integer::intValue)
                            .toArray()));
    }

    private static void addOutcome(JsonObject json, LifeStep.Outcome outcome) {
        json.addProperty("errno", outcome.errno());
        if (outcome.errno() == 0) {
            json.add("array_sectors", number(outcome.arraySectors()));
            json.add("io_min", number(outcome.limits().get(0)));
            json.add("io_opt", number(outcome.limits().get(1)));
        }
        if (outcome.isWarnKnown() || outcome.warn() != null) json.add("warn", json(outcome.warn()));
    }

    // Values

    private static JsonElement json(@Nullable Warn warn) {
        if (warn == null) return JsonNull.INSTANCE;
        JsonObject json = new JsonObject();
        json.addProperty("file", warn.file());
        json.addProperty("line", warn.line());
        json.addProperty("function", warn.function());
        return json;
    }

    private static JsonArray runs(Vector<Run> runs) {
        JsonArray array = new JsonArray();
        for (Run run : runs)
            array.add(numbers(Vector.of(run.arraySector(), run.length(), (long) run.disk(), run.diskSector())));
        return array;
    }

    private static JsonArray extents(Vector<Extent> extents) {
        JsonArray array = new JsonArray();
        for (Extent extent : extents)
            array.add(numbers(Vector.of((long) extent.disk(), extent.diskSector(), extent.length())));
        return array;
    }

    private static JsonArray numbers(Vector<Long> numbers) {
        JsonArray array = new JsonArray();
        for (Long number : numbers) array.add(number(number));
        return array;
    }

    private static JsonArray integers(int... numbers) {
        JsonArray array = new JsonArray();
        for (int number : numbers) array.add(number);
        return array;
    }

    private static JsonElement number(@Nullable Long unsigned) {
        if (unsigned == null) return JsonNull.INSTANCE;
        return new JsonPrimitive(new BigInteger(Long.toUnsignedString(unsigned)));
    }
}
