package kvetch.properties.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Puts classes with a mistake in the place of those that this process runs, and afterwards those without one back: all else has
 * been compiled by then, and need not be again.
 */
public final class Redefined {
    private static @Nullable Instrumentation instrumentation;

    private final Sources sources;
    private final Javac javac = new Javac();
    private final Map<String, byte[]> originals;
    private final Statics statics;

    Redefined(Sources sources) {
        this.sources = sources;
        this.originals = javac.compile(sources.files());
        List<Class<?>> types = new ArrayList<>();
        for (String name : originals.keySet()) types.add(type(name));
        this.statics = new Statics(types);
        originals.replaceAll((name, bytes) -> loaded(name));
    }

    /** What the virtual machine calls before all else. */
    public static void premain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Writes the file that a process is started with which redefines classes. */
    static void writeAgent(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", Redefined.class.getName());
        attributes.putValue("Can-Redefine-Classes", "true");
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    /** From here on the mistake is made, until it is {@linkplain #mend mended}. */
    void plant(Mutant mutant) {
        redefine(javac.compile(List.of(sources.with(mutant))));
    }

    /** From here on each statement is noted in {@link Hits}. */
    void note(Places places) {
        redefine(javac.compile(places.noting(sources).files()));
    }

    /** All is as it was, the constants too that a mistake may have written to. */
    void mend() {
        redefine(originals);
        statics.restore();
    }

    private static void redefine(Map<String, byte[]> classes) {
        ClassDefinition[] definitions = classes.entrySet().stream()
                .map(entry -> new ClassDefinition(type(entry.getKey()), entry.getValue()))
                .toArray(ClassDefinition[]::new);
        try {
            Objects.requireNonNull(instrumentation, "no agent").redefineClasses(definitions);
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] loaded(String name) {
        try (InputStream in = Redefined.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
