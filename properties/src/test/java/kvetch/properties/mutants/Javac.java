package kvetch.properties.mutants;

import com.sun.source.util.JavacTask;
import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The compiler of this JDK, from memory to memory, with the class path and the module path of this process. */
final class Javac {
    static final String DOES_NOT_COMPILE = "does not compile: ";

    private static final List<String> PATHS = List.of("jdk.module.path", "java.class.path", "surefire.test.class.path");

    private final JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no JDK");
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    private final List<String> options = List.of("-proc:none", "-nowarn", "-classpath", path());

    /** Where this process has its classes. */
    static String path() {
        return Vector.ofAll(PATHS)
                .map(property -> System.getProperty(property, ""))
                .filter(part -> !part.isEmpty())
                .mkString(File.pathSeparator);
    }

    /** The sources, to be read and not compiled. */
    JavacTask task(Iterable<? extends JavaFileObject> sources) {
        return (JavacTask) compiler.getTask(null, files, new DiagnosticCollector<>(), options, null, sources);
    }

    /** The bytes of each class, by its name. */
    Map<String, byte[]> compile(Iterable<? extends JavaFileObject> sources) {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileManager memory = new ForwardingJavaFileManager<JavaFileManager>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                classes.put(className, bytes);
                return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return bytes;
                    }
                };
            }
        };
        if (!compiler.getTask(null, memory, problems, options, null, sources).call())
            throw new IllegalStateException(DOES_NOT_COMPILE + problems.getDiagnostics());
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> compiled.put(name, bytes.toByteArray()));
        return compiled;
    }
}
