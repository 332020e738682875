package kvetch.cli.options;

import io.vavr.collection.Vector;
import kvetch.cli.console.Suggestions;
import kvetch.cli.console.UsageError;
import picocli.CommandLine.Option;

/** The option {@code --format}, beside those for help: what every command but {@code kvetch} itself has. */
public final class Format extends HelpOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text for people (the default) or json for machines: one object on stdout.")
    private String value = "text";

    /** Whether JSON is asked for. */
    public boolean isJson() {
        Vector<String> known = Vector.of("text", "json");
        if (!known.contains(value))
            throw new UsageError(
                    "unknown format '" + value + "'; known are text, json" + Suggestions.didYouMean(value, known));
        return value.equals("json");
    }
}
