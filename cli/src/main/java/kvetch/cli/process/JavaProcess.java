package kvetch.cli.process;

import io.vavr.collection.Vector;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import kvetch.properties.sandbox.BlackBox;

/** Commands that start this very program in another process, with the same Java and the same options. */
public final class JavaProcess {
    /** A crash in an allocator's native code is told in a line, and leaves no report in the working directory. */
    private static final Vector<String> QUIET_CRASH =
            Vector.of("-XX:+DisplayVMOutputToStderr", "-XX:ErrorFile=/dev/null");

    private JavaProcess() {}

    /**
     * A command.
     *
     * @param main the class whose main method is called
     * @param javaArguments more arguments for the Java virtual machine
     * @param arguments those of the program
     */
    public static Vector<String> command(Class<?> main, List<String> javaArguments, List<String> arguments) {
        Vector<String> own = Vector.ofAll(ManagementFactory.getRuntimeMXBean().getInputArguments())
                .filter(JavaProcess::isToBePassedOn);
        return Vector.of(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .appendAll(own)
                .appendAll(QUIET_CRASH)
                .appendAll(javaArguments)
                .appendAll(program(main))
                .appendAll(arguments);
    }

    /**
     * Whatever is set for all of Java, memory above all, and what modules are open to, but no agents and nothing that was said
     * to this process alone.
     */
    private static boolean isToBePassedOn(String argument) {
        boolean isOption = argument.startsWith("-X") || argument.startsWith("-D") || argument.startsWith("--add-");
        return isOption
                && !argument.startsWith("-D" + BlackBox.PROPERTY)
                && !argument.startsWith("-Dkvetch.supervised");
    }

    /** An image of modules has no module path; tests and IDEs may have a class path only; with both, Spark is on the latter. */
    private static Vector<String> program(Class<?> main) {
        String modulePath = System.getProperty("jdk.module.path", "");
        String classPath = System.getProperty("java.class.path", "");
        Module module = main.getModule();
        if (!module.isNamed()) {
            String all = Vector.of(classPath, modulePath)
                    .filter(path -> !path.isEmpty())
                    .mkString(File.pathSeparator);
            return Vector.of("-cp", all, main.getName());
        }
        return path("-p", modulePath)
                .appendAll(path("-cp", classPath))
                .appendAll(Vector.of("-m", module.getName() + "/" + main.getName()));
    }

    private static Vector<String> path(String option, String path) {
        return path.isEmpty() ? Vector.empty() : Vector.of(option, path);
    }
}
