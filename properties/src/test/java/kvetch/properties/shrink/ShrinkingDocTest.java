package kvetch.properties.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kvetch.properties.Pins;
import org.junit.jupiter.api.Test;

/** Holds docs/shrinking.md against what is pinned of the shrinker; {@code -Dkvetch.golden.refresh=true} writes its tables. */
class ShrinkingDocTest {
    private static final Path DOC = Path.of("..", "docs", "shrinking.md");

    @Test
    void theTablesSayWhatIsPinned() throws IOException {
        String text = Files.readString(DOC);
        String fresh = text;
        for (String file : List.of("kernels", "planted", "zoo")) fresh = withTable(fresh, file);
        if (Boolean.getBoolean("kvetch.golden.refresh")) Files.writeString(DOC, fresh);
        assertThat(Files.readString(DOC)).isEqualTo(fresh);
    }

    @Test
    void everyDefectEndsInOneCase() throws IOException {
        for (String file : List.of("kernels", "planted", "zoo"))
            for (String outcome : Files.readAllLines(Pins.FOLDER.resolve(file + ".txt")))
                assertThat(outcome.split(" \\| ", -1)[3]).as(outcome).doesNotContain(" or ");
    }

    private static String withTable(String text, String file) throws IOException {
        String mark = "<!-- " + file + ".txt -->\n";
        int begin = text.indexOf(mark) + mark.length();
        int end = text.indexOf("<!-- end -->", begin);
        return text.substring(0, begin) + "\n" + table(file) + "\n" + text.substring(end);
    }

    private static String table(String file) throws IOException {
        List<String> outcomes = Files.readAllLines(Pins.FOLDER.resolve(file + ".txt"));
        List<String> efforts = Files.readAllLines(Pins.EFFORT.resolve(file + ".txt"));
        List<String> lines = new ArrayList<>(List.of(
                "| judged | law | what is broken | found by | cases tried | smallest |",
                "|---|---|---|---:|---:|---|"));
        for (int i = 0; i < outcomes.size(); i++) {
            String[] outcome = outcomes.get(i).split(" \\| ", -1);
            String[] budget = efforts.get(i).split(" \\| ", -1);
            assertThat(outcomes.get(i)).startsWith(String.join(" | ", budget[0], budget[1], budget[2]) + " | ");
            lines.add("| " + String.join(" | ", outcome[0], outcome[1], outcome[2], outcome[4].replace(" seeds", ""))
                    + " | " + budget[3].replace(" evaluations", "") + " | `" + outcome[3] + "` |");
        }
        return String.join("\n", lines) + "\n";
    }
}
