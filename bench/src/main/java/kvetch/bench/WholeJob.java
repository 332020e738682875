package kvetch.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kvetch.properties.Check;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfiles;

/**
 * How long the commands take that people wait for, as processes: {@code check} beside an earlier Kvetch and beside the C baseline on
 * the very cases that it draws, and what a second thread gains. Prints Markdown.
 */
public final class WholeJob {
    private static final int TRIES = 20_000;
    private static final List<String> CHECK = List.of(
            "check", "--kernel", "hardened", "--tries", String.valueOf(TRIES), "--seed", "1", "--format", "json");
    private static final List<String> ZONES_AND_MAPPING =
            List.of("--allocator", "kvzalloc", "--law", "Z1", "--law", "Z2", "--law", "Z3");

    /** What the children of a shell have used: minutes and seconds, as a user and in the kernel. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final Path directory;

    private WholeJob(Path directory) {
        this.directory = directory;
    }

    /**
     * Runs from the command line: {@code WholeJob DIRECTORY COMMIT}. The directory holds the C baseline, and in {@code base} the
     * earlier Kvetch, which is of that commit; what is not there is left out.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        WholeJob job = new WholeJob(Path.of(args[0]).toAbsolutePath());
        job.besideEarlier(args[1]);
        job.besideC();
        job.threads();
    }

    /** How long a process took. */
    private record Took(double processorSeconds, double wallSeconds) {}

