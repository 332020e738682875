package kvetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kvetch.properties.arbitraries.RaidArrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The code of docs/properties-of-your-own.md compiles, and does what the page says; .ci/plugging-in types all of it along. */
class PropertiesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "properties-of-your-own.md");

    @TempDir
    Path folder;

    private String page;
    private final Map<String, Throwable> failures = new TreeMap<>();
    private final List<String> succeeded = new ArrayList<>();
    private final StringBuilder reported = new StringBuilder();

    @BeforeEach
    void runItsTests() throws IOException, ClassNotFoundException {
        page = Files.readString(PAGE);
        List<Path> sources = new ArrayList<>();
        for (MatchResult block : all("```java\n(package ([\\w.]+);.*?)```")) {
            String type = Pattern.compile("(?m)^(?:public final )?class (\\w+)")
                    .matcher(block.group(1))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            assertThat(page).contains("`src/test/java/" + block.group(2).replace('.', '/') + "/" + type + ".java`");
            sources.add(Files.writeString(folder.resolve(type + ".java"), block.group(1)));
        }
        assertThat(sources).hasSize(3);
        compile(sources);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            run(loader.loadClass("com.example.sizes.SizesTest"), loader.loadClass("com.example.sizes.WholeChunksTest"));
        }
    }

    private List<MatchResult> all(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(page).results().toList();
    }

    private void compile(List<Path> sources) {
        String path = Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters", "-cp", path, "-d", folder.toString()));
        for (Path source : sources) arguments.add(source.toString());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(stream, stream, arguments.toArray(String[]::new));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private void run(Class<?>... tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(tests).map(test -> selectClass(test)).toList())
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (!test.isTest()) return;
                String name = test.getDisplayName().replace("()", "");
                if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) succeeded.add(name);
                else failures.put(name, result.getThrowable().orElseThrow());
            }

            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                entry.getKeyValuePairs().values().forEach(reported::append);
            }
        });
    }

    @Test
    void whatFailsIsWhatThePageSays() {
        Map<String, String> said = new TreeMap<>();
        for (MatchResult failure : all("\\[ERROR\\]   SizesTest\\.(\\w+):\\d+ ([^\n]+)"))
            said.put(failure.group(1), failure.group(2));
        assertThat(said).hasSize(2);
        assertThat(failures.keySet())
                .containsAll(said.keySet())
                .contains("holdsOnLinux")
                .hasSize(3);
        said.forEach((name, message) -> assertThat(failures.get(name)).hasMessage(message));
        assertThat(succeeded)
                .containsExactlyInAnyOrder(
                        "mdDoesSoWhereChunksArePowersOfTwo", "holdsOnHardened", "linuxWarns", "thereIsNoSuchLaw");
    }

    @Test
    void whatIsShrunkEndsWhereThePageSays() {
        List<MatchResult> shrunk = all("(Shrunk Sample \\(\\d+ steps\\)\n-+\n  \\w+: [^\n]+\n)");
        assertThat(shrunk).hasSize(2);
        for (MatchResult sample : shrunk) assertThat(reported.toString()).contains(sample.group(1));
    }

    @Test
    void theStoryOfTheLawIsWhatThePageTells() {
        String story = all("\n(C1 on 7\\.2 with .*?)\n\\.\\.\\.").get(0).group(1);
        assertThat(story.lines()).hasSize(7);
        assertThat(failures.get("holdsOnLinux"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(story);
    }

    @Test
    void itsTablesNameEveryMethodThereIs() {
        for (Class<?> type : List.of(Checking.class, Checked.class, RaidArrays.class))
            assertThat(Stream.of(type.getDeclaredMethods())
                            .filter(method -> Modifier.isPublic(method.getModifiers()))
                            .map(Method::getName)
                            .filter(name -> !OTHERS.contains(name)))
                    .allSatisfy(name -> assertThat(page).containsPattern("`" + name + "\\("));
    }

    /** Those of a record and of an arbitrary; and for the command line. */
    private static final List<String> OTHERS =
            List.of("equals", "hashCode", "toString", "generator", "edgeCases", "isolation", "kernels");
}
