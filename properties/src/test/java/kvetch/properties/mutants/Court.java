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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kvetch.properties.sandbox.Lines;
import org.jspecify.annotations.Nullable;

/**
 * The process in which mistakes are judged, on the class path: those in the driver one after another, with the driver
 * {@linkplain Sources#open opened} in front of it, and each of the others with the class that has it in front. It reads the ids of
 * mistakes, one in a line, and writes what came of each, in a line of JSON. It ends where a driver hangs, since nothing else ends that.
 */
final class Court {
    /** Where it says what went wrong. */
    static final String PROBLEM = "problem";

    /** What the last thing that it says has. */
    static final String LAST = "last";

    private final Map<String, Mutant> mutants;
    private final @Nullable Mutated mutated;
    private final List<Long> seeds;
    private final Set<String> known;
    private final Reasons reasons = Reasons.read();

    private Court(Sources sources, @Nullable Mutated mutated, List<Long> seeds, Set<String> known) {
        this.mutants = Generator.all(sources).stream().collect(Collectors.toMap(Mutant::id, Function.identity()));
        this.mutated = mutated;
        this.seeds = seeds;
        this.known = known;
    }

    /**
     * Judges.
     *
     * @param arguments the part; the file of what is known of it as it is, which is written if it is not there; the seeds
     * @throws IOException if that file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Long> seeds = Stream.of(arguments[2].split(",")).map(Long::valueOf).toList();
        Path file = Path.of(arguments[1]);
        Sources sources = Sources.read(Part.valueOf(arguments[0]));
        Mutated mutated = sources.part() == Part.DRIVER ? new Mutated(sources) : null;
        if (!Files.exists(file)) {
            Set<String> known = Judge.known(mutated == null ? null : mutated.driver(null), seeds);
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, known);
            Files.move(part, file);
        }
        Court court = new Court(sources, mutated, seeds, new TreeSet<>(Files.readAllLines(file)));
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
    private boolean judge(String id, PrintStream out) {
        Mutant mutant = mutants.get(id);
        if (mutant == null) throw new IllegalArgumentException("no mistake is called " + id);
        long started = cpuMs();
        JsonObject result = new JsonObject();
        result.addProperty("id", id);
        result.addProperty("change", mutant.change());
        Judge judge = new Judge(mutated == null ? null : mutated.driver(mutant), known);
        JsonArray sightings = new JsonArray();
        Sighting first = null;
        boolean everSeen = false;
        // Where no array can show it, one run is enough to say that none did.
        boolean isEquivalent = reasons.isEquivalent(id);
        for (long seed : isEquivalent ? seeds.subList(0, 1) : seeds) {
            Sighting sighting = judge.check(seed, first);
            sightings.add(json(sighting));
            if (first == null) first = sighting;
            everSeen |= sighting != null;
        }
        result.add("check", sightings);
        if (!everSeen) {
            Sighting other = judge.explore();
            if (other == null) other = judge.conform();
            result.add("other", json(other));
        }
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
