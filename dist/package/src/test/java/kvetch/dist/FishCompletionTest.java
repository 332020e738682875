package kvetch.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import kvetch.cli.commands.Kvetch;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What fish is told of a command. */
class FishCompletionTest {
    @Command(
            name = "tool",
            description = "Does things.",
            subcommands = {Outer.class})
    static final class Tool {
        @Option(
                names = {"-v", "--verbose"},
                description = "Say more (much of it): all there is.")
        boolean verbose;
    }

    @Command(
            name = "outer",
            description = "Doesn't do much. Only this.",
            subcommands = {Inner.class})
    static final class Outer {}

    @Command(name = "inner")
    static final class Inner {
        @Option(names = "--file", paramLabel = "FILE", description = "In slots 0, 1, ...")
        String file = "";

        @Option(names = "--into", paramLabel = "DIR")
        String into = "";

        @Option(names = "--count", paramLabel = "N")
        int count;

        @Option(names = "--colour", completionCandidates = Colours.class)
        String colour = "";

        @Parameters(paramLabel = "FILE")
        List<String> files = List.of();
    }

    static final class Colours extends java.util.ArrayList<String> {
        Colours() {
            super(List.of("red", "green"));
        }
    }

    private static List<String> lines(Class<?> command) {
        CommandSpec spec = new CommandLine(command).getCommandSpec();
        return FishCompletion.of(spec)
                .lines()
                .filter(line -> line.startsWith("complete "))
                .toList();
    }

    @Test
    void commandsAndOptionsAreOfferedWhereTheyBelong() {
        assertThat(lines(Tool.class))
                .containsExactly(
                        "complete -c tool -f",
                        "complete -c tool -n '__tool_at' -a outer -d 'Doesn\\'t do much'",
                        "complete -c tool -n '__tool_at outer' -a inner",
                        "complete -c tool -n '__tool_in outer inner' -l file -r -F -d 'In slots 0, 1, ...'",
                        "complete -c tool -n '__tool_in outer inner' -l into -x -a '(__fish_complete_directories)'",
                        "complete -c tool -n '__tool_in outer inner' -l count -x",
                        "complete -c tool -n '__tool_in outer inner' -l colour -x -a 'red green'",
                        "complete -c tool -n '__tool_in outer inner' -F",
                        "complete -c tool -n '__tool_at' -s v -l verbose -d 'Say more'");
    }

    @Test
    void everyCommandThereIsIsOffered() {
        CommandLine line = new CommandLine(new Kvetch());
        CompletionModel.prepare(line);
        String script = FishCompletion.of(line.getCommandSpec());
        assertThat(line.getSubcommands()).containsKeys("check", "help");
        line.getSubcommands()
                .keySet()
                .forEach(name -> assertThat(script)
                        .contains(
                                "\ncomplete -c kvetch -n '__kvetch_at' -a " + name + " ",
                                "-n '__kvetch_at help' -a check "));
        assertThat(script).contains("\ncomplete -c kvetch -n '__kvetch_at help campaign' -a check ");
    }

    @Test
    void lawsKernelsAndAllocatorsAreOfferedByTheirNames() {
        CommandLine line = new CommandLine(new Kvetch());
        CompletionModel.prepare(line);
        String script = FishCompletion.of(line.getCommandSpec());
        assertThat(script)
                .containsPattern("-l law -x -a 'Z1 Z2 .*Q1'")
                .containsPattern("-l kernel -x -a '[^']*7.2 [^']*hardened'")
                .containsPattern("-l allocator -x -a 'kvzalloc [^']*vzalloc'");
    }

    @Test
    void whatIsAFileIsToldByItsName() {
        CommandLine line = new CommandLine(Inner.class);
        assertThat(line.getCommandSpec().options())
                .filteredOn(CompletionModel::isFile)
                .extracting(option -> option.longestName())
                .containsExactly("--file", "--into");
        CompletionModel.prepare(line);
        assertThat(line.getCommandSpec().findOption("--file").type()).isEqualTo(File.class);
        assertThat(line.getCommandSpec().findOption("--count").type()).isEqualTo(int.class);
        assertThat(line.getCommandSpec().positionalParameters().get(0).auxiliaryTypes())
                .containsExactly(File.class);
    }
}
