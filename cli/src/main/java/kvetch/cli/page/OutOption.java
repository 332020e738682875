package kvetch.cli.page;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --out} of commands that answer with a page. */
public final class OutOption {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Leave report.html (a page with pictures, which needs no network), results.json and run.json in this"
                            + " folder, which is made, empty, or that of an earlier run.")
    private @Nullable String out;

    /**
     * Where the page goes.
     *
     * @return null if nobody asked for one
     * @throws kvetch.cli.console.UsageError if it cannot go there
     */
    public @Nullable OutFolder folder() {
        return out == null ? null : OutFolder.of(out);
    }
}
