package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code ./kvetch} builds, and when it takes what Maven has built. Neither Maven nor Java is run: both are scripts. */
final class LauncherTest {
    private static final List<String> MODULES =
            List.of("api", "allocators", "raid0", "properties", "live", "prove", "cli");
    private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");
    private static final String BUILT = "built by Maven";
    private static final String BUILT_AGAIN = "built by the launcher";

    @TempDir
    Path root;

    private static void script(Path path, String... lines) throws IOException {
        Files.writeString(path, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @BeforeEach
    void aTree() throws IOException {
        Path launcher = Path.of("..", "kvetch");
        assumeThat(launcher).exists();
        assumeThat(Path.of("/bin/sh")).exists();
        Files.copy(launcher, root.resolve("kvetch"));
        Files.createDirectories(root.resolve("jdk/bin"));
        script(
                root.resolve("jdk/bin/java"),
                "while [ $# -gt 0 ]; do [ \"$1\" != -p ] || lib=$2; last=$1; shift; done",
                "[ \"$last\" = --version ] && [ -f \"$lib/broken\" ] && exit 1",
                "cat \"$lib\"/kvetch-cli-1.jar");
        script(root.resolve("jdk/bin/javac"), "exit 1");
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        script(
                root.resolve("mvnw"),
                "for argument; do case $argument in -Dkvetch.lib.directory=*) lib=${argument#*=} ;; esac; done",
                "mkdir -p \"$lib\"",
                "echo " + BUILT_AGAIN + " >\"$lib/kvetch-cli-1.jar\"");
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectory(root.resolve(".mvn"));
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("src/main/Source.java"), "");
            Files.writeString(root.resolve(module).resolve("pom.xml"), "");
        }
        try (var files = Files.walk(root)) {
            for (Path file : files.toList()) touch(file, BEGAN.minusSeconds(60));
        }
    }

    private static void touch(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private void maven(String module, Instant began) throws IOException {
        Path target = root.resolve(module).resolve("target");
        Files.createDirectories(target.resolve("stamp"));
        Files.writeString(
                target.resolve("stamp/began"),
                DateTimeFormatter.ofPattern("yyyyMMddHHmm.ss")
                                .withZone(ZoneOffset.UTC)
                                .format(began)
                        + "\n");
        Path jar = Files.writeString(target.resolve("kvetch-" + module + "-1.jar"), BUILT + "\n");
        touch(jar, began.plusSeconds(20));
        Path lib = Files.createDirectories(root.resolve("cli/target/lib"));
        Files.writeString(lib.resolve(jar.getFileName()), BUILT + "\n");
    }

    private void maven() throws IOException {
        for (String module : MODULES) maven(module, BEGAN);
    }

    private String kvetch() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve("kvetch").toString(), "laws");
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("TZ", "Pacific/Kiritimati");
        Process process =
                builder.redirectError(root.resolve("complaints").toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(root.resolve("complaints")))
                .isZero();
        return out.strip();
    }

    @Test
    void whatMavenHasBuiltIsTakenWithoutAWord() throws IOException, InterruptedException {
        maven();
        assertThat(kvetch()).isEqualTo(BUILT);
        assertThat(root.resolve("complaints")).isEmptyFile();
        assertThat(kvetch()).isEqualTo(BUILT);
    }

    @Test
    void whereNothingIsBuiltItIsBuilt() throws IOException, InterruptedException {
        assertThat(kvetch()).isEqualTo(BUILT_AGAIN);
        assertThat(root.resolve("complaints")).content().contains("building");
        maven();
        assertThat(kvetch()).as("its own is as good").isEqualTo(BUILT_AGAIN);
    }

    @Test
    void aSourceThatChangedSinceOrMeanwhileIsBuilt() throws IOException, InterruptedException {
        for (String source :
                new String[] {"raid0/src/main/Source.java", "api/src/main", "cli/pom.xml", "pom.xml", ".mvn"})
            for (int seconds : new int[] {1, 3600}) {
                deleteOwn();
                maven();
                touch(root.resolve(source), BEGAN.plusSeconds(seconds));
                assertThat(kvetch()).as(source).isEqualTo(BUILT_AGAIN);
                touch(root.resolve(source), BEGAN.minusSeconds(60));
            }
    }

    private void deleteOwn() throws IOException {
        Path own = root.resolve("target");
        if (!Files.exists(own)) return;
        try (var files = Files.walk(own)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** As after ./mvnw package -pl raid0: the command line is still packaged with the jar before. */
    @Test
    void aModulePackagedAloneIsNotEnough() throws IOException, InterruptedException {
        maven();
        Files.writeString(root.resolve("raid0/target/kvetch-raid0-1.jar"), "another one");
        assertThat(kvetch()).isEqualTo(BUILT_AGAIN);
    }

    /** As after ./mvnw package -pl cli: the others come from a repository, and may be of other sources. */
    @Test
    void theCommandLinePackagedAloneIsAsOldAsTheOldest() throws IOException, InterruptedException {
        maven();
        touch(root.resolve("raid0/src/main/Source.java"), BEGAN.plusSeconds(10));
        maven("cli", BEGAN.plusSeconds(3600));
        assertThat(kvetch()).isEqualTo(BUILT_AGAIN);
    }

    @Test
    void whatWasNotPackagedToItsEndIsNotTaken() throws IOException, InterruptedException {
        maven();
        Files.delete(root.resolve("properties/target/stamp/began"));
        assertThat(kvetch()).isEqualTo(BUILT_AGAIN);
        deleteOwn();
        maven();
        Files.delete(root.resolve("cli/target/lib/kvetch-api-1.jar"));
        assertThat(kvetch()).isEqualTo(BUILT_AGAIN);
        deleteOwn();
        maven();
        touch(root.resolve("api/target/kvetch-api-1.jar"), BEGAN.minusSeconds(3600));
        assertThat(kvetch()).as("a jar older than its sources").isEqualTo(BUILT_AGAIN);
        deleteOwn();
        maven();
        Files.writeString(root.resolve("cli/target/lib/broken"), "");
        assertThat(kvetch()).as("jars that Java does not start with").isEqualTo(BUILT_AGAIN);
    }

    @Test
    void whatIsPackagedRunsOnTheSameOptionsOfJava() throws IOException {
        assertThat(javaOptions(Path.of("..", "dist", "package", "src", "main", "sh", "kvetch")))
                .hasSize(7)
                .isEqualTo(javaOptions(Path.of("..", "kvetch")));
    }

    /** The lines that set them, each with its condition. */
    private static List<String> javaOptions(Path launcher) throws IOException {
        return Files.readAllLines(launcher).stream()
                .map(String::strip)
                .filter(line -> line.contains("java_options=") || line.matches("(explore|check)\\\\ .*"))
                .toList();
    }
}
