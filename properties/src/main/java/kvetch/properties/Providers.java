package kvetch.properties;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** The allocators that were found. */
public final class Providers {
    static final String SERVICE = AllocatorProvider.class.getName();

    private final Vector<AllocatorProvider> found;
    private final Vector<ProviderProblem> problems;
    private final KnownLaws laws;
    private final Map<String, Vector<AllocatorProvider>> byName;
    private final Vector<AllocatorProvider> all;
    private final EnumMap<Family, AllocatorProvider> kernels = new EnumMap<>(Family.class);

    Providers(Vector<AllocatorProvider> found, Vector<ProviderProblem> problems, KnownLaws laws) {
        this.found = found;
        this.laws = laws;
        Map<String, Vector<AllocatorProvider>> names = LinkedHashMap.empty();
        for (AllocatorProvider provider : found.sortBy(AllocatorProvider::name))
            names = names.put(
                    provider.name(),
                    names.get(provider.name()).getOrElse(Vector.empty()).append(provider));
        this.byName = names;
        this.all = names.values()
                .filter(same -> same.size() == 1)
                .flatMap(same -> same)
                .toVector();
        this.problems = problems;
        for (Family family : Family.values())
            for (AllocatorProvider provider : names.get(family.kernelProvider()).getOrElse(Vector.empty()))
                if (all.contains(provider)) kernels.put(family, provider);
    }

    /**
     * Finds the providers on the module path and the class path. One that fails to load is in {@link #problems}.
     *
     * @return the providers, by name
     */
    public static Providers load() {
        return new ProviderFinder().findAll().providers();
    }

    /**
     * Finds these providers too: those in jars, modules and directories of classes that are not on the module path or class
     * path. Modules are put in a layer of their own; what is no module and no jar is a class path of its own.
     *
     * @param modulePath each a jar, with a module descriptor or with {@code META-INF/services}; or a directory that holds
     *     such jars, an exploded module, or classes and {@code META-INF/services}
     * @return the providers, or what is wrong with the path
     */
    public static Either<String, Providers> load(List<Path> modulePath) {
        ProviderFinder finder = new ProviderFinder().findAll();
        for (Path path : modulePath) {
            Either<String, ProviderFinder> more = finder.findIn(path);
            if (more.isLeft()) return Either.left(more.getLeft());
        }
        return Either.right(finder.providers());
    }

    /**
     * Takes these providers.
     *
     * @param providers among them the kernel's own allocator of each family
     * @return the providers, by name
     */
    public static Providers of(Iterable<AllocatorProvider> providers) {
        return new Providers(Vector.ofAll(providers), Vector.empty(), KnownLaws.standard());
    }

    /**
     * The same with more.
     *
     * @param more providers to add
     * @return all of them
     */
    public Providers and(AllocatorProvider... more) {
        return new Providers(found.appendAll(Vector.of(more)), problems, laws);
    }

    /**
     * The same with other laws.
     *
     * @param others all laws that are known
     * @return the same allocators, with those
     */
    public Providers with(KnownLaws others) {
        return new Providers(found, problems, others);
    }

    /**
     * The laws that were found with them.
     *
     * @return Kvetch's own, and those that were plugged in
     */
    public KnownLaws laws() {
        return laws;
    }

    /**
     * All of them, without those that share a name.
     *
     * @return sorted by name
     */
    public Vector<AllocatorProvider> all() {
        return all;
    }

    /**
     * What was found that cannot be used, or not all of it: providers and laws that fail to load, or share a name.
     *
     * @return problems, in the order they were found; empty if there are none
     */
    public Vector<ProviderProblem> problems() {
        return problems.appendAll(
                        byName.values().filter(same -> same.size() > 1).map(Providers::sharedName))
                .appendAll(laws.problems());
    }

    private static ProviderProblem sharedName(Vector<AllocatorProvider> same) {
        AllocatorProvider last = same.last();
        return new ProviderProblem(
                last.getClass().getName(), ProviderFinder.origin(last.getClass()), explainSharedName(same));
    }

    private static String explainSharedName(Vector<AllocatorProvider> same) {
        String where = same.map(provider ->
                        provider.getClass().getName() + " from " + ProviderFinder.origin(provider.getClass()))
                .mkString(" and ");
        return "the name '" + same.head().name() + "' is given to " + same.size() + " providers: " + where
                + "; rename one, or take it off the path";
    }

    /**
     * The provider of that name.
     *
     * @param name a name
     * @return the provider, or what is wrong, which names there are and where they came from
     */
    public Either<String, AllocatorProvider> find(String name) {
        Vector<AllocatorProvider> same = byName.get(name).getOrElse(Vector.empty());
        if (same.size() == 1) return Either.right(same.head());
        return Either.left(same.isEmpty() ? explainMissing(name) : explainSharedName(same));
    }

    private String explainMissing(String name) {
        String failed = problems.isEmpty()
                ? ""
                : "; failed to load: " + problems.map(ProviderProblem::provider).mkString(", ");
        return "unknown allocator '" + name + "': no provider of " + SERVICE + " has that name; found are "
                + (all.isEmpty() ? "none" : foundByOrigin()) + failed
                + "; put the jar with its provider on --module-path, and name the provider in its module-info and in"
                + " META-INF/services/" + SERVICE;
    }

    private String foundByOrigin() {
        Map<String, Vector<String>> names = LinkedHashMap.empty();
        for (AllocatorProvider provider : all) {
            String origin = ProviderFinder.origin(provider.getClass());
            names = names.put(
                    origin, names.get(origin).getOrElse(Vector.empty()).append(provider.name()));
        }
        return names.map(entry -> entry._2.mkString(", ") + " (" + entry._1 + ")")
                .mkString(", ");
    }

    /**
     * Where a provider came from.
     *
     * @param provider a provider
     * @return its module and where that is, or its place on the class path
     */
    public static String origin(AllocatorProvider provider) {
        return ProviderFinder.origin(provider.getClass());
    }

    /**
     * The provider of the kernel's own allocator of a family.
     *
     * @param family the family
     * @return its provider
     * @throws IllegalStateException if it was not found, which means that the installation is broken
     */
    public AllocatorProvider kernelProvider(Family family) {
        AllocatorProvider provider = kernels.get(family);
        if (provider != null) return provider;
        return find(family.kernelProvider()).getOrElseThrow(message -> new IllegalStateException(message));
    }

    /**
     * Boots a machine with the kernel's own allocators.
     *
     * @param profile the machine
     * @return the machine
     */
    public Machine boot(MachineProfile profile) {
        return Machine.boot(profile, this::kernelProvider);
    }

    /**
     * Whether a provider is the one of the kernel's own allocator of its family, of which each machine has one.
     *
     * @param provider a provider
     * @return true if so
     */
    public boolean isKernels(AllocatorProvider provider) {
        return provider.name().equals(provider.family().kernelProvider());
    }
}
