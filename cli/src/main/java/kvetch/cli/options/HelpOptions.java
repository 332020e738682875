package kvetch.cli.options;

import picocli.CommandLine.Option;

/** The options {@code --help} and {@code --version}, which every command has. */
@SuppressWarnings("UnusedVariable") // picocli asks whether they were given.
public class HelpOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;
}
