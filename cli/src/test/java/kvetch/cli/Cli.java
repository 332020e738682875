package kvetch.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import kvetch.cli.commands.Kvetch;
import kvetch.cli.console.Terminal;
import picocli.CommandLine;

/**
 * What a run of the command line left behind.
 *
 * @param code the exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record Cli(int code, String out, String err) {

    /** The commands that there are, in the order in which they are listed. */
    public static Stream<String> commands() {
        return new CommandLine(new Kvetch()).getSubcommands().keySet().stream();
    }

    /** Runs with no terminal. */
    public static Cli run(String... args) {
        return run(Map.of(), false, args);
    }

    /** Runs with an environment, on a terminal or not. */
    public static Cli run(Map<String, String> environment, boolean onTerminal, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> withoutMemory = new HashMap<>(environment);
        withoutMemory.putIfAbsent("KVETCH_MEMORY", "off");
        withoutMemory.putIfAbsent("KVETCH_KERNELS", "");
        Terminal terminal = new Terminal(print(out), print(err), withoutMemory, onTerminal, onTerminal, 100);
        int code = Main.run(args, terminal);
        return new Cli(code, text(out), text(err));
    }

    public static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    public static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
