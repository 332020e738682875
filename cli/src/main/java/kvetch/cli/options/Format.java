package kvetch.cli.options;

import io.vavr.collection.Vector;
import kvetch.cli.console.UsageError;
import kvetch.properties.plug.Suggestions;
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
        return one(value, "text", "json").equals("json");
    }

    /** What is asked for, which must be one of these. */
    static String one(String value, String... formats) {
        Vector<String> known = Vector.of(formats);
        if (!known.contains(value))
            throw new UsageError("unknown format '" + value + "'; known are " + known.mkString(", ")
                    + Suggestions.didYouMean(value, known));
        return value;
    }
}
