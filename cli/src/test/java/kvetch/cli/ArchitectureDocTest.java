package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md names classes that there are. */
class ArchitectureDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");

    @Test
    void everyClassOnThePageIsThere() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ROOT)) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        classes.add("ServiceLoader");
        String page = Files.readString(ROOT.resolve(Path.of("docs", "architecture.md")));
        Set<String> named =
                CLASS.matcher(page).results().map(match -> match.group(1)).collect(Collectors.toSet());
        assertThat(classes).containsAll(named);
        assertThat(named).hasSizeGreaterThan(40);
    }

    /** "To add a kernel": one file of the program has its name in it. */
    @Test
    void aKernelIsKnownToOneFile() throws IOException {
        List<String> knowing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(ArchitectureDocTest::isOfTheProgram).toList())
                if (Files.readString(file).contains("\"7.3\""))
                    knowing.add(file.getFileName().toString());
        }
        assertThat(knowing).containsExactly("KernelProfiles.java");
    }

    private static boolean isOfTheProgram(Path file) {
        return file.toString().endsWith(".java") && file.toString().contains("/src/main/java/");
    }

    /** Of a law with a kind of evidence of its own: the page names the files that know of it, and there are no others. */
    @Test
    void theFilesThatKnowOfALawAreThoseThatThePageNames() throws IOException {
        String page = Files.readString(ROOT.resolve(Path.of("docs", "architecture.md")));
        String section = page.substring(page.indexOf("## To add a law"), page.indexOf("## To add a fix"));
        Set<String> named = Pattern.compile("`([\\w-]+(?:/[\\w.-]+)+\\.(?:java|md))`")
                .matcher(section)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Pattern knowsOfIt = Pattern.compile("LimitsOfArray|WrongLimit|\\bQ1\\b");
        for (String module : new String[] {"api", "allocators", "raid0", "properties", "live", "prove", "cli"})
            try (Stream<Path> files = Files.walk(ROOT.resolve(Path.of(module, "src", "main", "java")))) {
                for (Path file : files.filter(Files::isRegularFile).toList())
                    if (knowsOfIt.matcher(Files.readString(file)).find())
                        assertThat(named)
                                .contains(ROOT.relativize(file).toString().replace('\\', '/'));
            }
    }
}
