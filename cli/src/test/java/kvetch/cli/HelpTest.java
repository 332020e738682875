package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import kvetch.cli.console.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, for as many columns as there are. */
final class HelpTest {
    private static String help(int width, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(args, new Terminal(Cli.print(out), Cli.print(err), Map.of(), false, false, width));
        assertThat(code).as(Cli.text(err)).isZero();
        return Cli.text(out);
    }

    @ParameterizedTest
    @MethodSource("kvetch.cli.Cli#commands")
    @ValueSource(strings = {"", "campaign check", "campaign explore", "campaign sweep"})
    void linesBreakBetweenWordsOnly(String command) {
        String[] args = (command + " --help").strip().split(" ", -1);
        String words = words(help(10_000, args));
        for (int width : new int[] {60, 67, 72, 80, 100, 119, 140}) {
            String help = help(width, args);
            assertThat(words(help)).as("%d columns", width).isEqualTo(words);
            int room = width;
            assertThat(help.lines())
                    .as("%d columns", width)
                    .allSatisfy(line -> assertThat(
                                    line.length() <= room || line.strip().indexOf(' ') < 0)
                            .as(line)
                            .isTrue());
        }
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void whatFollowsADescriptionStandsBelowIt() {
        assertThat(help(60, "map", "--help"))
                .contains(
                        "      --chunk=SIZE         The chunk: 8 sectors or 4K, say.",
                        "      --kernel=NAME        The kernel. Default: 7.2 (kvetch",
                        "                             kernels).");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(help(100, "help")).isEqualTo(help(100, "--help")).startsWith("Usage: kvetch ");
        for (String command : new String[] {"check", "replay", "laws"}) {
            String expected = help(100, command, "--help");
            assertThat(help(100, "help", command)).isEqualTo(expected).startsWith("Usage: kvetch " + command + " ");
            assertThat(help(100, "help", command, "--help")).isEqualTo(expected);
        }
        assertThat(help(100, "help", "campaign", "check"))
                .isEqualTo(help(100, "campaign", "check", "--help"))
                .startsWith("Usage: kvetch campaign check ");
        assertThat(help(100, "help", "help")).isEqualTo(help(100, "--help"));
        assertThat(help(100, "help", "--help")).isEqualTo(help(100, "--help"));
    }

    @Test
    void helpForWhatThereIsNotIsNoHelp() {
        Cli result = Cli.run("help", "chek");
        assertThat(result.err()).startsWith("kvetch: unknown command 'chek'; known are check, ");
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(2);
        assertThat(Cli.run("help", "check", "W1").code()).isEqualTo(2);
        assertThat(Cli.run("help", "campaign", "chek").err())
                .startsWith("kvetch: unexpected argument 'chek' for 'kvetch campaign'");
        assertThat(Cli.run("help", "campaign", "chek").code()).isEqualTo(2);
    }
}
