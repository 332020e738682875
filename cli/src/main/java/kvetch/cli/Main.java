package kvetch.cli;

import io.vavr.collection.Vector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import kvetch.BadInputException;
import kvetch.cli.commands.Kvetch;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.OutputClosed;
import kvetch.cli.console.PipeOutputStream;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.process.Departure;
import kvetch.cli.process.Supervisor;
import kvetch.live.guest.LiveProblem;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The entry point of {@code kvetch}. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(
                new PipeOutputStream(new FileOutputStream(FileDescriptor.out), PipeOutputStream.isPipe(1)),
                true,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        if (Supervisor.isNeeded(args)) System.exit(new Supervisor(Main.class, args, Terminal.plain(out, err)).run());
        Supervisor.followSupervisor();
        Departure departure = Departure.prepared();
        int code = run(args, Terminal.ofProcess(out, err));
        out.flush();
        err.flush();
        departure.leave(code);
    }

    /**
     * Runs one command, with no terminal and no environment.
     *
     * @param args the command and its options
     * @param out takes what the command has to say
     * @param err takes progress and complaints
     * @return the exit code
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, Terminal.plain(out, err));
    }

    static int run(String[] args, Terminal terminal) {
        ExitCode code;
        try {
            code = execute(args, terminal);
            if (terminal.out().checkError()) {
                terminal.complain("the output could not be written in full");
                code = ExitCode.OUR_FAULT;
            }
        } catch (UsageError e) {
            terminal.complain(e.message());
            code = ExitCode.USAGE;
        } catch (AllocatorFailure e) {
            terminal.complain(e.message());
            terminal.debug(e);
            code = ExitCode.ALLOCATOR;
        } catch (LiveProblem | BadInputException e) {
            terminal.complain(String.valueOf(e.getMessage()));
            code = ExitCode.USAGE;
        } catch (OutputClosed e) {
            code = ExitCode.OUTPUT_CLOSED;
        } catch (RuntimeException | Error e) {
            terminal.complain("a fault of our own, please report it: " + firstLine(e)
                    + (terminal.isDebugging() ? "" : " (run it again with KVETCH_DEBUG=1 for the trace)"));
            terminal.debug(e);
            code = ExitCode.OUR_FAULT;
        }
        return code.number();
    }

    private static ExitCode execute(String[] args, Terminal terminal) {
        CommandLine line = commandLine(terminal);
        CommandLine.ParseResult parsed;
        try {
            parsed = line.parseArgs(help(line, args));
        } catch (CommandLine.ParameterException e) {
            throw Complaints.of(e);
        }
        if (CommandLine.printHelpIfRequested(parsed)) return ExitCode.HELD;
        while (parsed.hasSubcommand()) parsed = parsed.subcommand();
        if (parsed.commandSpec().userObject() instanceof Command command) return command.run(terminal);
        throw new UsageError("say what to do: "
                + Vector.ofAll(line.getSubcommands().keySet()).mkString(", ") + " (kvetch --help)");
    }

    /** {@code kvetch help COMMAND...} is {@code kvetch COMMAND... --help}. */
    private static String[] help(CommandLine line, String[] args) {
        if (args.length == 0 || !args[0].equals("help")) return args;
        Vector<String> about = Vector.of(args).tail().reject(arg -> arg.equals("help") || arg.startsWith("-"));
        // Asked for help, picocli overlooks whatever else is wrong.
        return (areCommands(line, about) ? about.append("--help") : about).toJavaArray(String[]::new);
    }

    /** Whether each is a command of the one before it. */
    private static boolean areCommands(CommandLine line, Vector<String> names) {
        if (names.isEmpty()) return true;
        CommandLine first = line.getSubcommands().get(names.head());
        return first != null && areCommands(first, names.tail());
    }

    private static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Kvetch());
        line.setExpandAtFiles(false);
        layOutHelp(line);
        HelpLayout.install(line, Math.max(terminal.width(), 60));
        line.setColorScheme(Help.defaultColorScheme(terminal.isOutColoured() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        return line;
    }

    private static void layOutHelp(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        line.getSubcommands().values().forEach(Main::layOutHelp);
    }

    private static String firstLine(Throwable thrown) {
        return thrown.toString().lines().findFirst().orElse("");
    }
}
