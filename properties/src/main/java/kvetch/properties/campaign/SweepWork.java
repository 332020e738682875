package kvetch.properties.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import kvetch.api.CodeLocation;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.Stretch;
import kvetch.properties.Sweep;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;

/** A sweep of every value, cut by its requests: those of each kernel and allocator with each number of zones, one after the other. */
public final class SweepWork implements Work {
    private static final int GRAIN = 1 << 16;

    private final Vector<Setup> setups;
    private final Vector<Axis> axes;
    private final int fewestZones;
    private final int mostZones;
    private final MachineProfile machine;
    private final long timeoutMs;

    /**
     * A sweep.
     *
     * @param setups the kernels and allocators
     * @param fewestZones 1 or more
     * @param mostZones at most 64
     * @param machine the machine
     * @param timeoutMs how many milliseconds of processor time a value may take
     */
    public SweepWork(Vector<Setup> setups, int fewestZones, int mostZones, MachineProfile machine, long timeoutMs) {
        this.setups = setups;
        this.fewestZones = fewestZones;
        this.mostZones = mostZones;
        this.machine = machine;
        this.timeoutMs = timeoutMs;
        this.axes = setups.flatMap(
                setup -> Vector.rangeClosed(fewestZones, mostZones).map(zones -> new Axis(setup, zones)));
    }

    static Work of(Names names) {
        Vector<Integer> zones = names.integers("zones");
        return new SweepWork(
                names.setups(),
                zones.get(0),
                zones.get(1),
                MachineProfile.of(names.integer("page_size"), names.integer("memory_mib")),
                names.number("timeout_ms"));
    }

    /**
     * What is swept by itself.
     *
     * @param setup the kernel and the allocator
     * @param zones how many
     */
    public record Axis(Setup setup, int zones) {}

    /**
     * All that is swept.
     *
     * @return in the order in which it is gone through
     */
    public Vector<Axis> axes() {
        return axes;
    }

    /**
     * The machine.
     *
     * @return its profile
     */
    public MachineProfile machine() {
        return machine;
    }

    @Override
    public JsonObject description() {
        JsonObject json = new JsonObject();
        json.addProperty("command", Works.SWEEP.command());
        json.add("setups", Names.setups(setups));
        json.add("zones", Names.numbers(Vector.of(fewestZones, mostZones)));
        json.addProperty("page_size", machine.pageSize());
        json.addProperty("memory_mib", machine.memoryMib());
        json.addProperty("timeout_ms", timeoutMs);
        return json;
    }

    @Override
    public String units() {
        return "requests";
    }

    @Override
    public long size() {
        return axes.size() * Sweep.REQUESTS;
    }

    @Override
    public long grain() {
        return GRAIN;
    }

    @Override
    public JsonObject run(Stretch stretch, BooleanSupplier isCancelled) {
        JsonObject json = new JsonObject();
        JsonArray parts = new JsonArray();
        for (int axis : axes(stretch)) {
            Either<Misbehaviour, Vector<Sweep.Interval>> swept = swept(axis, stretch, isCancelled);
            if (swept.isLeft()) {
                json.addProperty("misbehaves_in", axis);
                break;
            }
            JsonObject part = new JsonObject();
            part.addProperty("axis", axis);
            JsonArray intervals = new JsonArray();
            for (Sweep.Interval interval : swept.get()) intervals.add(json(interval));
            part.add("intervals", intervals);
            parts.add(part);
        }
        json.add("parts", parts);
        return json;
    }

    /** Which of {@link #axes()} a stretch has something of. */
    private static Vector<Integer> axes(Stretch stretch) {
        return Vector.rangeClosed((int) (stretch.from() / Sweep.REQUESTS), (int) ((stretch.to() - 1) / Sweep.REQUESTS));
    }

    private Either<Misbehaviour, Vector<Sweep.Interval>> swept(int axis, Stretch stretch, BooleanSupplier isCancelled) {
        long before = axis * Sweep.REQUESTS;
        Stretch part =
                new Stretch(Math.max(0, stretch.from() - before), Math.min(Sweep.REQUESTS, stretch.to() - before));
        Axis what = axes.get(axis);
        return new Sweep(what.setup, what.zones, machine).requests(part, isCancelled, timeoutMs);
    }

    /**
     * What shards come to together.
     *
     * @param shards in the order of their numbers; they are asked for one by one, and none is kept
     * @return intervals of the values that they have, in order; or how an allocator misbehaved, which ends a sweep
     * @throws RuntimeException if one is not what {@link #run} returned
     */
    public Either<Misbehaviour, Map<Axis, Vector<Sweep.Interval>>> intervals(Iterable<Shard> shards) {
        Map<Axis, List<Sweep.Interval>> all = LinkedHashMap.empty();
        for (Shard shard : shards) {
            for (JsonElement each : shard.result().getAsJsonArray("parts")) {
                JsonObject part = each.getAsJsonObject();
                Axis axis = axes.get(part.get("axis").getAsInt());
                if (!all.containsKey(axis)) all = all.put(axis, new ArrayList<>());
                for (JsonElement interval : part.getAsJsonArray("intervals"))
                    Sweep.append(all.get(axis).get(), interval(interval.getAsJsonObject()));
            }
            JsonElement misbehaves = shard.result().get("misbehaves_in");
            if (misbehaves == null) continue;
            // What it does is seen again, and need not be written down.
            Either<Misbehaviour, ?> again = swept(misbehaves.getAsInt(), shard.stretch(), () -> false);
            if (again.isLeft()) return Either.left(again.getLeft());
            throw new IllegalStateException("what misbehaved in shard " + (shard.number() + 1) + " does so no more");
        }
        return Either.right(all.mapValues(Vector::ofAll));
    }

    private static JsonObject json(Sweep.Interval interval) {
        Sweep.Outcome outcome = interval.outcome();
        JsonObject json = new JsonObject();
        json.addProperty("first", interval.first());
        json.addProperty("last", interval.last());
        if (outcome.errno() != null) json.addProperty("errno", outcome.errno().name());
        json.addProperty("reason", outcome.reason());
        json.addProperty("logged", outcome.logged());
        if (outcome.splat() != null) json.addProperty("splat", outcome.splat().name());
        if (outcome.site() != null) {
            json.addProperty("file", outcome.site().file());
            json.addProperty("line", outcome.site().line());
            json.addProperty("function", outcome.site().function());
        }
        return json;
    }

    private static Sweep.Interval interval(JsonObject json) {
        return new Sweep.Interval(
                json.get("first").getAsInt(),
                json.get("last").getAsInt(),
                new Sweep.Outcome(
                        json.has("errno") ? Errno.valueOf(json.get("errno").getAsString()) : null,
                        json.get("reason").getAsString(),
                        json.get("logged").getAsBoolean(),
                        json.has("splat") ? Splat.Kind.valueOf(json.get("splat").getAsString()) : null,
                        json.has("file")
                                ? new CodeLocation(
                                        json.get("file").getAsString(),
                                        json.get("line").getAsInt(),
                                        json.get("function").getAsString())
                                : null));
    }
}
