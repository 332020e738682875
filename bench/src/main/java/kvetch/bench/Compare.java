package kvetch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Runs Kvetch and its peers in turn, round after round, each in a process of its own, and writes a report of the ratios:
 * {@code Compare DIRECTORY REPORT NOTES ROUNDS SECONDS BASE}. The directory holds what could be built of the peers, and of the commit
 * BASE; one that is not there is left out, and the report says so.
 */
public final class Compare {
    private static final List<String> WORKLOADS = List.of("E4", "U32", "D8", "MAP2", "MAP", "BIJ");
    private static final String OURS = "kvetch";

    private static final Map<String, String> WHO = new LinkedHashMap<>();

    static {
        WHO.put("c-asan", "C under ASan+UBSan");
        WHO.put("c", "C, -O2");
        WHO.put("plain", "plain Java arrays");
        WHO.put("jqwik", "jqwik 1.9.3 loop");
        WHO.put("quicktheories", "QuickTheories 0.26");
        WHO.put("fast-check", "fast-check 4.10.2 on Node");
    }

    private final Path directory;
    private final String base;
    private final int rounds;
    private final String seconds;
    private final Map<String, List<Double>> rates = new TreeMap<>();

    private Compare(Path directory, String base, int rounds, String seconds) {
        this.directory = directory;
        this.base = base;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Runs from the command line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Compare compare = new Compare(Path.of(args[0]), args[5], Integer.parseInt(args[3]), args[4]);
        compare.runAll();
        Files.writeString(Path.of(args[1]), compare.report(Files.readString(Path.of(args[2]))));
    }

