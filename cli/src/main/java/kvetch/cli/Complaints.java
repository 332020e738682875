package kvetch.cli;

import io.vavr.collection.Vector;
import kvetch.cli.console.UsageError;
import kvetch.properties.plug.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line of our own what picocli objects to. */
final class Complaints {
    private Complaints() {}

    static UsageError of(ParameterException e) {
        CommandLine line = e.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        if (e instanceof UnmatchedArgumentException unmatched)
            return unmatched(unmatched.getUnmatched().get(0), line, command);
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty())
            return missing(missing.getMissing().get(0), command);
        if (e instanceof OverwrittenOptionException overwritten)
            return new UsageError("option '" + name(overwritten.getOverwritten()) + "' is given twice; give it once");
        return new UsageError(
                String.valueOf(e.getMessage()).lines().findFirst().orElse("bad usage") + " (" + command + " --help)");
    }

    private static UsageError unmatched(String argument, CommandLine line, String command) {
        boolean top = line.getParent() == null;
        if (argument.startsWith("-")) {
            String option = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            Vector<String> known = Vector.ofAll(line.getCommandSpec().options())
                    .flatMap(spec -> Vector.of(spec.names()))
                    .filter(name -> name.startsWith("--"));
            String hint = top && known.filter(option::equals).isEmpty() ? "; options stand after the command" : "";
            return new UsageError("unknown option '" + option + "' for '" + command + "'; known are "
                    + known.mkString(", ") + (hint.isEmpty() ? Suggestions.didYouMean(option, known) : hint));
        }
        if (top) {
            Vector<String> known = Vector.ofAll(line.getSubcommands().keySet());
            return new UsageError("unknown command '" + argument + "'; known are " + known.mkString(", ")
                    + Suggestions.didYouMean(argument, known));
        }
        return new UsageError("unexpected argument '" + argument + "' for '" + command
                + "'; it takes options only, each with one value (" + command + " --help)");
    }

    private static UsageError missing(ArgSpec spec, String command) {
        return new UsageError("option '" + name(spec) + "' needs a value: " + name(spec) + " " + spec.paramLabel()
                + " (" + command + " --help)");
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }
}
