package kvetch.properties.plug;

import io.vavr.collection.Vector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.Function;
import kvetch.properties.sandbox.Lines;
import org.jspecify.annotations.Nullable;

/** Something that can be plugged in: what is declared of it, what was found, and what is wrong with it. */
final class Service<P> {
    /** Where class paths declare providers. */
    static final String FOLDER = "META-INF/services/";

    private final Class<P> type;

    /** What is wrong with the answers of a provider; empty if nothing is. */
    private final Function<P, String> objection;

    private final List<P> found = new ArrayList<>();

    Service(Class<P> type, Function<P, String> objection) {
        this.type = type;
        this.objection = objection;
    }

    String name() {
        return type.getName();
    }

    /** What is wrong with the answers of a provider; empty if nothing is. */
    String objectionTo(P provider) {
        return objection.apply(provider);
    }

    void add(P provider) {
        found.add(provider);
    }

    /** Those that can be used, in the order in which they were found. */
    Vector<P> found() {
        return Vector.ofAll(found);
    }

    /** What a service loader says, without the name of the service in front, and the cause. */
    String explain(Throwable thrown) {
        if (!(thrown instanceof ServiceConfigurationError)) return Lines.of(thrown);
        String message = String.valueOf(thrown.getMessage());
        String prefix = name() + ": ";
        String text = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        Throwable cause = thrown.getCause();
        return Lines.of(text) + (cause == null ? "" : ": " + Lines.of(cause));
    }

    /** The names of the classes that are declared as providers, loadable or not. */
    Set<String> declared(@Nullable ClassLoader loader, @Nullable ModuleLayer layer) {
        Set<String> names = new LinkedHashSet<>();
        if (layer != null)
            for (Module module : layer.modules()) {
                var descriptor = module.getDescriptor();
                descriptor.provides().stream()
                        .filter(provides -> provides.service().equals(name()))
                        .forEach(provides -> names.addAll(provides.providers()));
            }
        try {
            if (loader != null)
                for (URL file : Collections.list(loader.getResources(FOLDER + name()))) names.addAll(readNames(file));
        } catch (IOException unreadable) {
            // The service loader says so itself.
        }
        return names;
    }

    private static List<String> readNames(URL file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
