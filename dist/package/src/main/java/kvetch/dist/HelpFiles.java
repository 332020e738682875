package kvetch.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.cli.commands.Kvetch;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the manual pages, in AsciiDoc, and the completion for three shells. */
public final class HelpFiles {
    private HelpFiles() {}

    /**
     * Writes them.
     *
     * @param args the folder to write into, the version of Kvetch, and the date of the manual, such as 2026-01-01T00:00:00Z
     * @throws IOException if the folder cannot be written to
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        new ManPages(args[1], args[2].substring(0, "yyyy-MM-dd".length())).write(model(), folder.resolve("man"));

        CommandLine completed = model();
        CompletionModel.prepare(completed);
        // It is read by shells, and is no program.
        String bash = AutoComplete.bash("kvetch", completed).replaceFirst("^#!.*\n", "");
        write(folder.resolve("bash/kvetch"), bash);
        write(folder.resolve("zsh/_kvetch"), ZshCompletion.of(bash));
        write(folder.resolve("fish/kvetch.fish"), FishCompletion.of(completed.getCommandSpec()));
    }

    private static CommandLine model() {
        return new CommandLine(new Kvetch());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
