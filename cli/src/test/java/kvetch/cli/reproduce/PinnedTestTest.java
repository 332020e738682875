package kvetch.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import kvetch.cli.Cli;
import kvetch.cli.CliProcess;
import kvetch.cli.Golden;
import kvetch.cli.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that are written of a counterexample. */
final class PinnedTestTest {
    @Test
    void aPinnedTestCompilesAndPasses(@TempDir Path folder) throws Exception {
        for (String token :
                Vector.of(Tokens.WARN, Tokens.REMAINDER, Tokens.WRONG_FREE, Tokens.MADE_WELL, Tokens.REFUSED_NOW)) {
            Cli result = Cli.run("replay", token, "--as-test");
            assertThat(result.code()).isZero();
            runTest(folder, result.out());
        }
        Golden.assertMatches(
                "replay-as-test.java.txt",
                Cli.run("replay", Tokens.WARN, "--as-test").out());
    }

    private static void runTest(Path folder, String source) throws Exception {
        String name = source.replaceAll("(?s).*\nclass ([A-Za-z0-9_]+) .*", "$1");
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-Xlint:all,-path,-processing,-classfile",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        CliProcess.classPath(),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(compiled).as(source).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, PinnedTestTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass(name);
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object test = constructor.newInstance();
            int run = 0;
            for (Method method : type.getDeclaredMethods()) {
                if (method.getAnnotations().length == 0) continue;
                method.setAccessible(true);
                method.invoke(test);
                run++;
            }
            assertThat(run).isEqualTo(1);
        }
    }
}
