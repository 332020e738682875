package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples do what their READMEs say. Commands with nothing below them, which build and judge, are typed by .ci/examples. */
final class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    Path folder;

    @ParameterizedTest
    @Tag("long")
    @CsvSource({"own-driver, 4", "own-law, 3", "capped-kvzalloc, 1"})
    void commandsPrintWhatStandsBelowThem(String example, int commands) throws IOException {
        String classes = compile(example).toString();
        String jar = "target/" + example + "-1.0.jar";
        List<DocsTest.Session> sessions = sessions(example);
        assertThat(sessions).hasSize(commands);
        for (DocsTest.Session session : sessions) {
            Cli run = Cli.run(session.command().stream()
                    .map(word -> word.equals(jar) ? classes : word)
                    .toArray(String[]::new));
            DocsTest.assertPrinted(session, run);
        }
    }

    @Test
    void noOtherExampleShowsWhatIsPrinted() throws IOException {
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            for (Path example : examples.filter(Files::isDirectory).toList()) {
                String name = example.getFileName().toString();
                if (!List.of("own-driver", "own-law", "capped-kvzalloc").contains(name))
                    assertThat(sessions(name)).as(name).isEmpty();
            }
        }
    }

    private static List<DocsTest.Session> sessions(String example) throws IOException {
        return DocsTest.sessions(EXAMPLES.resolve(Path.of(example, "README.md")), "$ ../../kvetch ").stream()
                .filter(session -> !session.printed().isEmpty())
                .toList();
    }

    /** A directory of what the example's jar has in it. */
    private Path compile(String example) throws IOException {
        Path main = EXAMPLES.resolve(Path.of(example, "src", "main"));
        Path classes = folder.resolve("classes");
        List<Path> sources = files(main.resolve("java")).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        if (Files.exists(main.resolve(Path.of("java", "module-info.java")))) Plug.module(classes, sources);
        else Plug.onClassPath(classes, sources);
        Path resources = main.resolve("resources");
        for (Path file : files(resources)) {
            Path copy = classes.resolve(resources.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return classes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
