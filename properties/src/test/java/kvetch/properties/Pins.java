package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;

/**
 * What every seed ends in: for each defect of a suspect its counterexample and how many seeds found it. With how many
 * evaluations it was made smallest is effort, not outcome, and stands in a file of its own. {@code -Dkvetch.golden.refresh=true}
 * writes the files, and docs/shrinking.md is made of them.
 */
public final class Pins {
    public static final Path FOLDER = Path.of("src", "test", "resources", "pins");
    public static final Path EFFORT = FOLDER.resolve("effort");

    private Pins() {}

    /** What the seeds made of one defect. */
    private static final class Tally {
        private final TreeSet<String> counterexamples = new TreeSet<>();
        private int seeds;
        private int fewest = Integer.MAX_VALUE;
        private int most;

        void add(Defect defect) {
            counterexamples.add(defect.replay());
            seeds++;
            fewest = Math.min(fewest, defect.shrinkEvaluations());
            most = Math.max(most, defect.shrinkEvaluations());
        }

        String outcome(long ofSeeds) {
            return String.join(" or ", counterexamples) + " | " + seeds + " of " + ofSeeds + " seeds";
        }

        String effort() {
            return fewest + " to " + most + " evaluations";
        }
    }

    /**
     * Runs a suspect with seeds from 1 on, and holds what comes of it against a file.
     *
     * @param file its name
     * @param suspect what is put to the test
     * @param laws the laws that it is put to the test of
     * @param seeds how many seeds
     * @param run the suspect, with a seed
     */
    public static void check(
            String file, String suspect, Vector<Law> laws, long seeds, LongFunction<Vector<LawResult>> run)
            throws IOException {
        SortedMap<String, Tally> tallies = new TreeMap<>();
        for (long seed = 1; seed <= seeds; seed++)
            for (LawResult result : run.apply(seed))
                for (Defect defect : result.defects())
                    tallies.computeIfAbsent(prefix(suspect, result.law()) + describe(defect), key -> new Tally())
                            .add(defect);
        hold(FOLDER.resolve(file), suspect, laws, tallies, tally -> tally.outcome(seeds));
        hold(EFFORT.resolve(file), suspect, laws, tallies, Tally::effort);
        if (!Boolean.getBoolean("kvetch.golden.refresh"))
            tallies.forEach((defect, tally) ->
                    assertThat(tally.counterexamples).as(defect).hasSize(1));
    }

    private static void hold(
            Path pins,
            String suspect,
            Vector<Law> laws,
            SortedMap<String, Tally> tallies,
            Function<Tally, String> figures)
            throws IOException {
        List<String> lines = new ArrayList<>();
        tallies.forEach((defect, tally) -> lines.add(defect + " | " + figures.apply(tally)));
        // As the lines of the file are.
        Collections.sort(lines);
        if (Boolean.getBoolean("kvetch.golden.refresh")) refresh(pins, suspect, laws, lines);
        assertThat(lines).as("%s in %s", suspect, pins).isEqualTo(of(suspect, laws, Files.readAllLines(pins)));
    }

    /**
     * Holds further seeds against a file: each defect that they find must end in the case that is pinned.
     *
     * @param file its name
     * @param suspect what is put to the test
     * @param results what the seeds came to
     */
    public static void checkCases(String file, String suspect, Iterable<LawResult> results) throws IOException {
        List<String> pinned = Files.readAllLines(FOLDER.resolve(file));
        for (LawResult result : results)
            for (Defect defect : result.defects())
                assertThat(pinned)
                        .anyMatch(line -> line.startsWith(
                                prefix(suspect, result.law()) + describe(defect) + " | " + defect.replay() + " | "));
    }

    /** What an array of several disks shows and what an allocator shows alone are two stories. */
    private static String describe(Defect defect) {
        return defect.violation().what()
                + (defect.counterexample() instanceof WorkloadCase ? ", in an allocator alone" : "");
    }

    private static String prefix(String suspect, Law law) {
        return suspect + " | " + law + " | ";
    }

    private static List<String> of(String suspect, Vector<Law> laws, List<String> lines) {
        return lines.stream()
                .filter(line -> laws.exists(law -> line.startsWith(prefix(suspect, law))))
                .toList();
    }

    private static void refresh(Path pins, String suspect, Vector<Law> laws, List<String> lines) throws IOException {
        TreeSet<String> all = new TreeSet<>(lines);
        if (Files.exists(pins)) {
            List<String> before = Files.readAllLines(pins);
            all.addAll(before);
            all.removeAll(of(suspect, laws, before));
            all.addAll(lines);
        }
        Files.createDirectories(pins.toAbsolutePath().getParent());
        Files.write(pins, all);
    }
}
