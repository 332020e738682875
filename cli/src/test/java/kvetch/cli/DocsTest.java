package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import kvetch.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The commands of the documentation print what stands below them: each line of it, in that order. Lines may be left out; those
 * that need an allocator of the reader's are.
 */
final class DocsTest {
    private static final Path ROOT = Path.of("..");
    private static final String PROMPT = "$ ./kvetch ";

    /** A command of a page, without the name of the program, and what stands below it. */
    record Session(String page, List<String> command, List<String> printed) {
        boolean isQuick() {
            return !command.get(0).equals("check") && !command.get(0).equals("explore");
        }

        boolean needsMore() {
            return command.contains("--module-path");
        }
    }

    private static List<Session> sessions() throws IOException {
        List<Session> sessions = new ArrayList<>();
        List<Path> pages = new ArrayList<>();
        pages.add(ROOT.resolve("README.md"));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        // What its examples add is not there: .ci/architecture types them along.
        pages.remove(ROOT.resolve(Path.of("docs", "architecture.md")));
        // YourTreeTest types it along, where its kernels are.
        pages.remove(ROOT.resolve(Path.of("docs", "your-tree.md")));
        for (Path page : pages) sessions.addAll(sessions(page, PROMPT));
        return sessions;
    }

    /** Those of a page whose commands begin in this way. */
    static List<Session> sessions(Path page, String prompt) throws IOException {
        List<Session> sessions = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(prompt)) continue;
            List<String> command =
                    Arrays.asList(lines.get(i).substring(prompt.length()).split(" +", -1));
            List<String> printed = new ArrayList<>();
            for (; !endsSession(lines.get(i + 1)); i++) {
                String line = lines.get(i + 1);
                if (!line.equals("...") && !line.isEmpty()) printed.add(line);
            }
            sessions.add(new Session(ROOT.relativize(page).toString(), command, printed));
        }
        return sessions;
    }

    private static boolean endsSession(String line) {
        return line.startsWith("```") || line.startsWith("$ ");
    }

    private static void assertAllPrinted(boolean quick) throws IOException {
        for (Session session : sessions())
            if (!session.needsMore() && session.isQuick() == quick) assertPrinted(session);
    }

    private static void assertPrinted(Session session) throws IOException {
        assertPrinted(session, Cli.run(arguments(session.command)));
    }

    /** A run printed what stands below the command, and the command was a good one. */
    static void assertPrinted(Session session, Cli run) {
        boolean isPart = session.printed.stream().anyMatch(line -> line.startsWith("incomplete:"));
        if (isPart) assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INCOMPLETE.number());
        else assertThat(run.code()).as(run.err()).isLessThan(2);
        Iterator<String> out = run.out()
                .replace(ROOT + FileSystems.getDefault().getSeparator(), "")
                .lines()
                .iterator();
        for (String line : session.printed) {
            boolean found = false;
            while (!found && out.hasNext()) found = withoutTime(out.next()).equals(withoutTime(line));
            assertThat(found)
                    .as("%s: '%s' is not, in this order, in what is printed now:%n%s", session.page, line, run.out())
                    .isTrue();
        }
    }

    private static String withoutTime(String line) {
        return line.replaceFirst("in \\d+\\.\\d s;", "in ... s;")
                .replaceFirst("^digest [0-9a-f]{64}", "digest ...")
                .stripTrailing();
    }

    /** As a shell in the root passes them, with paths from here. */
    private static String[] arguments(List<String> command) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String word : command)
            if (!word.contains("*")) arguments.add(word);
            else {
                Path pattern = ROOT.resolve(word);
                PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName());
                try (Stream<Path> files = Files.list(pattern.getParent())) {
                    files.filter(file -> matcher.matches(file.getFileName()))
                            .sorted()
                            .forEach(file -> arguments.add(file.toString()));
                }
            }
        return arguments.toArray(new String[0]);
    }

    /** A campaign goes on with what an earlier build has left. */
    @BeforeAll
    static void noCampaignIsThere() throws IOException {
        Path campaigns = Path.of("target", "campaign");
        if (!Files.exists(campaigns)) return;
        try (Stream<Path> files = Files.walk(campaigns)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Test
    void quickCommandsPrintWhatStandsBelowThem() throws IOException {
        assertAllPrinted(true);
    }

    @Test
    @Tag("long")
    void checksPrintWhatStandsBelowThem() throws IOException {
        assertAllPrinted(false);
    }

    /** So that a page that is written differently is not simply skipped. */
    @Test
    void readmeAndThePagesOfMostLawsHaveCommands() throws IOException {
        assertThat(sessions().stream().filter(session -> !session.needsMore()).map(Session::page))
                .contains("README.md", "docs/laws/Z1.md", "docs/laws/W1.md")
                .hasSizeGreaterThan(12);
        assertThat(sessions()).allSatisfy(session -> assertThat(session.printed).isNotEmpty());
    }
}
