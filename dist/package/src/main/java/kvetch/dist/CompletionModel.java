package kvetch.dist;

import io.vavr.collection.Vector;
import java.io.File;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands as shells complete them: with {@code help}, and knowing which values are files. */
final class CompletionModel {
    private CompletionModel() {}

    static void prepare(CommandLine line) {
        CommandSpec root = line.getCommandSpec();
        CommandSpec help = names(root, "help");
        knowFiles(root);
        help.usageMessage().description("Prints the help of a command.");
        root.addSubcommand("help", help);
    }

    /** A command and those below it by their names alone. */
    private static CommandSpec names(CommandSpec command, String name) {
        CommandSpec bare = CommandSpec.create().name(name);
        bare.usageMessage().description(command.usageMessage().description());
        command.subcommands().forEach((below, line) -> bare.addSubcommand(below, names(line.getCommandSpec(), below)));
        return bare;
    }

    /** The command line reads files by itself, so to picocli their names are any words. */
    private static void knowFiles(CommandSpec command) {
        Vector.ofAll(command.options()).filter(CompletionModel::isFile).forEach(option -> {
            command.remove(option);
            command.addOption(OptionSpec.builder(option.names())
                    .paramLabel(option.paramLabel())
                    .description(option.description())
                    .arity(option.arity().toString())
                    .type(type(option))
                    .auxiliaryTypes(File.class)
                    .build());
        });
        Vector.ofAll(command.positionalParameters())
                .filter(CompletionModel::isFile)
                .forEach(parameter -> {
                    command.remove(parameter);
                    command.addPositional(PositionalParamSpec.builder()
                            .paramLabel(parameter.paramLabel())
                            .index(parameter.index().toString())
                            .arity(parameter.arity().toString())
                            .type(type(parameter))
                            .auxiliaryTypes(File.class)
                            .build());
                });
        command.subcommands().values().forEach(line -> knowFiles(line.getCommandSpec()));
    }

    private static Class<?> type(ArgSpec argument) {
        return argument.isMultiValue() ? List.class : File.class;
    }

    /** Whether the value is the name of a file or a folder. */
    static boolean isFile(ArgSpec argument) {
        String label = argument.paramLabel();
        return label.equals("FILE") || label.equals("DIR") || label.equals("PATH");
    }
}
