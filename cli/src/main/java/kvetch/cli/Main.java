package kvetch.cli;

import io.vavr.collection.Vector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        if (Supervisor.isNeeded(args)) System.exit(new Supervisor(args, Terminal.plain(out, err)).run());
        Supervisor.followSupervisor();
        Departure departure = Departure.prepared();
        int code = run(args, Terminal.ofProcess(out, err));
        out.flush();
        err.flush();
        departure.leave(code);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
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
        } catch (OutputClosed e) {
            code = ExitCode.OUR_FAULT;
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
            parsed = line.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            throw Complaints.of(e);
        }
        if (CommandLine.printHelpIfRequested(parsed)) return ExitCode.HELD;
        while (parsed.hasSubcommand()) parsed = parsed.subcommand();
        if (parsed.commandSpec().userObject() instanceof Command command) return command.run(terminal);
        throw new UsageError("say what to do: "
                + Vector.ofAll(line.getSubcommands().keySet()).mkString(", ") + " (kvetch --help)");
    }

    private static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Kvetch());
        line.setExpandAtFiles(false);
        layOutHelp(line);
        line.getSubcommands().values().forEach(Main::layOutHelp);
        line.setUsageHelpWidth(Math.max(terminal.width(), 60));
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
    }

    private static String firstLine(Throwable thrown) {
        return thrown.toString().lines().findFirst().orElse("");
    }
}
