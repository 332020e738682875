package kvetch.properties.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/shrinking.md against a run; {@code -Dkvetch.golden.refresh=true} writes it. */
final class ShrinkingDocTest {
    private static final Path DOC = Path.of("..", "docs", "shrinking.md");
    private static final String BEGIN = "<!-- written by ShrinkingDocTest: begin -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    @Tag("long")
    void theTableIsWhatARunGives() throws IOException, InterruptedException {
        String text = Files.readString(DOC);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String fresh = text.substring(0, begin) + "\n" + table() + "\n" + text.substring(text.indexOf(END));
        if (Boolean.getBoolean("kvetch.golden.refresh")) Files.writeString(DOC, fresh);
        assertThat(Files.readString(DOC)).isEqualTo(fresh);
    }

    private static String table() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Vector.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                                .map(property -> System.getProperty(property, ""))
                                .filter(path -> !path.isEmpty())
                                .append(Path.of("target", "test-classes").toString())
                                .mkString(File.pathSeparator),
                        Yardstick.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out;
    }

    @Test
    void thePassesEndInTheNormalForms() {
        assertEndsIn(Challenge.DIFFERENCE2, Vector.of(517, 514).asJava(), "[10, 6]");
        assertEndsIn(Challenge.DIFFERENCE3, Vector.of(899, 900).asJava(), "[10, 9]");
        assertEndsIn(Challenge.REVERSE, Vector.of(5, -71, 5, 33).asJava(), "[0, 1]");
        assertEndsIn(Challenge.COUPLING, Vector.of(3, 4, 2, 0, 1).asJava(), "[1, 0]");
        assertEndsIn(Challenge.LENGTH_LIST, Vector.of(3, 977, 12, 901).asJava(), "[900]");
    }

    private static void assertEndsIn(Challenge challenge, Object found, String normalForm) {
        assertThat(challenge.breaks(found)).as(challenge.title()).isTrue();
        assertThat(GenericPasses.minimise(found, challenge::breaks).smallest()).hasToString(normalForm);
    }
}