    private void runAll() throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++)
            for (String workload : WORKLOADS)
                for (String competitor : competitors(workload)) {
                    List<String> command = command(competitor, workload);
                    if (command.isEmpty()) continue;
                    double rate = Double.parseDouble(output(command).strip());
                    rates.computeIfAbsent(workload + " " + competitor, key -> new ArrayList<>())
                            .add(rate);
                    System.err.printf("round %d  %-5s %-14s %,.0f%n", round, workload, competitor, rate);
                }
    }

    private static List<String> competitors(String workload) {
        return switch (workload) {
            case "E4" -> List.of(OURS, "kvetch-boot", "c-asan", "c", "plain");
            case "U32", "D8" ->
                List.of(
                        OURS,
                        "kvetch-boot",
                        "kvetch-jqwik",
                        "c-asan",
                        "c",
                        "plain",
                        "jqwik",
                        "quicktheories",
                        "fast-check");
            default -> List.of(OURS, "c-asan", "c");
        };
    }

    private List<String> command(String competitor, String workload) throws IOException {
        return switch (competitor) {
            case "c" -> program("baseline", workload);
            case "c-asan" -> program("baseline-asan", workload);
            case "fast-check" -> {
                Path script = directory.resolve("js/peer.mjs");
                yield Files.exists(script) && Files.exists(directory.resolve("js/node_modules/fast-check"))
                        ? List.of("node", script.toString(), workload, seconds)
                        : List.of();
            }
            default -> java(List.of(), Measure.class, competitor, workload, seconds);
        };
    }

    private List<String> program(String name, String workload) {
        Path path = directory.resolve(name);
        return Files.isExecutable(path) ? List.of(path.toString(), workload, seconds) : List.of();
    }

    /** What the launcher runs with, as its script has it. */
    private static List<String> launcherOptions() throws IOException {
        List<String> options = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("kvetch")))
            if (line.startsWith("java_options="))
                for (String word : line.substring(line.indexOf('=') + 1)
                        .replace("\"", "")
                        .replace("'", "")
                        .split(" ")) if (word.startsWith("-X") && !word.startsWith("-Xlog")) options.add(word);
        return options;
    }

    private static List<String> java(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IllegalStateException("failed: " + command);
        return output;
    }

    // The report

    private String report(String notes) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        text.append("# How fast it is\n\n");
        text.append("Written by `bench/compare` (")
                .append(rounds)
                .append(" rounds of ")
                .append(seconds)
                .append(" s); do not edit, but `bench/notes.md`.\n\n");
        text.append("- date: ").append(LocalDate.now(ZoneOffset.UTC)).append('\n');
        text.append("- machine: ").append(machine()).append('\n');
        text.append("- Java: ")
                .append(System.getProperty("java.vm.name"))
                .append(' ')
                .append(System.getProperty("java.vm.version"))
                .append(", `")
                .append(String.join(" ", launcherOptions()))
                .append("`\n");
        text.append("- command: `bench/compare --rounds ")
                .append(rounds)
                .append(" --seconds ")
                .append(seconds)
                .append("`\n\n");
        text.append(notes.substring(0, notes.indexOf("<!-- ratios -->")));
        ratios(text);
        text.append(notes, notes.indexOf("<!-- ratios -->") + 15, notes.indexOf("<!-- whole job -->"));
        text.append(output(java(List.of(), WholeJob.class, directory.toString(), base))
                .strip());
        text.append(notes, notes.indexOf("<!-- whole job -->") + 18, notes.indexOf("<!-- growth -->"));
        text.append(output(java(List.of(), Growth.class, "0.5")).strip());
        text.append(notes, notes.indexOf("<!-- growth -->") + 15, notes.indexOf("<!-- profile -->"));
        profile(text);
        text.append(notes.substring(notes.indexOf("<!-- profile -->") + 16));
        return text.toString();
    }

    private static String machine() throws IOException {
        String model = System.getProperty("os.arch");
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (Files.exists(cpuinfo))
            for (String line : Files.readAllLines(cpuinfo))
                if (line.startsWith("model name")) model = line.substring(line.indexOf(':') + 2);
        return model + ", " + Runtime.getRuntime().availableProcessors() + " cores";
    }

    private double median(String workload, String competitor) {
        List<Double> all = rates.getOrDefault(workload + " " + competitor, List.of());
        if (all.isEmpty()) return Double.NaN;
        List<Double> sorted = all.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private void ratios(StringBuilder text) {
        text.append("| Kvetch is ... times as fast as | ")
                .append(String.join(" | ", WORKLOADS))
                .append(" |\n|---|")
                .append("---:|".repeat(WORKLOADS.size()))
                .append('\n');
        WHO.forEach((competitor, name) -> row(text, name, OURS, competitor));
        row(text, "jqwik 1.9.3 loop (Kvetch too draws its cases with jqwik)", "kvetch-jqwik", "jqwik");
        text.append("\n| per second of processor time | ")
                .append(String.join(" | ", WORKLOADS))
                .append(" |\n|---|")
                .append("---:|".repeat(WORKLOADS.size()))
                .append('\n');
        Map<String, String> all = new LinkedHashMap<>();
        all.put(OURS, "Kvetch");
        all.put("kvetch-boot", "Kvetch, a machine booted for each array");
        all.put("kvetch-jqwik", "Kvetch, on cases that jqwik draws");
        all.putAll(WHO);
        all.forEach((competitor, name) -> {
            text.append("| ").append(name);
            for (String workload : WORKLOADS) text.append(" | ").append(millions(median(workload, competitor)));
            text.append(" |\n");
        });
        List<String> missing = new ArrayList<>();
        WHO.forEach((competitor, name) -> {
            if (rates.keySet().stream().noneMatch(key -> key.endsWith(" " + competitor))) missing.add(name);
        });
        if (!missing.isEmpty())
            text.append("\nNot measured, because it was not there: ")
                    .append(String.join(", ", missing))
                    .append(".\n");
    }

    private void row(StringBuilder text, String name, String ours, String theirs) {
        text.append("| ").append(name);
        for (String workload : WORKLOADS) {
            double ratio = median(workload, ours) / median(workload, theirs);
            text.append(" | ").append(Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio));
        }
        text.append(" |\n");
    }

    private static String millions(double rate) {
        return Double.isNaN(rate) ? "" : String.format(Locale.ROOT, "%.3g M", rate / 1e6);
    }

    /** Which part of Kvetch the samples of a run fall into, library code counted with whoever called it. */
    private void profile(StringBuilder text) throws IOException, InterruptedException {
        List<String> workloads = List.of("E4", "U32", "MAP2");
        Map<String, Map<String, Integer>> samples = new TreeMap<>();
        Map<String, Integer> totals = new TreeMap<>();
        for (String workload : workloads) {
            Path file = Files.createTempFile("kvetch", ".jfr");
            output(java(
                    List.of(
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:+DebugNonSafepoints",
                            "-Xlog:disable",
                            "-XX:StartFlightRecording=settings=profile,filename=" + file),
                    Measure.class,
                    OURS,
                    workload,
                    "6"));
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (!event.getEventType().getName().equals("jdk.ExecutionSample")) continue;
                String part = part(event.getStackTrace());
                samples.computeIfAbsent(part, key -> new TreeMap<>()).merge(workload, 1, Integer::sum);
                totals.merge(workload, 1, Integer::sum);
            }
            Files.delete(file);
        }
        text.append("| % of samples in | ")
                .append(String.join(" | ", workloads))
                .append(" |\n|---|---:|---:|---:|\n");
        samples.entrySet().stream()
                .sorted((a, b) -> sum(b.getValue()) - sum(a.getValue()))
                .limit(16)
                .forEach(entry -> {
                    text.append("| ").append(entry.getKey());
                    for (String workload : workloads)
                        text.append(" | ")
                                .append(Math.round(100.0
                                        * entry.getValue().getOrDefault(workload, 0)
                                        / totals.getOrDefault(workload, 1)));
                    text.append(" |\n");
                });
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String part(RecordedStackTrace trace) {
        for (RecordedFrame frame : trace.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("kvetch."))
                return type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
        }
        return "the JVM";
    }
}
