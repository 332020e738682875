package kvetch.properties.mutants;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * Has mistakes judged, in processes of their own, and keeps what came of each in a file, by what the sources are: a second run does
 * what is missing.
 */
final class Campaign {
    private static final Path FOLDER = Path.of("target", "mutants").toAbsolutePath();
    private static final List<String> MODULES = List.of("api", "allocators", "raid0", "properties");

    /** What Java says of a class that has a method less. */
    private static final String CANNOT_BE_REDEFINED = "class redefinition failed";

    private final Part part;
    private final Sources sources;
    private final Options options;
    private final Extent extent;
    private final Path folder;
    private final Path results;
    private final Reasons reasons = Reasons.read();
    private final Map<String, JsonObject> done = new LinkedHashMap<>();
    private final long started = System.nanoTime();
    private long spent;
    private final List<String> problems = new ArrayList<>();
    private int total;
    private int judged;
    private int unseen;
    private int leftOut;

    Campaign(Part part, Options options) {
        this.part = part;
        this.sources = Sources.read(part);
        this.options = options;
        this.extent = Extent.of(part, options.seeds());
        this.folder = FOLDER.resolve(part.name().toLowerCase(Locale.ROOT) + "-" + fingerprint());
        this.results = folder.resolve("results-" + extent.fileName() + ".jsonl");
    }

    /** Judges those that are not judged yet, as long as there is time, and returns a row for each that is judged. */
    List<Row> run(List<Mutant> mutants) {
        readResults();
        Queue<Mutant> left = new ConcurrentLinkedQueue<>();
        // Those that no array can show take longest, and come last.
        for (boolean isEquivalent : new boolean[] {false, true})
            for (Mutant mutant : mutants)
                if (result(mutant) == null && reasons.isEquivalent(mutant.id()) == isEquivalent) left.add(mutant);
        total = left.size();
        say(mutants.size() + " mistakes, " + total + " of them to be judged; results in " + results);
        if (total > 0 && !isOver()) prepare();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < options.processes() && total > 0; i++) {
            Path of = folder.resolve("court-" + i);
            Thread thread = new Thread(() -> judgeAll(left, of), "mutants-" + i);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        if (!problems.isEmpty()) throw new IllegalStateException(String.join("\n", problems));
        List<Row> rows = new ArrayList<>();
        for (Mutant mutant : mutants) {
            JsonObject result = result(mutant);
            if (result != null) rows.add(Row.of(mutant, result));
        }
        return rows;
    }

    /** How many were left out, as they do not compile or cannot be put in the place of what runs. */
    int leftOut() {
        return leftOut;
    }

    private Path pool() {
        return folder.resolve("pool-" + extent.fileName());
    }

    private void prepare() {
        try {
            Files.createDirectories(folder);
            if (part == Part.DRIVER) compile(sources.open(), opened());
            else Redefined.writeAgent(agent());
            lookAtWhatIsRight();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readResults() {
        try {
            if (!Files.exists(results)) return;
            for (String line : Files.readAllLines(results))
                note(JsonParser.parseString(line).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path opened() {
        return folder.resolve("opened");
    }

    private Path agent() {
        return folder.resolve("agent.jar");
    }

    static void compile(JavaFileObject source, Path into) throws IOException {
        for (Map.Entry<String, byte[]> type :
                new Javac().compile(List.of(source)).entrySet()) {
            Path file = into.resolve(type.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, type.getValue());
        }
    }

    /** The sources without a mistake are looked at once, for all. */
    private void lookAtWhatIsRight() throws IOException {
        if (Files.exists(pool())) return;
        court("pool.err").close();
    }

    private CourtProcess court(String errors) throws IOException {
        List<String> jvm =
                part == Part.DRIVER ? List.of() : List.of("-javaagent:" + agent(), "-XX:TieredStopAtLevel=1");
        return new CourtProcess(part, jvm, opened(), pool(), extent, folder.resolve(errors));
    }

    private void note(JsonObject result) {
        done.put(result.get("id").getAsString(), result);
    }

    /** What is known of it; null if nothing, or of another mistake that had its id. */
    private @Nullable JsonObject result(Mutant mutant) {
        JsonObject result = done.get(mutant.id());
        return result != null && result.get("change").getAsString().equals(mutant.change()) ? result : null;
    }

    private boolean isOver() {
        return (System.nanoTime() - started) / 60_000_000_000L >= options.minutes();
    }

    private void judgeAll(Queue<Mutant> left, Path of) {
        while (!left.isEmpty() && !isOver()) {
            try {
                judgeSome(left, of);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As many as one process can judge. */
    private void judgeSome(Queue<Mutant> left, Path of) throws IOException {
        try (CourtProcess court = court(of.getFileName() + ".err")) {
            for (Mutant mutant = left.poll(); mutant != null; mutant = isOver() ? null : left.poll()) {
                long asked = System.nanoTime();
                String line = court.ask(mutant.id());
                JsonObject told = told(mutant, line);
                add(mutant, told, System.nanoTime() - asked);
                if (line == null || told.has(Court.LAST)) return;
            }
        }
    }

    private JsonObject told(Mutant mutant, @Nullable String line) {
        return line == null ? ended(mutant) : JsonParser.parseString(line).getAsJsonObject();
    }

    /** A process that ends under a mistake has seen it, as check would: an error of the driver. */
    private synchronized void add(Mutant mutant, JsonObject told, long nanos) throws IOException {
        if (told.has(Court.PROBLEM)) {
            String problem = told.get(Court.PROBLEM).getAsString();
            say(mutant.id() + ": " + problem);
            // Where a condition binds a variable, its opposite binds none; and what runs cannot lose the method of a
            // lambda.
            if (problem.contains(Javac.DOES_NOT_COMPILE) || problem.contains(CANNOT_BE_REDEFINED)) leftOut++;
            else problems.add(mutant.id() + ": " + problem);
            return;
        }
        note(told);
        Files.writeString(results, told + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        judged++;
        spent += nanos;
        Row row = Row.of(mutant, told);
        if (row.seeds() == 0) {
            unseen++;
            say(mutant.id() + ": " + row.by());
        }
        long each = spent / 1_000_000 / judged / options.processes();
        say("%d of %d, %d not seen by check, %d.%d s each, %d min left"
                .formatted(judged, total, unseen, each / 1000, each / 100 % 10, each * (total - judged) / 60_000));
    }

    private JsonObject ended(Mutant mutant) {
        String sighting = "{\"by\":\"check\",\"law\":\"\",\"where\":\"\",\"tries\":0,\"token\":\"\","
                + "\"says\":\"the process ended, or took too long\"}";
        String each =
                String.join(",", java.util.Collections.nCopies(extent.seeds().size(), sighting));
        JsonObject result =
                JsonParser.parseString("{\"check\":[" + each + "],\"cpuMs\":0}").getAsJsonObject();
        result.addProperty("id", mutant.id());
        result.addProperty("change", mutant.change());
        return result;
    }

    private static void say(String line) {
        System.out.println("mutants: " + line);
    }

    /** Of all that a result depends on. */
    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Collection<Path> roots = new ArrayDeque<>();
            for (String module : MODULES) roots.add(Path.of("..", module, "src", "main", "java"));
            Path here = Path.of("src", "test", "java", "kvetch", "properties", "mutants");
            for (String judging : List.of("Extent", "Judge", "Mutated", "Places", "Pool", "Redefined", "Sources"))
                roots.add(here.resolve(judging + ".java"));
            for (Path root : roots)
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(file));
                    }
                }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
