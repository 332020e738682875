package kvetch.properties.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/**
 * The sources that mistakes are made in.
 *
 * @param part what they are
 * @param texts the text of each file, by its name without the ending
 */
record Sources(Part part, Map<String, String> texts) {
    static Sources read(Part part) {
        Map<String, String> texts = new LinkedHashMap<>();
        part.files().forEach(file -> texts.put(file[1], text(file[0], file[1])));
        return new Sources(part, texts);
    }

    private static String text(String module, String file) {
        try {
            return Files.readString(Path.of("..", module, "src", "main", "java", "kvetch", module, file + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, to be read. */
    List<JavaFileObject> files() {
        return texts.entrySet().stream()
                .map(file -> source(file.getKey(), file.getValue()))
                .toList();
    }

    /** A file with a mistake, to be put in front of the one without. */
    JavaFileObject with(Mutant mutant) {
        return source(mutant.file(), mutant.edit().in(text(mutant.file())));
    }

    String text(String file) {
        String text = texts.get(file);
        if (text == null) throw new IllegalArgumentException("no source of " + file);
        return text;
    }

    // The driver

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

    private static JavaFileObject source(String name, String text) {
        String folder = text.lines()
                .filter(line -> line.startsWith("package "))
                .findFirst()
                .orElseThrow()
                .replaceAll("package |;", "")
                .replace('.', '/');
        return new SimpleJavaFileObject(
                URI.create("string:///" + folder + "/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
