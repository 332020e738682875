package kvetch.dist;

import io.vavr.collection.Vector;
import java.io.File;
import java.util.List;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands as shells complete them: with {@code help}, and knowing which values are files, and which are names. */
final class CompletionModel {
    private static final Providers PROVIDERS = Providers.load();

    private CompletionModel() {}

    static void prepare(CommandLine line) {
        CommandSpec root = line.getCommandSpec();
        CommandSpec help = names(root, "help");
        knowValues(root);
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

    /** The command line reads values by itself, so to picocli they are any words. */
    private static void knowValues(CommandSpec command) {
        for (OptionSpec option : Vector.ofAll(command.options())) {
            Vector<String> names = names(option);
            if (!isFile(option) && names.isEmpty()) continue;
            OptionSpec.Builder known = OptionSpec.builder(option.names())
                    .paramLabel(option.paramLabel())
                    .description(option.description())
                    .arity(option.arity().toString());
            command.remove(option);
            command.addOption(
                    isFile(option)
                            ? known.type(type(option))
                                    .auxiliaryTypes(File.class)
                                    .build()
                            : known.type(String.class)
                                    .completionCandidates(names)
                                    .build());
        }
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
        command.subcommands().values().forEach(line -> knowValues(line.getCommandSpec()));
    }

    /** The values that have names which are known; none if there are no such. */
    private static Vector<String> names(OptionSpec option) {
        return switch (option.longestName()) {
            case "--kernel" -> PROVIDERS.allKernels().map(KernelProfile::name);
            case "--allocator" -> PROVIDERS.all().map(AllocatorProvider::name);
            case "--law" -> PROVIDERS.laws().all().map(Law::id);
            default -> Vector.empty();
        };
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