    private static Took took(List<String> command, Path output) throws IOException, InterruptedException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "\"$@\" >\"$0\" 2>&1; times", output.toString()));
        shell.addAll(command);
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(shell).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        double wall = (System.nanoTime() - begin) / 1e9;
        double processor = 0;
        for (MatchResult each : TIMES.matcher(said).results().skip(2).toList())
            processor += 60 * Double.parseDouble(each.group(1)) + Double.parseDouble(each.group(2));
        return new Took(processor, wall);
    }

    private Took kvetch(Path tree, List<String> arguments, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tree.resolve("kvetch").toString()));
        // What a first use builds is there before the clock starts.
        command.add("--version");
        took(command, output);
        command.remove(1);
        command.addAll(arguments);
        return took(command, output);
    }

    private Took kvetch(List<String> arguments, Path output) throws IOException, InterruptedException {
        return kvetch(Path.of("").toAbsolutePath(), arguments, output);
    }

    private void besideEarlier(String commit) throws IOException, InterruptedException {
        Path base = directory.resolve("base");
        if (!Files.exists(base.resolve("kvetch"))) return;
        Path[] outputs = {directory.resolve("earlier.json"), directory.resolve("now.json")};
        double earlier = kvetch(base, CHECK, outputs[0]).processorSeconds;
        double now = kvetch(CHECK, outputs[1]).processorSeconds;
        Map<String, String> before = verdicts(outputs[0]);
        Map<String, String> after = verdicts(outputs[1]);
        int common = 0;
        int alike = 0;
        for (Map.Entry<String, String> each : before.entrySet()) {
            String verdict = after.get(each.getKey());
            if (verdict == null) continue;
            common++;
            if (verdict.equals(each.getValue())) alike++;
        }
        System.out.printf(
                "%n| `%s` | processor time | checks |%n|---|---:|---:|%n", String.join(" ", CHECK.subList(0, 7)));
        System.out.printf(Locale.ROOT, "| %s | %.1f s | %d |%n", commit, earlier, before.size());
        System.out.printf(Locale.ROOT, "| now | %.1f s | %d |%n", now, after.size());
        System.out.printf(
                Locale.ROOT,
                "%nThat is %.1f times as fast. Of the %d checks that both made %d came to the same verdict.%n",
                earlier / now,
                common,
                alike);
    }

    private static Map<String, String> verdicts(Path output) throws IOException {
        Map<String, String> verdicts = new TreeMap<>();
        JsonObject answer = JsonParser.parseString(Files.readString(output)).getAsJsonObject();
        for (JsonElement each : answer.getAsJsonArray("results")) {
            JsonObject result = each.getAsJsonObject();
            verdicts.put(
                    result.get("law").getAsString() + " "
                            + result.get("allocator").getAsString(),
                    result.get("verdict").getAsString());
        }
        return verdicts;
    }

    private void besideC() throws IOException, InterruptedException {
        if (!Files.isExecutable(directory.resolve("baseline"))) return;
        Path file = directory.resolve("cases.txt");
        int arrays = write(file);
        Path output = directory.resolve("zones.json");
        List<String> check = new ArrayList<>(CHECK);
        check.addAll(ZONES_AND_MAPPING);
        double ours = kvetch(check, output).processorSeconds;
        System.out.printf(
                "%n| Z1, Z2 and Z3 on the %,d arrays that run of %,d cases | processor time | for an array |%n|---|---:|---:|%n",
                arrays, TRIES);
        row("Kvetch, with Java's start and the drawing of cases", ours, arrays);
        for (Map.Entry<String, String> each : List.of(
                Map.entry("baseline-asan", "C under ASan+UBSan, with the reading of a file"),
                Map.entry("baseline", "C, -O2, with the reading of a file")))
            row(
                    each.getValue(),
                    took(List.of(directory.resolve(each.getKey()).toString(), file.toString()), output)
                            .processorSeconds,
                    arrays);
    }

    private static void row(String who, double seconds, int arrays) {
        System.out.printf(Locale.ROOT, "| %s | %.2f s | %.1f us |%n", who, seconds, 1e6 * seconds / arrays);
    }

    /** Writes the arrays that {@code check} puts to the test, and the sectors that it has mapped, for the C baseline. */
    private static int write(Path file) throws IOException {
        Providers providers = Providers.load();
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
            Scribe scribe = new Scribe(writer);
            new Check(
                            providers,
                            Vector.of(KernelProfiles.find("hardened").get()),
                            Vector.of(providers.find("kvzalloc").get()),
                            Vector.of(scribe),
                            TRIES,
                            1)
                    .run(result -> {});
            return scribe.arrays;
        }
    }

    /** A law that writes down what it is asked about. */
    private static final class Scribe extends RunningArrayLaw {
        private final PrintWriter writer;
        private int arrays;

        Scribe(PrintWriter writer) {
            super("B1", "is written down", "Every array that runs is written down.", "the distance to C");
            this.writer = writer;
        }

        @Override
        public void judge(RunningArray array, Judgement judgement) {
            arrays++;
            ArrayCase c = array.arrayCase();
            StringBuilder line = new StringBuilder();
            line.append(c.chunkSectors()).append(' ').append(array.layout());
            line.append(' ').append(c.disks());
            for (int i = 0; i < c.disks(); i++) line.append(' ').append(Long.toUnsignedString(c.diskSectors(i)));
            boolean all = array.isWalked(array.arraySectors());
            long[] probes = all ? new long[0] : array.probes(array.arraySectors());
            line.append(' ').append(all ? -1 : probes.length);
            for (long probe : probes) line.append(' ').append(Long.toUnsignedString(probe));
            writer.println(line);
        }
    }

    /** What two threads gain over one, in wall time. */
    private void threads() throws IOException, InterruptedException {
        // As long as people wait for: Java's compilers, which have a processor to themselves beside one thread, weigh
        // less.
        List<String> commands = List.of(
                "explore --kernel hardened --kernel 7.2 --chunks 0..10",
                "campaign explore --kernel hardened --kernel 7.2 --chunks 0..10 --shards 64",
                "campaign sweep --kernel 7.0 --shards 32768 --only 1..1024");
        System.out.print(
                "\n| command | one thread | two threads | as fast | processors busy with two |\n|---|---:|---:|---:|---:|\n");
        for (String command : commands) {
            Took[] took = new Took[2];
            for (int threads = 1; threads <= 2; threads++) {
                List<String> all = new ArrayList<>(List.of(command.split(" ")));
                all.addAll(List.of("--threads", String.valueOf(threads)));
                if (command.startsWith("campaign"))
                    all.addAll(
                            List.of("--out", Files.createTempDirectory("kvetch").toString()));
                took[threads - 1] = kvetch(all, directory.resolve("threads.txt"));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.1f s | %.1f s | %.2f times | %.2f |%n",
                    command,
                    took[0].wallSeconds,
                    took[1].wallSeconds,
                    took[0].wallSeconds / took[1].wallSeconds,
                    took[1].processorSeconds / took[1].wallSeconds);
        }
    }
}
