package kvetch.properties.mutants;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
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

    /** Processor time after which a mistake is given up. */
    private static final long MOST_MINUTES = 20;

    private final Part part;
    private final Sources sources;
    private final Options options;
    private final Path folder;
    private final Path results;
    private final Map<String, JsonObject> done = new LinkedHashMap<>();
    private long spent;
    private final List<String> problems = new ArrayList<>();
    private int total;
    private int judged;
    private int unseen;

    Campaign(Part part, Options options) {
        this.part = part;
        this.sources = Sources.read(part);
        this.options = options;
        this.folder = FOLDER.resolve(part.name().toLowerCase(Locale.ROOT) + "-" + fingerprint());
        this.results = folder.resolve("results-" + options.seeds().replace(',', '-') + ".jsonl");
    }

    /** Judges those that are not judged yet, and returns a row for each. */
    List<Row> run(List<Mutant> mutants) {
        prepare();
        Queue<Mutant> left = new ConcurrentLinkedQueue<>();
        for (Mutant mutant : mutants) if (result(mutant) == null) left.add(mutant);
        total = left.size();
        say(mutants.size() + " mistakes, " + total + " of them to be judged; results in " + results);
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

    private String knownName() {
        return "known-" + options.seeds().replace(',', '-') + ".txt";
    }

    private void prepare() {
        try {
            Files.createDirectories(folder);
            if (part == Part.DRIVER) compile(sources.open(), opened());
            lookAtWhatIsRight();
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

    private static void compile(JavaFileObject source, Path into) throws IOException {
        for (Map.Entry<String, byte[]> type :
                new Javac().compile(List.of(source)).entrySet()) {
            Path file = into.resolve(type.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, type.getValue());
        }
    }

    /** What is known of the sources without a mistake is written once, for all. */
    private void lookAtWhatIsRight() throws IOException {
        if (Files.exists(folder.resolve(knownName()))) return;
        Process process = court(opened(), folder.resolve("known.err"));
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            if (in.readLine() == null) throw new IllegalStateException("no court: see " + folder + "/known.err");
        } finally {
            process.destroy();
        }
    }

    private Process court(Path inFront, Path errors) throws IOException {
        return new ProcessBuilder(command(inFront))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    private void note(JsonObject result) {
        done.put(result.get("id").getAsString(), result);
    }

    /** What is known of it; null if nothing, or of another mistake that had its id. */
    private @Nullable JsonObject result(Mutant mutant) {
        JsonObject result = done.get(mutant.id());
        return result != null && result.get("change").getAsString().equals(mutant.change()) ? result : null;
    }

    private void judgeAll(Queue<Mutant> left, Path of) {
        while (!left.isEmpty()) {
            try {
                if (part == Part.DRIVER) judgeSome(left, of);
                else judgeOne(left.poll(), of);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One that all of the process is made with. */
    private void judgeOne(@Nullable Mutant mutant, Path of) throws IOException {
        if (mutant == null) return;
        Path inFront = of.resolve("in-front");
        Path errors = of.resolveSibling(of.getFileName() + ".err");
        compile(sources.with(mutant), inFront);
        long asked = System.nanoTime();
        Process process = court(inFront, errors);
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter out = process.outputWriter(StandardCharsets.UTF_8)) {
            String line = in.readLine() == null ? null : ask(mutant, process, in, out);
            JsonObject told =
                    line == null ? ended(mutant) : JsonParser.parseString(line).getAsJsonObject();
            add(mutant, told, System.nanoTime() - asked);
        } finally {
            process.destroyForcibly();
            try (Stream<Path> files = Files.walk(inFront)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) Files.delete(file);
            }
        }
    }

    /** As many as one process can judge. */
    private void judgeSome(Queue<Mutant> left, Path of) throws IOException {
        Path errors = of.resolveSibling(of.getFileName() + ".err");
        Process process = court(opened(), errors);
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter out = process.outputWriter(StandardCharsets.UTF_8)) {
            if (in.readLine() == null) throw new IllegalStateException("no court: see " + errors);
            for (Mutant mutant = left.poll(); mutant != null; mutant = left.poll()) {
                long asked = System.nanoTime();
                String line = ask(mutant, process, in, out);
                JsonObject told = line == null
                        ? ended(mutant)
                        : JsonParser.parseString(line).getAsJsonObject();
                add(mutant, told, System.nanoTime() - asked);
                if (line == null || told.has(Court.LAST)) return;
            }
        } finally {
            process.destroy();
        }
    }

    private static @Nullable String ask(Mutant mutant, Process process, BufferedReader in, BufferedWriter out) {
        Thread watch = new Thread(() -> giveUp(process), "watch");
        watch.setDaemon(true);
        watch.start();
        try {
            out.write(mutant.id() + "\n");
            out.flush();
            return in.readLine();
        } catch (IOException ended) {
            return null;
        } finally {
            watch.interrupt();
        }
    }

    private static void giveUp(Process process) {
        long before = cpuMinutes(process);
        try {
            while (cpuMinutes(process) - before < MOST_MINUTES) Thread.sleep(1000);
            process.destroyForcibly();
        } catch (InterruptedException judged) {
            // In time.
        }
    }

    private static long cpuMinutes(Process process) {
        return process.info().totalCpuDuration().map(time -> time.toMinutes()).orElse(0L);
    }

    /** A process that ends under a mistake has seen it, as check would: an error of the driver. */
    private synchronized void add(Mutant mutant, JsonObject told, long nanos) throws IOException {
        if (told.has(Court.PROBLEM)) {
            problems.add(mutant.id() + ": " + told.get(Court.PROBLEM).getAsString());
            say(problems.get(problems.size() - 1));
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
                String.join(",", java.util.Collections.nCopies(options.seeds().split(",", -1).length, sighting));
        JsonObject result =
                JsonParser.parseString("{\"check\":[" + each + "],\"cpuMs\":0}").getAsJsonObject();
        result.addProperty("id", mutant.id());
        result.addProperty("change", mutant.change());
        return result;
    }

    private static void say(String line) {
        System.out.println("mutants: " + line);
    }

    private List<String> command(Path inFront) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                inFront + File.pathSeparator + Javac.path(),
                Court.class.getName(),
                part.name(),
                folder.resolve(knownName()).toString(),
                options.seeds());
    }

    /** Of all that a result depends on. */
    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Collection<Path> roots = new ArrayDeque<>();
            for (String module : MODULES) roots.add(Path.of("..", module, "src", "main", "java"));
            Path here = Path.of("src", "test", "java", "kvetch", "properties", "mutants");
            for (String judging : List.of("Judge", "Mutated", "Sources")) roots.add(here.resolve(judging + ".java"));
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
