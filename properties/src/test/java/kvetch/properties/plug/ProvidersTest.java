package kvetch.properties.plug;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import kvetch.api.AllocatorProvider;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.setup.ProviderProblem;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers are found wherever they are, and what is wrong with one is said and hides no other. */
class ProvidersTest {
    private static final String SERVICE = "kvetch.api.AllocatorProvider";
    private static final String DRIVERS = "kvetch.raid0.DriverProvider";
    private static final Vector<String> KERNELS_OWN = Vector.of("kvzalloc", "kzalloc", "page-allocator", "vzalloc");

    @TempDir
    Path folder;

    /** The source of a provider that serves with the machine's kmalloc. */
    private static String source(String type, String name, String more) {
        return """
                package plugged;
                import kvetch.api.*;
                public class %s implements AllocatorProvider {
                    public String name() { return %s; }
                    public String description() { return "kmalloc under another name"; }
                    public Family family() { return Family.KMALLOC; }
                    public Allocator create(Machine machine) { return machine.allocator(Family.KMALLOC); }
                    %s
                }
                """.formatted(type, name, more);
    }

    /** Compiles sources, each beginning with its class's declaration, into a directory with a services file. */
    private Path classes(String directory, List<String> services, String moduleInfo, String... sources)
            throws IOException {
        Path target = Files.createDirectories(folder.resolve(directory));
        Path from = Files.createDirectories(folder.resolve(directory + "-src/plugged"));
        List<String> arguments = new ArrayList<>(List.of("-d", target.toString(), "-p", modulePath()));
        if (moduleInfo.isEmpty()) arguments.addAll(List.of("--add-modules", "kvetch.api"));
        else arguments.add(write(from.resolveSibling("module-info.java"), moduleInfo));
        for (String source : sources) {
            String type = source.replaceFirst("(?s).*public class (\\w+) .*", "$1");
            arguments.add(write(from.resolve(type + ".java"), source));
        }
        run("javac", arguments);
        if (!services.isEmpty()) write(target.resolve("META-INF/services/" + SERVICE), String.join("\n", services));
        return target;
    }

    private static String write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    /** What these tests run with: the annotations that the api is compiled with are needed to compile against it. */
    private static String modulePath() {
        return System.getProperty("jdk.module.path", System.getProperty("java.class.path"));
    }

