package kvetch.properties.shrinking;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the shrinking challenge and prints its table. A process of its own, on the class path, because jqwik takes seeds from
 * annotations only: a class is written and compiled for each seed.
 */
public final class Yardstick {
    private static final int SEEDS = 20;
    private static final Map<Challenge, Tally> TALLIES = new EnumMap<>(Challenge.class);

    private Yardstick() {}

    /** What came of one challenge over all seeds. */
    private static final class Tally {
        private final Map<String, Integer> alone = new TreeMap<>();
        private final Map<String, Integer> with = new TreeMap<>();
        private long evaluationsAlone;
        private long evaluationsWith;
        private int found;
        private boolean broke;
        private int sinceBroken;
    }

    /**
     * Prints the table.
     *
     * @param args none
     * @throws Exception if a class cannot be compiled
     */
    public static void main(String[] args) throws Exception {
        for (Challenge challenge : Challenge.values()) TALLIES.put(challenge, new Tally());
        Path folder = Files.createTempDirectory("shrinking");
        for (int seed = 1; seed <= SEEDS; seed++) run(folder, seed);
        print();
        delete(folder);
    }

    private static void run(Path folder, int seed) throws IOException, ClassNotFoundException {
        String name = "Challenges" + seed;
        StringBuilder source = new StringBuilder("import kvetch.properties.shrinking.*;\nimport net.jqwik.api.*;\n")
                .append("import net.jqwik.api.lifecycle.*;\n@AddLifecycleHook(Yardstick.Hook.class)\npublic class ")
                .append(name)
                .append(" {\n");
        for (Challenge challenge : Challenge.values()) {
            String property = challenge.name();
            source.append("  @Provide Arbitrary<Object> values")
                    .append(property)
                    .append("() { return Yardstick.values(\"")
                    .append(property)
                    .append("\"); }\n  @Property(seed = \"")
                    .append(seed)
                    .append(
                            "\", tries = 20000, shrinking = ShrinkingMode.FULL, afterFailure = AfterFailureMode.RANDOM_SEED)\n  boolean ")
                    .append(property)
                    .append("(@ForAll(\"values")
                    .append(property)
                    .append("\") Object value) { return Yardstick.holds(\"")
                    .append(property)
                    .append("\", value); }\n");
        }
        Path file = Files.writeString(folder.resolve(name + ".java"), source.append("}\n"));
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.err,
                        System.err,
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        if (compiled != 0) throw new IllegalStateException("it does not compile: " + file);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, Yardstick.class.getClassLoader())) {
            LauncherFactory.create()
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(loader.loadClass(name)))
                            .configurationParameter("jqwik.database", "")
                            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                            .configurationParameter("jqwik.reporting.onlyfailures", "true")
                            .configurationParameter("jqwik.shrinking.bounded.seconds", "60")
                            .build());
        }
    }

    private static Tally tally(String name) {
        return Objects.requireNonNull(TALLIES.get(Challenge.valueOf(name)));
    }

    /** What a challenge generates, for the classes that are written here. */
    public static net.jqwik.api.Arbitrary<Object> values(String name) {
        return Challenge.valueOf(name).generated();
    }

    /** Whether its property holds, for the classes that are written here. */
    public static boolean holds(String name, Object value) {
        Tally tally = tally(name);
        if (tally.broke) tally.sinceBroken++;
        boolean breaks = Challenge.valueOf(name).breaks(value);
        tally.broke |= breaks;
        return !breaks;
    }

    /** Takes what jqwik has come to, and goes on from there. */
    public static final class Hook implements AroundPropertyHook {
        /** For jqwik. */
        public Hook() {}

        @Override
        public PropagationMode propagateTo() {
            return PropagationMode.ALL_DESCENDANTS;
        }

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            Challenge challenge = Challenge.valueOf(context.targetMethod().getName());
            Tally tally = tally(challenge.name());
            tally.broke = false;
            tally.sinceBroken = 0;
            PropertyExecutionResult result = property.execute();
            List<Object> falsified = result.falsifiedParameters().orElse(List.of());
            if (falsified.isEmpty()) return result.mapToSuccessful();
            tally.found++;
            tally.evaluationsAlone += tally.sinceBroken;
            Object smallest = falsified.get(0);
            tally.alone.merge(smallest.toString(), 1, Integer::sum);
            GenericPasses.Result further = GenericPasses.minimise(smallest, challenge::breaks);
            tally.evaluationsWith += tally.sinceBroken + further.evaluations();
            tally.with.merge(further.smallest().toString(), 1, Integer::sum);
            return result.mapToSuccessful();
        }
    }

    private static void print() {
        List<String> rows = new ArrayList<>();
        rows.add(
                "| challenge | found | jqwik alone: normal forms | evaluations | and passes: normal forms | evaluations |"
                        + " the most frequent, at last |");
        rows.add("|---|---:|---:|---:|---:|---:|---|");
        TALLIES.forEach((challenge, tally) -> rows.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | `%s` |",
                challenge.title(),
                tally.found,
                tally.alone.size(),
                mean(tally.evaluationsAlone, tally.found),
                tally.with.size(),
                mean(tally.evaluationsWith, tally.found),
                tally.with.entrySet().stream()
                        .max(Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                        .map(Map.Entry::getKey)
                        .orElse("none"))));
        TALLIES.forEach((challenge, tally) -> {
            if (tally.with.size() > 1) rows.add("\n" + challenge.title() + " ends in " + forms(tally.with) + ".");
        });
        rows.forEach(System.out::println);
    }

    private static String forms(Map<String, Integer> forms) {
        List<String> some = new ArrayList<>();
        forms.forEach((form, times) -> some.add("`" + form + "` (" + times + ")"));
        return String.join(", ", some);
    }

    private static long mean(long sum, int count) {
        return count == 0 ? 0 : Math.round((double) sum / count);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
