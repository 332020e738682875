package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Makes allocators and drivers that can be plugged in. */
public final class Plug {
    private Plug() {}

    /** A directory of classes in {@code folder} with one provider whose alloc has this body. */
    public static Path compile(Path folder, String name, String alloc) throws IOException {
        return compile(folder, name, alloc, "");
    }

    /** The same; its constructor has a body too. */
    public static Path compile(Path folder, String name, String alloc, String constructor) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("Plug.java");
        Files.writeString(source, """
                package plug;
                import kvetch.api.*;
                public class Plug implements AllocatorProvider {
                    public Plug() { %s }
                    public String name() { return "%s"; }
                    public String description() { return "kmalloc, more or less"; }
                    public Family family() { return Family.KMALLOC; }
                    public Allocator create(Machine machine) {
                        Allocator kmalloc = machine.allocator(Family.KMALLOC);
                        return new Allocator() {
                            public long alloc(long bytes, int gfp) { %s }
                            public void free(long address) { kmalloc.free(address); }
                            public long ksize(long address) { return kmalloc.ksize(address); }
                        };
                    }
                }
                """.formatted(constructor, name, alloc));
        return compile(folder, source, "kvetch.api", "kvetch.api.AllocatorProvider");
    }

    /** A directory of classes in {@code folder} with a driver on top of {@code hardened} whose zoneOffset has this body. */
    static Path driver(Path folder, String name, String zoneOffset) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("Plug.java");
        Files.writeString(source, """
                package plug;
                import kvetch.raid0.*;
                public class Plug implements DriverProvider {
                    public String name() { return "%s"; }
                    public String description() { return "a patch of a test"; }
                    public String base() { return "hardened"; }
                    public Raid0 driver(Host host) {
                        return new Raid0(host) {
                            protected long zoneOffset(long sector, long previousEnd) { %s }
                        };
                    }
                }
                """.formatted(name, zoneOffset));
        return compile(folder, source, "kvetch.raid0", "kvetch.raid0.DriverProvider");
    }

    /** A module in a directory, of these sources. */
    static void module(Path classes, List<Path> sources) {
        compile(classes, sources);
    }

    /** What is no module, in a directory; its sources may use all that a law may use. */
    static void onClassPath(Path classes, List<Path> sources) {
        compile(classes, sources, "--add-modules", "kvetch.properties");
    }

    private static void compile(Path classes, List<Path> sources, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-d", classes.toString()));
        for (Path source : sources) arguments.add(source.toString());
        javac(arguments);
    }

    private static void javac(List<String> arguments) {
        List<String> all = new ArrayList<>(
                List.of("-p", System.getProperty("jdk.module.path", System.getProperty("java.class.path"))));
        all.addAll(arguments);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(stream, stream, all.toArray(String[]::new));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** A directory of classes in {@code folder} with the driver of a public class whose text is this, without its imports. */
    static Path driver(Path folder, String type, String text, String... imports) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve(type + ".java");
        StringBuilder whole = new StringBuilder("package plug;\n");
        for (String name : imports) whole.append("import ").append(name).append(";\n");
        Files.writeString(source, whole + text);
        return compile(folder, source, "kvetch.raid0", "kvetch.raid0.DriverProvider");
    }

    private static Path compile(Path folder, Path source, String module, String service) throws IOException {
        Path classes = folder.resolve("classes");
        javac(List.of("--add-modules", module, "-d", classes.toString(), source.toString()));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        String type = source.getFileName().toString().replace(".java", "");
        Files.writeString(services.resolve(service), "plug." + type + "\n");
        return classes;
    }
}