    private static void run(String tool, List<String> arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(stream, stream, arguments.toArray(new String[0]));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private Path jar(String name, Path classes) throws IOException {
        Path jar = Files.createDirectories(folder.resolve("jars")).resolve(name + ".jar");
        run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    private static final String MODULE_INFO =
            "module plugged { requires kvetch.api; provides kvetch.api.AllocatorProvider with plugged.One; }";

    private Path module() throws IOException {
        return classes("module", List.of(), MODULE_INFO, source("One", "\"one\"", ""));
    }

    private Path onClassPath() throws IOException {
        return classes("classes", List.of("# mine", "plugged.One"), "", source("One", "\"one\"", ""));
    }

    private static Providers load(Path... paths) {
        return Providers.load(List.of(paths)).getOrElseThrow(problem -> new AssertionError(problem));
    }

    private static String problem(Path path) {
        Either<String, Providers> loaded = Providers.load(List.of(path));
        assertThat(loaded.isLeft()).isTrue();
        return loaded.getLeft();
    }

    private static void assertFindsOne(Providers providers, String origin) {
        assertThat(providers.problems()).isEmpty();
        assertThat(providers.all().map(AllocatorProvider::name)).isEqualTo(KERNELS_OWN.insert(2, "one"));
        AllocatorProvider one = providers.find("one").get();
        assertThat(Providers.origin(one)).isEqualTo(origin);
        LawResult result = new Check(
                        providers,
                        Vector.of(KernelProfiles.find("hardened").get()),
                        Vector.of(one),
                        Vector.of(StandardLaws.M1),
                        50,
                        1)
                .run(known -> {})
                .head();
        assertThat(result.verdict()).as(result.error()).isEqualTo(Verdict.HELD);
    }

    // Where they are

    @Test
    void kernelsOwnAreFound() {
        assertThat(Providers.load().all().map(AllocatorProvider::name)).isEqualTo(KERNELS_OWN);
        assertThat(Providers.load().problems()).isEmpty();
    }

    @Test
    void explodedModuleIsFound() throws Exception {
        Path module = module();
        assertFindsOne(load(module), "module plugged, " + module);
    }

    @Test
    void modularJarIsFound() throws Exception {
        Path jar = jar("one", module());
        assertFindsOne(load(jar), "module plugged, " + jar);
        assertFindsOne(load(folder.resolve("jars")), "module plugged, " + jar);
    }

    @Test
    void jarWithoutDescriptorIsFound() throws Exception {
        Path jar = jar("one-1.0", onClassPath());
        assertFindsOne(load(jar), "module one, " + jar);
    }

    @Test
    void directoryOfClassesIsFound() throws Exception {
        Path classes = onClassPath();
        assertFindsOne(load(classes), "class path, " + classes);
    }

    @Test
    void severalPathsAreSearched() throws Exception {
        Path two = classes("two", List.of("plugged.Two"), "", source("Two", "\"two\"", ""));
        assertThat(load(module(), two).all().map(AllocatorProvider::name)).contains("one", "two");
    }

    @Test
    void badPathsAreExplained() throws Exception {
        Path missing = folder.resolve("missing");
        assertThat(problem(missing)).isEqualTo("no such file or directory: " + missing);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(problem(empty)).isEqualTo("an empty directory: " + empty);
        Path text = Files.writeString(folder.resolve("text.txt"), "text");
        assertThat(problem(text)).isEqualTo("neither a directory nor a jar: " + text);
        Path noJar = Files.writeString(folder.resolve("broken.jar"), "text");
        assertThat(problem(noJar)).startsWith("cannot load modules from " + noJar + ": ");
        Path barren = classes("barren", List.of(), "", source("One", "\"one\"", ""));
        String none = "no provider of " + SERVICE + ", " + DRIVERS + " or " + KnownLaws.SERVICE + " in ";
        String fix = ": name it under 'provides' in module-info, or in META-INF/services";
        assertThat(problem(barren)).isEqualTo(none + barren + fix);
        Path barrenJar = jar("barren", barren);
        assertThat(problem(barrenJar)).isEqualTo(none + barrenJar + fix);
    }

    // Names

    @Test
    void missingNameIsExplained() throws Exception {
        Path classes = onClassPath();
        Providers providers = load(classes);
        String kernels = Providers.origin(providers.find("kzalloc").get());
        assertThat(providers.find("slob").getLeft())
                .isEqualTo("unknown allocator 'slob': no provider of " + SERVICE
                        + " has that name; found are kvzalloc, kzalloc,"
                        + " page-allocator, vzalloc (" + kernels + "), one (class path, " + classes
                        + "); put the jar with its provider on --module-path, and name the provider in its module-info and"
                        + " in META-INF/services/" + SERVICE);
    }

    @Test
    void sharedNameIsExplainedAndNobodyGetsIt() throws Exception {
        Path one = onClassPath();
        Path other = classes("other", List.of("plugged.Other"), "", source("Other", "\"one\"", ""));
        Providers providers = load(one, other);
        String text = "the name 'one' is given to 2 providers: plugged.One from class path, " + one
                + " and plugged.Other from class path, " + other + "; rename one, or take it off the path";
        assertThat(providers.find("one").getLeft()).isEqualTo(text);
        assertThat(providers.all().map(AllocatorProvider::name)).isEqualTo(KERNELS_OWN);
        assertThat(providers.problems().map(ProviderProblem::cause)).containsExactly(text);
    }

    // What fails to load

    @Test
    void oneThatFailsToLoadHidesNoOther() throws Exception {
        Path classes = classes(
                "mixed",
                List.of(
                        "plugged.Thrower",
                        "plugged.Missing",
                        "plugged.NoProvider",
                        "plugged.Static",
                        "plugged.Hidden",
                        "plugged.Future",
                        "plugged.Loud",
                        "plugged.Nameless",
                        "plugged.Shy",
                        "plugged.Wordy",
                        "plugged.Incapable",
                        "plugged.One"),
                "",
                source(
                        "Thrower",
                        "\"thrower\"",
                        "public Thrower() { throw new IllegalStateException(\"not\\ntoday\"); }"),
                "package plugged; public class NoProvider {}",
                source("Static", "\"static\"", "static final int HALF = 1 / Integer.parseInt(\"0\");"),
                source("Hidden", "\"hidden\"", "Hidden(int x) {}"),
                source("Future", "\"future\"", "public int spiVersion() { return 2; }"),
                source("Loud", "\"LOUD\"", ""),
                source("Nameless", "null", ""),
                source("Shy", "fail()", "String fail() { throw new UnsupportedOperationException(\"shy\"); }"),
                source("Wordy", "\"wordy\"", "").replace("kmalloc under", "kmalloc\\nunder"),
                source(
                        "Incapable",
                        "\"incapable\"",
                        "public Capabilities capabilities(MachineProfile machine) { return null; }"),
                source("One", "\"one\"", ""));
        Providers providers = load(classes);
        assertThat(providers.all().map(AllocatorProvider::name)).contains("one").hasSize(5);
        String at = " (class path, " + classes + "): ";
        assertThat(providers.problems().map(ProviderProblem::message).sorted())
                .containsExactly(
                        "provider plugged.Future" + at
                                + "it was written for version 2 of the SPI and this Kvetch speaks version 1; build it against"
                                + " this version of kvetch-api",
                        "provider plugged.Hidden: Unable to get public no-arg constructor:"
                                + " java.lang.NoSuchMethodException: plugged.Hidden.<init>()",
                        "provider plugged.Incapable" + at + "capabilities(machine) returned null",
                        "provider plugged.Loud" + at
                                + "its name 'LOUD' is not made of lower-case letters, digits and hyphens, beginning with a"
                                + " letter, 32 at most",
                        "provider plugged.Missing: not found",
                        "provider plugged.Nameless" + at + "name() returned null",
                        "provider plugged.NoProvider: not a subtype",
                        "provider plugged.Shy" + at + "name() threw java.lang.UnsupportedOperationException: shy",
                        "provider plugged.Static" + at + "its constructor threw java.lang.ExceptionInInitializerError",
                        "provider plugged.Thrower" + at
                                + "its constructor threw java.lang.IllegalStateException: not today",
                        "provider plugged.Wordy" + at
                                + "its description is not one line of at most 200 characters: 'kmalloc under another name'");
        assertThat(providers.find("slob").getLeft())
                .contains("failed to load: ")
                .contains("plugged.Thrower");
    }

    @Test
    void missingSuperclassIsReportedWithTheProvider() throws Exception {
        Path classes = classes(
                "orphan",
                List.of("plugged.Child", "plugged.One"),
                "",
                source("Parent", "\"parent\"", ""),
                "package plugged; public class Child extends Parent {}",
                source("One", "\"one\"", ""));
        Files.delete(classes.resolve("plugged/Parent.class"));
        Providers providers = load(classes);
        assertThat(providers.problems().map(ProviderProblem::message))
                .containsExactly("provider plugged.Child: java.lang.NoClassDefFoundError: plugged/Parent");
        assertThat(providers.find("one").isRight()).isTrue();
    }

    @Test
    void printingWhileLoadingIsKeptApart() throws Exception {
        Path classes = classes(
                "chatty",
                List.of("plugged.One"),
                "",
                source("One", "\"one\"", "public One() { System.out.println(\"hello\"); }"));
        Providers providers = load(classes);
        assertThat(providers.find("one").isRight()).isTrue();
        assertThat(providers.problems().map(ProviderProblem::cause))
                .containsExactly("prints to stdout; the first line is 'hello' while it is loaded");
    }
}
