package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import org.jspecify.annotations.Nullable;

/** Finds providers one by one, so that one that fails to load hides no other. */
final class ProviderFinder {
    /** For how long a provider may take to be loaded and to say what it is. */
    private static final long TIMEOUT_MS = 10_000;

    /** A service loader that only ever fails is not asked for ever. */
    private static final int MOST_FAILURES = 1000;

    private static final String SERVICES = "META-INF/services/";
    private static final Pattern NAMED_IN_MESSAGE =
            Pattern.compile("(?i)\\bprovider:? ([\\w.$]+)|([\\w.$]+) not a subtype");

    /** Names, with spaces between, the providers that ended another process like this when they were made. */
    private static final String UNLOADABLE = "kvetch.unloadable";

    private final List<AllocatorProvider> found = new ArrayList<>();
    private final List<Law> laws = new ArrayList<>();
    private final List<String> failedLaws = new ArrayList<>();
    private final List<ProviderProblem> problems = new ArrayList<>();

    /** The classes that were found or failed, by identity: a layer finds those of the layers below it again. */
    private final Set<Class<?>> seen = new HashSet<>();

    private final Set<String> failed = new HashSet<>();

    Providers providers() {
        return new Providers(
                Vector.ofAll(found),
                Vector.ofAll(problems),
                new KnownLaws(Vector.ofAll(laws), Vector.ofAll(failedLaws)));
    }

