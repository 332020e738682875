package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/in-your-ci.md end as the page says; .ci/in-your-ci has make type them. */
final class InYourCiTest {
    private static final Path PAGE = Path.of("..", "docs", "in-your-ci.md");

    @TempDir
    Path folder;

    private String page;

    @BeforeEach
    void readThePage() throws IOException {
        page = Files.readString(PAGE);
    }

    private String first(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /** The command of a target of the Makefile, with its files in the folder. */
    private Cli make(String target) {
        String command = first("\n" + Pattern.quote(target) + ":[^\n]*\n\t\\$\\(KVETCH\\) ([^>|\n]*)")
                .replace("$(CHECK)", first("\nCHECK = ([^\n]*)"));
        List<String> words = new ArrayList<>();
        String option = "";
        for (String word : command.strip().split(" +", -1)) {
            boolean isFile = List.of("--expect", "--baseline", "--out").contains(option);
            words.add(isFile ? folder.resolve(word).toString() : word);
            option = word;
        }
        return Cli.run(words.toArray(String[]::new));
    }

    private void expect(String lines) throws IOException {
        Files.writeString(folder.resolve("expected"), lines);
    }

    private String expected() {
        return first("`expected`.*?```\n(.*?)```");
    }

    @Test
    void whatIsExpectedPassesAndLeavesWhatThePageSays() throws IOException {
        expect(expected());
        Cli run = make("laws");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(SarifTest.problems(run.out())).isEmpty();
        for (String file : List.of("report.html", "junit.xml", "results.json")) {
            assertThat(page).contains("`report/" + file + "`");
            assertThat(folder.resolve("report").resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void whatIsNotExpectedFails() throws IOException {
        expect(expected().lines().skip(1).reduce("", (all, line) -> all + line + "\n"));
        assertThat(make("laws").code()).isEqualTo(1);
    }

    @Test
    void nothingIsNewSinceTheBaseline() {
        assertThat(make("before/results.json").code()).isEqualTo(1);
        Cli run = make("new");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"baselineState\": \"unchanged\"").doesNotContain("\"baselineState\": \"new\"");
    }

    @Test
    void theJobsRunMakeAndKeepWhatItLeaves() {
        for (String file : List.of("`.github/workflows/laws.yml`", "`.gitlab-ci.yml`"))
            assertThat(first(Pattern.quote(file) + ".*?```yaml\n(.*?)```"))
                    .contains("make laws", "kvetch.sarif", "report");
    }
}
