package kvetch.properties.plug;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kvetch.api.AllocatorProvider;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.sandbox.BlackBox;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Origin;
import kvetch.properties.setup.ProviderProblem;
import kvetch.raid0.DriverProvider;
import org.jspecify.annotations.Nullable;

/** Finds providers one by one, so that one that fails to load hides no other. */
final class ProviderFinder {
    /** For how long a provider may take to be loaded and to say what it is. */
    private static final long TIMEOUT_MS = 10_000;

    /** A service loader that only ever fails is not asked for ever. */
    private static final int MOST_FAILURES = 1000;

    private static final Pattern NAMED_IN_MESSAGE =
            Pattern.compile("(?i)\\bprovider:? ([\\w.$]+)|([\\w.$]+) not a subtype");

    /** Names, with spaces between, the providers that ended another process like this when they were made. */
    private static final String UNLOADABLE = "kvetch.unloadable";

    private final Service<AllocatorProvider> allocators = new Service<>(AllocatorProvider.class, Objections::to);
    private final Service<DriverProvider> drivers = new Service<>(DriverProvider.class, Objections::to);
    private final Service<Law> laws = new Service<>(Law.class, Objections::to);
    private final List<ProviderProblem> problems = new ArrayList<>();

    /** The classes of laws that cannot be used. */
    private final List<String> failedLaws = new ArrayList<>();

    /** The classes that were found or failed, by identity: a layer finds those of the layers below it again. */
    private final Set<Class<?>> seen = new HashSet<>();

    private final Set<String> failed = new HashSet<>();

    Providers providers() {
        return new Providers(
                allocators.found(),
                drivers.found(),
                Vector.ofAll(problems),
                new KnownLaws(laws.found(), Vector.ofAll(failedLaws)));
    }

