package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.cli.live.TriedFinding;
import kvetch.cli.text.FindingsTable;
import kvetch.cli.words.KnownFinding;
import org.junit.jupiter.api.Test;

/** Findings are told in one place, and what kernels said to them stands on a page as the command prints it. */
final class FindingsPageTest {
    private static final Path FINDINGS = Path.of("..", "docs", "findings.md");
    private static final Path PAGE = Path.of("..", "docs", "reproducers.md");
    private static final String BEGIN = "<!-- written by kvetch findings; held by FindingsPageTest -->";
    private static final String END = "<!-- up to here -->";

    /** A cell may end with the number of a note. */
    private static final Pattern CELL = Pattern.compile("(.+?)(?: \\((\\d+)\\))?");

    @Test
    void theListIsThatOfThePage() throws IOException {
        Vector<String> told = Vector.empty();
        Matcher entry = Pattern.compile("(?s)\n## (F\\d+)\\. ([^\n]+)\n.*?- token: `([^`]+)`")
                .matcher(Files.readString(FINDINGS));
        while (entry.find()) told = told.append(entry.group(1) + " " + entry.group(3) + " " + entry.group(2));
        assertThat(told).hasSizeGreaterThan(10);
        assertThat(KnownFinding.all().map(one -> one.id() + " " + one.token() + " " + one.title()))
                .isEqualTo(told);
    }

    private static Vector<String> onPage() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN, END);
        String block = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
        return Vector.ofAll(block.strip().lines());
    }

    /** What is read of it and printed again is what stands there. */
    @Test
    void thePageIsAsTheCommandPrintsIt() throws IOException {
        Vector<String> lines = onPage();
        Vector<String> notes =
                lines.filter(line -> line.matches("\\d+\\. .*")).map(line -> line.substring(line.indexOf(' ') + 1));
        Vector<Vector<String>> table = lines.filter(line -> line.startsWith("| "))
                .map(line -> Vector.of(line.substring(2, line.length() - 2).split(" \\| ")));
        Vector<FindingsTable.Row> rows = table.tail()
                .map(row -> new FindingsTable.Row(row.head(), row.tail().map(cell -> cell(cell, notes))));
        assertThat(rows.map(FindingsTable.Row::finding))
                .isEqualTo(KnownFinding.all().map(KnownFinding::id));
        assertThat(rows.flatMap(FindingsTable.Row::cells).map(FindingsTable.Cell::verdict))
                .isSubsetOf(TriedFinding.VERDICTS);
        assertThat(new FindingsTable(table.head().tail(), rows).lines()).isEqualTo(lines);
    }

    private static FindingsTable.Cell cell(String text, Vector<String> notes) {
        Matcher cell = CELL.matcher(text);
        assertThat(cell.matches()).isTrue();
        String number = cell.group(2);
        return new FindingsTable.Cell(cell.group(1), number == null ? "" : notes.get(Integer.parseInt(number) - 1));
    }

    /** KVETCH_FINDINGS names the kernels of the page, in its order, with colons between them. */
    @Test
    void theKernelsSayWhatStandsThere() throws IOException {
        String kernels = System.getenv("KVETCH_FINDINGS");
        assumeThat(kernels).as("KVETCH_FINDINGS names kernels").isNotEmpty();
        Vector<String> command = Vector.of("findings")
                .appendAll(Vector.of(kernels.split(":", -1)).flatMap(kernel -> Vector.of("--on", "live:" + kernel)));
        assertThat(Vector.ofAll(
                        Cli.run(command.toJavaArray(String[]::new)).out().lines()))
                .isEqualTo(onPage());
    }

    @Test
    void withoutAKernelTheyAreListed() {
        Cli list = Cli.run("findings");
        assertThat(list.code()).isZero();
        assertThat(list.out().lines().count()).isEqualTo(KnownFinding.all().size() + 1L);
        assertThat(Cli.run("findings", "--format", "json").out())
                .contains(KnownFinding.all().map(KnownFinding::token));
    }
}
