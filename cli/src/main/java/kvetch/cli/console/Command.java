package kvetch.cli.console;

/** A command, its options filled in by picocli. */
public interface Command {

    /**
     * Runs it.
     *
     * @param terminal where it speaks
     * @return what to exit with
     * @throws UsageError if an option has no meaning; nothing has been written then
     */
    ExitCode run(Terminal terminal);
}
