package kvetch.cli.console;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a command speaks.
 *
 * @param out takes answers
 * @param err takes progress and complaints
 * @param environment the environment variables
 * @param outIsTerminal whether a person watches {@code out}
 * @param errIsTerminal whether a person watches {@code err}
 * @param width how many columns to write
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int width) {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 60;
    private static final int MOST_WIDTH = 140;

    /** No one watches, and nothing is set or remembered. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, Map.of("KVETCH_MEMORY", "off", "KVETCH_KERNELS", ""), false, false, USUAL_WIDTH);
    }

    /** Of this process. */
    public static Terminal ofProcess(PrintStream out, PrintStream err) {
        Map<String, String> environment = System.getenv();
        boolean outIsTerminal = isTerminal(1);
        int width = outIsTerminal ? columns(environment) : USUAL_WIDTH;
        return new Terminal(out, err, environment, outIsTerminal, isTerminal(2), width);
    }

    /** Java has no isatty; where there is no /proc, its console tells whether stdin and stdout both are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // Asked only of a Java where it may be null.
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // From Java 22 on there is a console even where there is no terminal.
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }

    private static int columns(Map<String, String> environment) {
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        if (columns == 0) columns = sttyColumns();
        return columns == 0 ? USUAL_WIDTH : Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, columns));
    }

    private static int sttyColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream in = stty.getInputStream()) {
                String[] rowsAndColumns = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                        .trim()
                        .split(" ", 2);
                boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
                return ended && rowsAndColumns.length == 2 ? number(rowsAndColumns[1]) : 0;
            }
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    /** Whether answers are coloured: on a terminal that is not dumb, unless NO_COLOR is set to something. */
    public boolean isOutColoured() {
        return outIsTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    public Style style() {
        return new Style(isOutColoured());
    }

    /** Writes a line of an answer. */
    public void say(String line) {
        out.println(line);
    }

    /** Writes the one line that says what is wrong. */
    public void complain(String message) {
        err.println("kvetch: " + message.replace('\n', ' ').replace('\r', ' '));
    }

    public boolean isDebugging() {
        return environment.getOrDefault("KVETCH_DEBUG", "").equals("1");
    }

    /** Writes a trace, for whoever asked for it. */
    public void debug(Throwable thrown) {
        if (isDebugging()) thrown.printStackTrace(err);
    }
}
