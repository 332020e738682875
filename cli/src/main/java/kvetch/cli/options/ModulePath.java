package kvetch.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.ProviderProblem;
import picocli.CommandLine.Option;

/** The option {@code --module-path}, for allocators and drivers of other people's. */
public final class ModulePath {
    @Option(
            names = "--module-path",
            paramLabel = "PATH",
            description =
                    "Find allocators and drivers here too: a jar, a directory of jars, or a directory of classes; may be"
                            + " repeated.")
    private List<String> modulePath = new ArrayList<>();

    /** All allocators and drivers there are; what is wrong with others goes to stderr. */
    public Providers load(Terminal terminal) {
        Providers providers = Providers.load(paths()).getOrElseThrow(UsageError::new);
        for (ProviderProblem problem : providers.problems()) terminal.complain(problem.message());
        return providers;
    }

    /** The option as it can be typed again, each argument after a space; empty where it was not given. */
    String arguments() {
        StringBuilder text = new StringBuilder();
        for (String path : modulePath)
            text.append(" --module-path ")
                    .append(path.matches("[A-Za-z0-9_@%+=:,./-]+") ? path : "'" + path.replace("'", "'\\''") + "'");
        return text.toString();
    }

    List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        for (String path : modulePath)
            try {
                paths.add(Path.of(path));
            } catch (InvalidPathException e) {
                throw new UsageError("--module-path is no path: '" + path + "'");
            }
        return paths;
    }
}
