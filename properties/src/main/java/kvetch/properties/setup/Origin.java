package kvetch.properties.setup;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where code of somebody's came from. */
public final class Origin {
    private Origin() {}

    /** The module of a class and where that is, or the class's place on the class path. */
    public static String of(Class<?> type) {
        Module module = type.getModule();
        if (!module.isNamed()) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            URL location = source == null ? null : source.getLocation();
            return "class path" + (location == null ? "" : ", " + readable(location.toString()));
        }
        ModuleLayer layer = module.getLayer();
        Optional<URI> location = layer == null
                ? Optional.empty()
                : layer.configuration()
                        .findModule(module.getName())
                        .flatMap(resolved -> resolved.reference().location());
        return "module " + module.getName()
                + location.map(uri -> ", " + readable(uri.toString())).orElse("");
    }

    /** The jar or directory of a class, from here where it is below; what to put in its place if it is not known. */
    public static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) return "YOUR.JAR";
        Path path = Path.of(readable(location.toString()));
        Path here = Path.of("").toAbsolutePath();
        return (path.startsWith(here) ? here.relativize(path) : path).toString();
    }

    private static String readable(String location) {
        if (!location.startsWith("file:")) return location;
        try {
            return Path.of(URI.create(location)).toString();
        } catch (IllegalArgumentException notAPath) {
            return location;
        }
    }
}
