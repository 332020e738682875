package kvetch.properties.isolation;

import io.vavr.collection.Vector;
import java.io.File;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.run.Whose;
import kvetch.properties.setup.Setup;

/** Where the code of others runs: of allocators that are not the kernel's own, of drivers and of laws. */
public final class Isolation {
    /** On a thread of its own in this process, which one that calls {@link Runtime#halt} ends. */
    public static final Isolation IN_THIS_PROCESS =
            new Isolation((setup, laws, isPluggedIn, timeoutMs) -> new SandboxRunner(setup, timeoutMs));

    private final Place place;

    private Isolation(Place place) {
        this.place = place;
    }

    /** Makes runners. */
    @FunctionalInterface
    public interface Place {
        /**
         * Where the cases of laws run.
         *
         * @param setup a kernel and an allocator
         * @param laws the laws that may be asked for
         * @param isPluggedIn whether code of somebody else's runs
         * @param timeoutMs how many milliseconds of processor time a case may take
         */
        CaseRunner open(Setup setup, KnownLaws laws, boolean isPluggedIn, long timeoutMs);
    }

    /** Somewhere else, as on a real kernel. */
    public static Isolation at(Place place) {
        return new Isolation(place);
    }

    /**
     * In a process of its own, which is started anew when it has ended.
     *
     * @param commandLine makes the command that starts one; it is given arguments for the Java virtual machine, and
     *     the command has {@link Worker#main} called, with whatever finds the same allocators
     * @return where to run
     */
    public static Isolation inProcesses(Function<List<String>, List<String>> commandLine) {
        return new Isolation((setup, laws, isPluggedIn, timeoutMs) -> isPluggedIn
                ? new ProcessRunner(setup, laws, timeoutMs, commandLine)
                : new SandboxRunner(setup, timeoutMs));
    }

    /**
     * In a process that finds the provider by the name of its class, on the class path and the module path of this one.
     *
     * @param provider a provider
     * @return where to run; in this process if its class cannot be named there, as one without a public constructor
     */
    public static Isolation of(AllocatorProvider provider) {
        Class<?> type = provider.getClass();
        if (!canBeMade(type)) return IN_THIS_PROCESS;
        String path = Vector.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(part -> !part.isEmpty())
                .mkString(File.pathSeparator);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return inProcesses(javaArguments -> Vector.of(java)
                .appendAll(javaArguments)
                .appendAll(Vector.of("-cp", path, Worker.class.getName(), Worker.CLASS + type.getName()))
                .asJava());
    }

    private static boolean canBeMade(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass())
            if (!Modifier.isPublic(each.getModifiers())) return false;
        return Vector.of(type.getConstructors()).exists(constructor -> constructor.getParameterCount() == 0);
    }

    /** Where the cases of Kvetch's own laws run. */
    public CaseRunner open(Setup setup, long timeoutMs) {
        return open(setup, KnownLaws.standard(), setup.isPluggedIn(), timeoutMs);
    }

    /** Where the cases of a law run. */
    public CaseRunner open(Setup setup, Law law, long timeoutMs) {
        return open(setup, KnownLaws.standard().having(law), Whose.isPluggedIn(law, setup), timeoutMs);
    }

    private CaseRunner open(Setup setup, KnownLaws laws, boolean isPluggedIn, long timeoutMs) {
        return place.open(setup, laws, isPluggedIn, timeoutMs);
    }
}
