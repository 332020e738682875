package kvetch.properties.mutants;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import kvetch.properties.sandbox.Lines;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/**
 * The process in which mistakes are judged, on the class path: those in the driver each as a driver of its own,
 * with the driver {@linkplain Sources#open opened} in front of it, and the others {@linkplain Redefined in place}. It reads the ids of
 * mistakes, one in a line, and writes what came of each, in a line of JSON. It ends where a driver hangs, since nothing else ends that.
 */
final class Court {
    /** Where it says what went wrong. */
    static final String PROBLEM = "problem";

    /** What the last thing that it says has. */
    static final String LAST = "last";

    /** Before the id of a mistake that is to be judged by whole checks, too. */
    static final String WHOLLY = "wholly ";

    private final Map<String, Mutant> mutants;

    /** Null where a mistake is in the driver. */
    private final @Nullable Redefined redefined;

    /** Null where it is in what the driver runs on. */
    private final @Nullable Mutated mutated;

    private final Places places;
    private final Pool pool;
    private final Reasons reasons = Reasons.read();

    private Court(Sources sources, @Nullable Redefined redefined, @Nullable Mutated mutated, Places places, Pool pool) {
        this.mutants = Generator.all(sources).stream().collect(Collectors.toMap(Mutant::id, Function.identity()));
        this.redefined = redefined;
        this.mutated = mutated;
        this.places = places;
        this.pool = pool;
    }

    /**
     * Judges.
     *
     * @param arguments the part; the file of the pool, which is written if it is not there; the extent
     * @throws IOException if that file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Path file = Path.of(arguments[1]);
        Extent extent = Extent.parse(List.of(arguments).subList(2, arguments.length));
        Sources sources = Sources.read(Part.valueOf(arguments[0]));
        Mutated mutated = sources.part() == Part.DRIVER ? new Mutated(sources) : null;
        Redefined redefined = mutated == null ? new Redefined(sources) : null;
        Places places = Places.of(sources);
        if (!Files.exists(file)) {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            if (redefined != null) redefined.note(places);
            Pool.of(extent, mutated == null ? null : mutated.noting(places)).write(part);
            if (redefined != null) redefined.mend();
            Files.move(part, file);
        }
        Court court = new Court(sources, redefined, mutated, places, Pool.read(extent, file));
        out.println("ready");
        for (String id = in.readLine(); id != null; id = in.readLine()) {
            boolean goesOn = court.tryToJudge(id, out);
            out.flush();
            if (!goesOn) Runtime.getRuntime().halt(0);
        }
        Runtime.getRuntime().halt(0);
    }

    /** Says so where it is this program that fails, lest that be taken for the driver's doing. */
    private boolean tryToJudge(String id, PrintStream out) {
        try {
            return judge(id, out);
        } catch (RuntimeException | LinkageError ours) {
            JsonObject problem = new JsonObject();
            problem.addProperty("id", id);
            problem.addProperty(PROBLEM, Lines.of(ours));
            problem.addProperty(LAST, true);
            out.println(problem);
            return false;
        }
    }

    /** Returns whether another can be judged in this process. */
    private boolean judge(String asked, PrintStream out) {
        String id = asked.replace(WHOLLY, "");
        Mutant mutant = mutants.get(id);
        if (mutant == null) throw new IllegalArgumentException("no mistake is called " + id);
        long started = cpuMs();
        JsonObject result = new JsonObject();
        result.addProperty("id", id);
        result.addProperty("change", mutant.change());
        Function<Host, Raid0> driver = mutated == null ? null : mutated.driver(mutant);
        Judge judge = new Judge(driver, places.of(mutant), pool);
        if (redefined != null) redefined.plant(mutant);
        JsonArray sightings = new JsonArray();
        Sighting first = null;
        // Where no array can show it, one run is enough to say that none did.
        boolean isEquivalent = reasons.isEquivalent(id);
        List<Long> seeds = pool.extent().seeds();
        for (long seed : isEquivalent ? seeds.subList(0, 1) : seeds) {
            Sighting sighting = judge.check(seed, first);
            sightings.add(json(sighting));
            if (first == null) first = sighting;
        }
        result.add("check", sightings);
        if (asked.startsWith(WHOLLY)) result.add("wholly", json(new WholeCheck(driver, pool).check(seeds.get(0))));
        else if (first == null) {
            Sighting other = judge.explore();
            if (other == null) other = judge.conform();
            result.add("other", json(other));
        }
        // Who hangs goes on to run what is mistaken.
        if (redefined != null && !judge.isHung()) redefined.mend();
        result.addProperty("cpuMs", cpuMs() - started);
        if (judge.isHung()) result.addProperty(LAST, true);
        out.println(result);
        return !judge.isHung();
    }

    private static JsonObject json(@Nullable Sighting sighting) {
        JsonObject json = new JsonObject();
        if (sighting == null) return json;
        json.addProperty("by", sighting.by());
        json.addProperty("law", sighting.law());
        json.addProperty("where", sighting.where());
        json.addProperty("tries", sighting.tries());
        json.addProperty("token", sighting.token());
        json.addProperty("says", sighting.says());
        return json;
    }

    private static long cpuMs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
    }
}
