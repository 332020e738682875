package kvetch.properties.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/**
 * The sources that the driver is made of.
 *
 * @param texts the text of each file, by its name without the ending
 */
record DriverSources(Map<String, String> texts) {
    private static final Path FOLDER = Path.of("..", "raid0", "src", "main", "java", "kvetch", "raid0");

    /** The driver, its refusals, and what reads its tables for I/O. */
    private static final String[] FILES = {"Raid0", "Hardening", "TableReader"};

    static DriverSources read() {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            for (String file : FILES) texts.put(file, Files.readString(FOLDER.resolve(file + ".java")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DriverSources(texts);
    }

    String text(String file) {
        String text = texts.get(file);
        if (text == null) throw new IllegalArgumentException("no source of " + file);
        return text;
    }

    /** The driver as it is, but that a driver beside it may override all of it. */
    JavaFileObject open() {
        return source("Raid0", text("Raid0").replaceAll("(?m)^    (public|protected) final (?=[^=;]*\\{$)", "    $1 "));
    }

    /**
     * A driver beside the real one, from copies of all sources under other names. It overrides everything, so that nothing of the
     * real one runs but its constructor.
     *
     * @param suffix what the names end in
     * @param mutant the mistake; null for none
     */
    Map<String, JavaFileObject> copies(String suffix, @org.jspecify.annotations.Nullable Mutant mutant) {
        Map<String, JavaFileObject> copies = new LinkedHashMap<>();
        texts.forEach((file, text) -> {
            String edited =
                    mutant != null && mutant.file().equals(file) ? mutant.edit().in(text) : text;
            String renamed =
                    edited.replaceAll("\\b(" + String.join("|", texts.keySet()) + ")\\b(?!\\.java)", "$1" + suffix);
            String copy = renamed.replace(
                            "public class Raid0" + suffix + " {", "public class Raid0" + suffix + " extends Raid0 {")
                    .replace(
                            "public Raid0" + suffix + "(Host host) {",
                            "public Raid0" + suffix + "(Host host) { super(host);");
            copies.put(file + suffix, source(file + suffix, copy));
        });
        return copies;
    }

    static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///kvetch/raid0/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