    /** Those of the module path and the class path. */
    ProviderFinder findAll() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ModuleLayer layer = ProviderFinder.class.getModule().getLayer();
        find(allocators, ServiceLoader.load(AllocatorProvider.class, loader), loader, layer);
        find(drivers, ServiceLoader.load(DriverProvider.class, loader), loader, layer);
        findLaws(ServiceLoader.load(Law.class, loader), loader, layer);
        return this;
    }

    /** Those of a jar or directory; or what is wrong with it. */
    Either<String, ProviderFinder> findIn(Path path) {
        String wrong = lookAt(path);
        if (!wrong.isEmpty()) return Either.left(wrong);
        int before = count();
        try {
            boolean modules = AllocatorProvider.class.getModule().isNamed() && !isClasses(path);
            if (modules) findInModules(path);
            else findInClasses(path);
        } catch (FindException | ResolutionException | LayerInstantiationException e) {
            return Either.left("cannot load modules from " + path + ": " + Lines.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Either.left("cannot read " + path + ": " + Lines.of(e));
        }
        if (count() > before) return Either.right(this);
        return Either.left("no provider of " + allocators.name() + ", " + drivers.name() + " or " + laws.name() + " in "
                + path
                + ": name it under 'provides' in module-info, or in META-INF/services");
    }

    private int count() {
        return allocators.found().size() + drivers.found().size() + laws.found().size() + problems.size();
    }

    private static String lookAt(Path path) {
        if (!Files.exists(path)) return "no such file or directory: " + path;
        if (!Files.isDirectory(path))
            return path.toString().endsWith(".jar") ? "" : "neither a directory nor a jar: " + path;
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isPresent() ? "" : "an empty directory: " + path;
        } catch (IOException e) {
            return "cannot read " + path + ": " + Lines.of(e);
        }
    }

    /** A directory of classes that are no module: a class path. */
    private static boolean isClasses(Path path) throws IOException {
        return Files.isDirectory(path)
                && !Files.exists(path.resolve("module-info.class"))
                && (Files.isDirectory(path.resolve(Service.FOLDER))
                        || (jars(path).isEmpty() && !hasModules(path)));
    }

    private static boolean hasModules(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.anyMatch(entry -> Files.exists(entry.resolve("module-info.class")));
        }
    }

    private static List<Path> jars(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> entry.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private void findInModules(Path path) {
        ModuleLayer parent =
                Objects.requireNonNullElse(AllocatorProvider.class.getModule().getLayer(), ModuleLayer.boot());
        ModuleFinder finder = ModuleFinder.of(path);
        Set<String> names = new LinkedHashSet<>();
        for (ModuleReference module : finder.findAll())
            names.add(module.descriptor().name());
        if (names.isEmpty()) return;
        Configuration configuration = parent.configuration().resolve(finder, ModuleFinder.of(), names);
        // Laws see the laws' module and allocators the API; both have one loader, and so has what extends them.
        ModuleLayer layer = parent.defineModulesWithOneLoader(configuration, AllocatorProvider.class.getClassLoader());
        find(allocators, ServiceLoader.load(layer, AllocatorProvider.class), null, layer);
        find(drivers, ServiceLoader.load(layer, DriverProvider.class), null, layer);
        findLaws(ServiceLoader.load(layer, Law.class), null, layer);
    }

    private void findInClasses(Path path) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(path.toUri().toURL());
        if (Files.isDirectory(path))
            for (Path jar : jars(path)) urls.add(jar.toUri().toURL());
        // Its classes are needed for as long as the providers are.
        URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), AllocatorProvider.class.getClassLoader());
        find(allocators, ServiceLoader.load(AllocatorProvider.class, loader), loader, null);
        find(drivers, ServiceLoader.load(DriverProvider.class, loader), loader, null);
        findLaws(ServiceLoader.load(Law.class, loader), loader, null);
    }

    private void findLaws(ServiceLoader<Law> services, @Nullable ClassLoader loader, @Nullable ModuleLayer layer) {
        int before = problems.size();
        find(laws, services, loader, layer);
        for (ProviderProblem problem : problems.subList(before, problems.size())) failedLaws.add(problem.provider());
    }

    private <P> void find(
            Service<P> service, ServiceLoader<P> services, @Nullable ClassLoader loader, @Nullable ModuleLayer layer) {
        Set<String> declared = service.declared(loader, layer);
        Spliterator<ServiceLoader.Provider<P>> each = services.stream().spliterator();
        List<ServiceLoader.Provider<P>> lazies = new ArrayList<>();
        int failures = 0;
        boolean more = true;
        while (more && failures < MOST_FAILURES) {
            try {
                more = each.tryAdvance(lazies::add);
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                Set<String> left = new LinkedHashSet<>(declared);
                for (ServiceLoader.Provider<P> lazy : lazies)
                    left.remove(lazy.type().getName());
                left.removeAll(failed);
                String name = nameIn(e, left);
                problem(name, "", service.explain(e).replaceFirst("^(Provider )?" + Pattern.quote(name) + " ", ""));
            }
        }
        for (ServiceLoader.Provider<P> lazy : lazies) if (seen.add(lazy.type())) admit(service, lazy);
    }

    private void problem(String provider, String origin, String cause) {
        // A layer meets the failures of the layers below it again.
        ProviderProblem problem = new ProviderProblem(provider, origin, cause);
        failed.add(provider);
        if (!problems.contains(problem)) problems.add(problem);
    }

    private static String nameIn(Throwable thrown, Set<String> candidates) {
        String message = String.valueOf(thrown.getMessage());
        for (String candidate : candidates)
            if (thrown instanceof ServiceConfigurationError && message.contains(candidate)) return candidate;
        Matcher matcher = NAMED_IN_MESSAGE.matcher(message);
        if (thrown instanceof ServiceConfigurationError && matcher.find())
            return Objects.requireNonNullElse(matcher.group(1), matcher.group(2));
        return candidates.isEmpty()
                ? "of an unknown class"
                : candidates.iterator().next();
    }

    // One provider

    private <P> void admit(Service<P> service, ServiceLoader.Provider<P> lazy) {
        String type = lazy.type().getName();
        String origin = Origin.of(lazy.type());
        if (Vector.of(System.getProperty(UNLOADABLE, "").split(" ", -1)).contains(type)) {
            problem(type, origin, "ended the process while it is loaded");
            return;
        }
        BlackBox box = BlackBox.ofProcess();
        if (box != null) box.loading(type);
        admit(service, lazy, type, origin);
        if (box != null) box.loading("");
    }

    private <P> void admit(Service<P> service, ServiceLoader.Provider<P> lazy, String type, String origin) {
        try (Sandbox sandbox = new Sandbox(Culprit.allocator(type), TIMEOUT_MS)) {
            Either<String, P> loaded = sandbox.call(() -> vet(service, lazy));
            if (loaded.isRight()) service.add(loaded.get());
            else problem(type, origin, loaded.getLeft());
            for (Misbehaviour manners : sandbox.manners())
                problem(type, origin, manners.what() + " while it is loaded");
        } catch (MisbehaviourException hung) {
            boolean exited = hung.misbehaviour().kind() == Misbehaviour.Kind.EXITED;
            problem(
                    type,
                    origin,
                    (exited ? "called System.exit" : "does not come back within " + TIMEOUT_MS / 1000 + " s")
                            + " while it is loaded");
        }
    }

    /** Makes the provider and asks it all there is to ask. */
    private static <P> Either<String, P> vet(Service<P> service, ServiceLoader.Provider<P> lazy) {
        P provider;
        try {
            provider = lazy.get();
        } catch (ServiceConfigurationError e) {
            Throwable cause = e.getCause();
            return Either.left(cause == null ? service.explain(e) : "its constructor threw " + Lines.of(cause));
        } catch (Throwable thrown) {
            return Either.left("its constructor threw " + Lines.of(thrown));
        }
        String objection = service.objectionTo(provider);
        return objection.isEmpty() ? Either.right(provider) : Either.left(objection);
    }
}
