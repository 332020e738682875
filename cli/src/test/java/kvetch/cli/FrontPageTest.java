package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README is two screens, and what it says of findings is what their pages say. */
final class FrontPageTest {
    private static final Path ROOT = Path.of("..");
    private static final int MOST_LINES = 100;
    private static final int WIDEST_LINE = 120;

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    @Test
    void readmeFitsTwoScreens() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        assertThat(lines)
                .hasSizeLessThanOrEqualTo(MOST_LINES)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST_LINE));
    }

    @Test
    void readmeHasBothCommandsThatAreAllTheSetUp() throws IOException {
        assertThat(page("README.md").lines())
                .anyMatch(line -> line.startsWith("./kvetch check "))
                .anyMatch(line -> line.startsWith("./mvnw verify "));
    }

    /** Each of the five is on the kernels that its page names, and was seen where the page of reproducers says so. */
    @Test
    void fiveFindingsAreWhereTheirPagesSay() throws IOException {
        String findings = page("docs/findings.md");
        String reproducers = page("docs/reproducers.md");
        List<MatchResult> rows = Pattern.compile(
                        "^\\| \\[(F\\d+)]\\(docs/findings\\.md\\) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$",
                        Pattern.MULTILINE)
                .matcher(page("README.md"))
                .results()
                .toList();
        assertThat(rows).hasSize(5);
        for (MatchResult row : rows) {
            String finding = row.group(1);
            Matcher kernels = Pattern.compile("## " + finding + "\\. .*\n\n- kernels: (.*)")
                    .matcher(findings);
            assertThat(kernels.find()).as(finding).isTrue();
            assertThat(kernels.group(1)).as(finding).startsWith(row.group(3));
            for (String release : row.group(4).split(", ", -1))
                assertThat(isSeen(reproducers, finding, release))
                        .as(finding + " on " + release)
                        .isTrue();
        }
    }

    /** In a column of the table of user-mode kernels, or, of the others, where it stands beside the finding. */
    private static boolean isSeen(String page, String finding, String release) {
        List<String> head = cells(page, "finding | 5.10");
        int column = head.indexOf(release);
        if (column > 0 && cells(page, finding + " |").get(column).startsWith("seen")) return true;
        boolean isInTheTable = release.equals("6.1.192")
                && Pattern.compile("^\\| \\[?" + finding + "\\b", Pattern.MULTILINE)
                        .matcher(page)
                        .find();
        return isInTheTable
                || Pattern.compile("\\b" + finding + "\\b(?:(?!\n- |\n\n)[\\s\\S]){0,300}?\\b" + Pattern.quote(release)
                                + "\\b")
                        .matcher(page)
                        .find();
    }

    /** Of the last table that has such a row. */
    private static List<String> cells(String page, String start) {
        return page.lines()
                .filter(line -> line.startsWith("| " + start))
                .reduce((first, second) -> second)
                .map(line -> List.of(line.substring(2).split(" *\\| *", -1)))
                .orElse(List.of());
    }

    /** What README says of kernels that ran beside the model is what the rows of their page come to. */
    @Test
    void kernelsBesideTheModelAgreedOnAsManyArraysAsReadmeSays() throws IOException {
        assertThat(page("README.md").replaceAll("\\s+", " "))
                .contains("on 10,000 arrays and 1,000 lives each with 5.10, 6.1, 6.12 and 7.2 that ran beside it");
        String page = page("docs/real-kernels.md");
        List<String> head = cells(page, "kernel | model | arrays");
        for (String kernel : List.of("5.10.", "6.1.", "6.12.", "7.2.")) {
            List<String> row = cells(page, kernel);
            assertThat(row.get(head.indexOf("arrays"))).as(kernel).isEqualTo("10,000");
            assertThat(row.get(head.indexOf("lives"))).as(kernel).isEqualTo("1,000");
            assertThat(row.get(head.indexOf("disagree"))).as(kernel).isEqualTo("0");
        }
    }

    /** An allocator, a patch, a property, an array at home, a slide: a link of README, and a page that begins with what to do. */
    @Test
    void fiveReasonsToComeAreTwoStepsAway() throws IOException {
        String readme = page("README.md");
        for (String page : List.of(
                "docs/plugging-in.md",
                "docs/own-driver.md",
                "docs/your-tree.md",
                "docs/properties-of-your-own.md",
                "docs/your-array.md",
                "docs/pictures.md")) {
            assertThat(readme).contains("](" + page + ")");
            assertThat(page(page)).contains("```");
        }
    }
}
