package kvetch.cli.options;

import picocli.CommandLine.Option;

/** The option {@code --format} of what judges laws, which speaks to KUnit's tools and to those for review, too; beside the options for
 * help. */
public final class CheckFormat extends HelpOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "text for people (the default), json for machines: one object on stdout, ktap, which KUnit's tools"
                            + " read (kunit.py parse), or sarif, which tools for the review of code read.")
    private String value = "text";

    /** Whether JSON is asked for. */
    public boolean isJson() {
        return chosen().equals("json");
    }

    /** Whether KTAP is asked for. */
    public boolean isKtap() {
        return chosen().equals("ktap");
    }

    /** Whether SARIF is asked for. */
    public boolean isSarif() {
        return chosen().equals("sarif");
    }

    /** Whether somebody is to read it. */
    public boolean isText() {
        return chosen().equals("text");
    }

    private String chosen() {
        return Format.one(value, "text", "json", "ktap", "sarif");
    }
}
