package kvetch.properties.plug;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import kvetch.properties.Checks;
import kvetch.properties.Patch;
import kvetch.properties.law.Defect;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.setup.ProviderProblem;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Driver;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Raid0;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers of somebody's own are found as allocators are, and what is wrong with one is said and hides no other. */
class DriverProvidersTest {
    private static final String SERVICE = "kvetch.raid0.DriverProvider";

    @TempDir
    Path folder;

    /** A directory of classes with a provider for each of the bodies, in classes One, Two, ... */
    private Path classes(String... bodies) throws IOException {
        String[] types = {"One", "Two", "Three"};
        Path target = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Path from = Files.createDirectories(folder.resolve("src"));
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                folder.resolve("classes").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-p",
                System.getProperty("jdk.module.path", System.getProperty("java.class.path")),
                "--add-modules",
                "kvetch.raid0"));
        List<String> services = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            Path source = from.resolve(types[i] + ".java");
            Files.writeString(
                    source,
                    "package plugged; import kvetch.raid0.*; public class " + types[i]
                            + " implements DriverProvider { public String description() { return \"a patch\"; } "
                            + bodies[i] + " }");
            arguments.add(source.toString());
            services.add("plugged." + types[i]);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(stream, stream, arguments.toArray(new String[0]));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        Files.writeString(target.resolve(SERVICE), String.join("\n", services));
        return folder.resolve("classes");
    }

    private static String named(String name, String base) {
        return "public String name() { return \"" + name + "\"; } public String base() { return \"" + base + "\"; }";
    }

    private static Providers load(Path path) {
        return Providers.load(List.of(path)).get();
    }

    private static Vector<String> problems(Providers providers) {
        return providers.problems().map(ProviderProblem::message);
    }

    @Test
    void oneIsFoundAndIsAKernelLikeTheOthers() throws IOException {
        Path path = classes(named("mine", "7.2+stripe-64-bit"));
        Providers providers = load(path);
        assertThat(problems(providers)).isEmpty();
        assertThat(providers.allKernels().map(KernelProfile::name))
                .containsExactlyElementsOf(
                        KernelProfiles.all().map(KernelProfile::name).append("mine"));
        KernelProfile mine = providers.kernel("mine").get();
        KernelProfile base = KernelProfiles.find("7.2+stripe-64-bit").get();
        assertThat(mine.fixes()).isEqualTo(base.fixes());
        assertThat(mine.description()).isEqualTo("a patch");
        assertThat(mine.isPluggedIn()).isTrue();
        assertThat(mine.isLinux()).isFalse();
        assertThat(mine.releases()).isEmpty();
        assertThat(Providers.origin(mine)).isEqualTo("class path, " + path);
        assertThat(Providers.origin(base)).isEmpty();
    }

    @Test
    void fixesCanBeAddedToOneAndTakenFromIt() throws IOException {
        Providers providers = load(classes(named("my-own", "7.2")));
        KernelProfile patched =
                providers.kernel("my-own+nowarn-discard-original").get();
        KernelProfile base = KernelProfiles.find("7.2+nowarn-discard-original").get();
        assertThat(patched.fixes()).isEqualTo(base.fixes());
        assertThat(patched.name()).isEqualTo("my-own+nowarn-discard-original");
        assertThat(((Driver.PluggedIn) patched.code()).name()).isEqualTo("my-own");
        assertThat(providers.kernel("my-own+alloc").getLeft())
                .isEqualTo(
                        "unknown kernel 'my-own+alloc': my-own has 'alloc' already; plugged in are my-own (class path, "
                                + folder.resolve("classes") + ")");
    }

    @Test
    void aMissingNameIsExplained() throws IOException {
        Path path = classes(named("mine", "7.2"));
        assertThat(load(path).kernel("thine").getLeft())
                .startsWith("unknown kernel 'thine'; known are 5.3, 5.10, ")
                .contains("hardened, mine, each with fixes")
                .endsWith("; plugged in are mine (class path, " + path + ")");
        assertThat(Providers.load().kernel("thine").getLeft())
                .isEqualTo(KernelProfiles.find("thine").getLeft());
    }

    @Test
    void aNameOfTwoIsNobodys() throws IOException {
        Path path = classes(named("mine", "7.2"), named("mine", "6.12"));
        Providers providers = load(path);
        String shared = "the name 'mine' is given to 2 providers: plugged.One from class path, " + path
                + " and plugged.Two from class path, " + path + "; rename one, or take it off the path";
        assertThat(problems(providers)).containsExactly("provider plugged.Two (class path, " + path + "): " + shared);
        assertThat(providers.allKernels()).isEqualTo(KernelProfiles.all());
        assertThat(providers.kernel("mine").getLeft()).endsWith("; " + shared);
    }

    @Test
    void theNameOfAKernelIsTaken() throws IOException {
        Providers providers = load(classes(named("hardened", "7.2")));
        assertThat(problems(providers).head())
                .endsWith("): the name 'hardened' is that of a kernel of Kvetch's own; rename it");
        assertThat(providers.kernel("hardened").get().isPluggedIn()).isFalse();
    }

    @Test
    void badAnswersAreExplainedAndHideNoOther() throws IOException {
        Providers providers = load(classes(named("My Driver", "7.2"), named("ours", "7.9"), named("good", "hardened")));
        assertThat(problems(providers).map(problem -> problem.replaceFirst(" \\(.*?\\): ", ": ")))
                .satisfiesExactly(
                        bad -> assertThat(bad)
                                .startsWith("provider plugged.One: its name 'My Driver' is not made of lower-case"),
                        bad -> assertThat(bad)
                                .startsWith("provider plugged.Two: its base is no kernel: unknown kernel '7.9'"));
        assertThat(providers.kernel("good").isRight()).isTrue();
        assertThat(providers.kernel("ours").getLeft()).endsWith("; failed to load: plugged.One, plugged.Two");
    }

    @Test
    void oneThatThrowsOrSaysNothingIsLeftOut() throws IOException {
        Providers providers = load(classes(
                named("thrower", "7.2").replace("return \"7.2\";", "throw new IllegalStateException(\"no\");"),
                named("nothing", "7.2").replace("return \"nothing\";", "return null;"),
                named("other", "7.2") + " public int spiVersion() { return 7; }"));
        assertThat(problems(providers).map(problem -> problem.replaceFirst(".*\\): ", "")))
                .containsExactly(
                        "base() threw java.lang.IllegalStateException: no",
                        "name() returned null",
                        "it was written for version 7 of the SPI and this Kvetch speaks version 1; build it against this"
                                + " version of kvetch-raid0");
    }

    @Test
    void aPatchOfFixesAloneIsWhatTheFixesAre() {
        Setup patch = new Patch("mine", "7.2+stripe-64-bit", Raid0::new).with("kvzalloc");
        Setup fixes = Checks.setup("7.2+stripe-64-bit", "kvzalloc");
        assertThat(Checks.run(patch, StandardLaws.Z3, 400, 1).defects().map(Defect::violation))
                .isEqualTo(Checks.run(fixes, StandardLaws.Z3, 400, 1).defects().map(Defect::violation));
    }
}
