package kvetch.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the pages of a command say, in AsciiDoc. */
class ManPagesTest {
    @TempDir
    Path folder;

    @Command(
            name = "tool",
            description = {"Does *this* and that. Then more.", "", "As {many} [as] there are."},
            footer = {
                "",
                "Mind   the gap.",
                "",
                "Examples:",
                "  tool -- *    all",
                "",
                "Exits with 0 if",
                "all is well."
            },
            subcommands = {Below.class})
    static final class Tool {
        @Option(names = "--to", paramLabel = "N", description = "From 1 to ... 100, as C++ does.")
        int to;
    }

    @Command(name = "below", description = "Is below.")
    static final class Below {}

    private String page(String name) throws IOException {
        new ManPages("1.2", "2001-02-03").write(new CommandLine(Tool.class), folder);
        return Files.readString(folder.resolve(name)).replaceAll("(?m)^//.*\\R", "");
    }

    @Test
    void textsAreNoMarkup() throws IOException {
        assertThat(page("tool.adoc"))
                .contains(
                        ":doctype: manpage\n:docdate: 2001-02-03\n",
                        ":mansource: Kvetch 1.2\n",
                        "\ntool - Does *this* and that.\n",
                        "pass:c[Does *this* and that. Then more.]\n\npass:c[As {many} [as\\] there are.]\n",
                        "pass:c[From 1 to ... 100, as C++ does.]\n");
    }

    @Test
    void footersAreSections() throws IOException {
        assertThat(page("tool.adoc")).contains("""
                        == Notes

                        pass:c[Mind   the gap.]

                        == Examples

                        ....
                        tool -- *    all
                        ....

                        == Exit status

                        pass:c[Exits with 0 if all is well.]

                        == See also

                        *tool-below*(1)

                        """);
    }

    @Test
    void pagesNameEachOther() throws IOException {
        assertThat(page("tool.adoc")).contains("\n*below*::\n  Is below.\n");
        assertThat(page("tool-below.adoc")).contains("\ntool-below - Is below.\n", "== See also\n\n*tool*(1)\n");
    }
}
