package kvetch.dist;

import io.vavr.collection.Vector;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, for which picocli has none. */
final class FishCompletion {
    /** Both of functions named after the command. */
    private static final String FUNCTIONS = """
            # Whether these are the commands so far, and nothing follows them yet.
            function __NAME_at
                set -l words (commandline -opc)
                test "$words[2..-1]" = "$argv"
            end

            # Whether these are the commands, whatever follows them.
            function __NAME_in
                set -l words (commandline -opc)
                test (count $words) -gt (count $argv)
                and test "$words[2.."(math 1 + (count $argv))"]" = "$argv"
            end

            """;

    private FishCompletion() {}

    /** A script that completes a command and all below it. */
    static String of(CommandSpec root) {
        StringBuilder script = new StringBuilder(FUNCTIONS.replace("NAME", root.name()));
        script.append("complete -c ").append(root.name()).append(" -f\n");
        complete(root, root, Vector.empty(), script);
        return script.toString();
    }

    private static void complete(CommandSpec root, CommandSpec command, Vector<String> path, StringBuilder script) {
        String complete = "complete -c " + root.name();
        command.subcommands().forEach((name, below) -> {
            script.append(complete)
                    .append(when(root, "at", path))
                    .append(" -a ")
                    .append(name)
                    .append(saying(
                            firstSentence(below.getCommandSpec().usageMessage().description())))
                    .append('\n');
            complete(root, below.getCommandSpec(), path.append(name), script);
        });
        String inCommand = when(root, path.isEmpty() ? "at" : "in", path);
        for (OptionSpec option : command.options()) {
            script.append(complete).append(inCommand);
            for (String name : option.names()) script.append(flag(name));
            script.append(value(option))
                    .append(saying(firstSentence(option.description())))
                    .append('\n');
        }
        if (Vector.ofAll(command.positionalParameters()).exists(CompletionModel::isFile))
            script.append(complete).append(inCommand).append(" -F\n");
    }

    private static String when(CommandSpec root, String where, Vector<String> path) {
        return " -n " + quoted(path.prepend("__" + root.name() + "_" + where).mkString(" "));
    }

    private static String flag(String name) {
        return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) return "";
        if (option.completionCandidates() != null)
            return " -x -a "
                    + quoted(Vector.ofAll(option.completionCandidates()).mkString(" "));
        return isFolder(option)
                ? " -x -a '(__fish_complete_directories)'"
                : CompletionModel.isFile(option) ? " -r -F" : " -x";
    }

    private static boolean isFolder(ArgSpec argument) {
        return argument.paramLabel().equals("DIR");
    }

    private static String saying(String text) {
        return text.isEmpty() ? "" : " -d " + quoted(text);
    }

    /** Without what is in brackets, and without its full stop: there is one line for it. */
    static String firstSentence(String[] description) {
        if (description.length == 0) return "";
        return String.format(description[0])
                .replaceAll(" \\([^)]*\\)", "")
                .replaceFirst("(?s)(?<![.])[.:;] .*", "")
                .replaceFirst("(?<![.])[.]$", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