    /** Those of the module path and the class path. */
    ProviderFinder findAll() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ModuleLayer layer = ProviderFinder.class.getModule().getLayer();
        findAllocators(ServiceLoader.load(AllocatorProvider.class, loader), declared(Providers.SERVICE, loader, layer));
        findLaws(ServiceLoader.load(Law.class, loader), declared(KnownLaws.SERVICE, loader, layer));
        return this;
    }

    /** Those of a jar or directory; or what is wrong with it. */
    Either<String, ProviderFinder> findIn(Path path) {
        String wrong = lookAt(path);
        if (!wrong.isEmpty()) return Either.left(wrong);
        int before = found.size() + laws.size() + problems.size();
        try {
            boolean modules = AllocatorProvider.class.getModule().isNamed() && !isClasses(path);
            if (modules) findInModules(path);
            else findInClasses(path);
        } catch (FindException | ResolutionException | LayerInstantiationException e) {
            return Either.left("cannot load modules from " + path + ": " + Lines.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Either.left("cannot read " + path + ": " + Lines.of(e));
        }
        if (found.size() + laws.size() + problems.size() > before) return Either.right(this);
        return Either.left("no provider of " + Providers.SERVICE + " in " + path
                + ": name it under 'provides' in module-info, or in " + SERVICES + Providers.SERVICE);
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
                && (Files.isDirectory(path.resolve(SERVICES)) || (jars(path).isEmpty() && !hasModules(path)));
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
        findAllocators(ServiceLoader.load(layer, AllocatorProvider.class), declared(Providers.SERVICE, null, layer));
        findLaws(ServiceLoader.load(layer, Law.class), declared(KnownLaws.SERVICE, null, layer));
    }

    private void findInClasses(Path path) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(path.toUri().toURL());
        if (Files.isDirectory(path))
            for (Path jar : jars(path)) urls.add(jar.toUri().toURL());
        // Its classes are needed for as long as the providers are.
        URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), AllocatorProvider.class.getClassLoader());
        findAllocators(ServiceLoader.load(AllocatorProvider.class, loader), declared(Providers.SERVICE, loader, null));
        findLaws(ServiceLoader.load(Law.class, loader), declared(KnownLaws.SERVICE, loader, null));
    }

    private void findAllocators(ServiceLoader<AllocatorProvider> services, Set<String> declared) {
        find(Providers.SERVICE, services, declared, ProviderFinder::vet, found::add);
    }

    private void findLaws(ServiceLoader<Law> services, Set<String> declared) {
        int before = problems.size();
        find(KnownLaws.SERVICE, services, declared, ProviderFinder::vetLaw, laws::add);
        for (ProviderProblem problem : problems.subList(before, problems.size())) failedLaws.add(problem.provider());
    }

    /** How a provider is made and looked at: the provider, or what is wrong with it. */
    private interface Vetting<T> {
        Either<String, T> vet(ServiceLoader.Provider<T> lazy);
    }

    private <T> void find(
            String service, ServiceLoader<T> services, Set<String> declared, Vetting<T> vetting, Consumer<T> taker) {
        Spliterator<ServiceLoader.Provider<T>> each = services.stream().spliterator();
        List<ServiceLoader.Provider<T>> lazies = new ArrayList<>();
        int failures = 0;
        boolean more = true;
        while (more && failures < MOST_FAILURES) {
            try {
                more = each.tryAdvance(lazies::add);
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                Set<String> left = new LinkedHashSet<>(declared);
                for (ServiceLoader.Provider<T> lazy : lazies)
                    left.remove(lazy.type().getName());
                left.removeAll(failed);
                String name = nameIn(e, left);
                problem(name, "", explain(service, e).replaceFirst("^(Provider )?" + Pattern.quote(name) + " ", ""));
            }
        }
        for (ServiceLoader.Provider<T> lazy : lazies) if (seen.add(lazy.type())) admit(lazy, vetting, taker);
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

    /** What a service loader says, without the name of the service in front, and the cause. */
    private static String explain(String service, Throwable thrown) {
        if (!(thrown instanceof ServiceConfigurationError)) return Lines.of(thrown);
        String message = String.valueOf(thrown.getMessage());
        String text = message.startsWith(service + ": ") ? message.substring(service.length() + 2) : message;
        Throwable cause = thrown.getCause();
        return Lines.of(text) + (cause == null ? "" : ": " + Lines.of(cause));
    }

    // One provider

    private <T> void admit(ServiceLoader.Provider<T> lazy, Vetting<T> vetting, Consumer<T> taker) {
        String type = lazy.type().getName();
        String origin = origin(lazy.type());
        if (Vector.of(System.getProperty(UNLOADABLE, "").split(" ", -1)).contains(type)) {
            problem(type, origin, "ended the process while it is loaded");
            return;
        }
        BlackBox box = BlackBox.ofProcess();
        if (box != null) box.loading(type);
        admit(() -> vetting.vet(lazy), type, origin, taker);
        if (box != null) box.loading("");
    }

    private <T> void admit(Supplier<Either<String, T>> vetted, String type, String origin, Consumer<T> taker) {
        try (Sandbox sandbox = new Sandbox(type, TIMEOUT_MS)) {
            Either<String, T> loaded = sandbox.call(vetted);
            if (loaded.isRight()) taker.accept(loaded.get());
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

    private static <T> Either<String, T> make(String service, ServiceLoader.Provider<T> lazy) {
        try {
            return Either.right(lazy.get());
        } catch (ServiceConfigurationError e) {
            Throwable cause = e.getCause();
            return Either.left(cause == null ? explain(service, e) : "its constructor threw " + Lines.of(cause));
        } catch (Throwable thrown) {
            return Either.left("its constructor threw " + Lines.of(thrown));
        }
    }

    /** Makes a law and asks it all there is to ask. */
    private static Either<String, Law> vetLaw(ServiceLoader.Provider<Law> lazy) {
        return make(KnownLaws.SERVICE, lazy)
                .flatMap(law -> Either.<String, Integer>right(0)
                        .flatMap(
                                x -> ask(
                                        "id()",
                                        law::id,
                                        id -> Law.ID.matcher(id).matches()
                                                ? ""
                                                : "its id '" + Lines.of(id)
                                                        + "' is not made of upper-case letters and digits, beginning with a letter, 2 to 8 of them"))
                        .flatMap(x -> ask("title()", law::title, ProviderFinder::lineObjection))
                        .flatMap(x -> ask("statement()", law::statement, ProviderFinder::lineObjection))
                        .flatMap(x -> ask("standsFor()", law::standsFor, ProviderFinder::lineObjection))
                        .flatMap(x -> ask("lookFirstAt()", law::lookFirstAt, ProviderFinder::lineObjection))
                        .flatMap(x -> ask("population()", law::population, population -> ""))
                        .flatMap(x -> ask("mustSee()", law::mustSee, sights -> ""))
                        .flatMap(x -> ask("compares()", law::compares, comparison -> ""))
                        .map(x -> law));
    }

    private static String lineObjection(String words) {
        return !words.isBlank() && words.equals(Lines.of(words))
                ? ""
                : "its words are not one line of at most 200 characters: '" + Lines.of(words) + "'";
    }

    /** Makes the provider and asks it all there is to ask. */
    private static Either<String, AllocatorProvider> vet(ServiceLoader.Provider<AllocatorProvider> lazy) {
        return make(Providers.SERVICE, lazy).flatMap(ProviderFinder::vet);
    }

    private static Either<String, AllocatorProvider> vet(AllocatorProvider provider) {
        return Either.<String, Integer>right(0)
                .flatMap(x -> ask(
                        "spiVersion()",
                        provider::spiVersion,
                        version -> version == AllocatorProvider.SPI_VERSION
                                ? ""
                                : "it was written for version " + version
                                        + " of the SPI and this Kvetch speaks version " + AllocatorProvider.SPI_VERSION
                                        + "; build it against this version of kvetch-api"))
                .flatMap(x -> ask(
                        "name()",
                        provider::name,
                        name -> AllocatorProvider.NAME.matcher(name).matches()
                                ? ""
                                : "its name '" + Lines.of(name)
                                        + "' is not made of lower-case letters, digits and hyphens,"
                                        + " beginning with a letter, 32 at most"))
                .flatMap(x -> ask(
                        "description()",
                        provider::description,
                        description -> !description.isBlank() && description.equals(Lines.of(description))
                                ? ""
                                : "its description is not one line of at most 200 characters: '" + Lines.of(description)
                                        + "'"))
                .flatMap(x -> ask("family()", provider::family, family -> ""))
                .flatMap(x -> ask(
                        "capabilities(machine)", () -> provider.capabilities(MachineProfile.of(4096, 256)), c -> ""))
                .map(x -> provider);
    }

    private static <T> Either<String, Integer> ask(
            String question, Supplier<@Nullable T> answers, Function<T, String> objection) {
        T answer;
        try {
            answer = answers.get();
        } catch (Throwable thrown) {
            return Either.left(question + " threw " + Lines.of(thrown));
        }
        if (answer == null) return Either.left(question + " returned null");
        String text = objection.apply(answer);
        return text.isEmpty() ? Either.right(0) : Either.left(text);
    }

    // Where they are

    /** The module of a class and where that is, or the class's place on the class path. */
    static String origin(Class<?> type) {
        Module module = type.getModule();
        if (!module.isNamed()) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            URL location = source == null ? null : source.getLocation();
            return "class path" + (location == null ? "" : ", " + readable(location.toString()));
        }
        ModuleLayer layer = module.getLayer();
        Optional<URI> location = layer == null
                ? Optional.empty()
                : layer.configuration()
                        .findModule(module.getName())
                        .flatMap(resolved -> resolved.reference().location());
        return "module " + module.getName()
                + location.map(uri -> ", " + readable(uri.toString())).orElse("");
    }

    /** The jar or directory of a class, from here where it is below; what to put in its place if it is not known. */
    static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) return "YOUR.JAR";
        Path path = Path.of(readable(location.toString()));
        Path here = Path.of("").toAbsolutePath();
        return (path.startsWith(here) ? here.relativize(path) : path).toString();
    }

    private static String readable(String location) {
        if (!location.startsWith("file:")) return location;
        try {
            return Path.of(URI.create(location)).toString();
        } catch (IllegalArgumentException notAPath) {
            return location;
        }
    }

    /** The names of the classes that are declared as providers, loadable or not. */
    private static Set<String> declared(String service, @Nullable ClassLoader loader, @Nullable ModuleLayer layer) {
        Set<String> names = new LinkedHashSet<>();
        if (layer != null)
            for (Module module : layer.modules()) {
                var descriptor = module.getDescriptor();
                descriptor.provides().stream()
                        .filter(provides -> provides.service().equals(service))
                        .forEach(provides -> names.addAll(provides.providers()));
            }
        try {
            if (loader != null)
                for (URL file : Collections.list(loader.getResources(SERVICES + service)))
                    names.addAll(readNames(file));
        } catch (IOException unreadable) {
            // The service loader says so itself.
        }
        return names;
    }

    private static List<String> readNames(URL file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
