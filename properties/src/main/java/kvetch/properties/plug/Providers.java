package kvetch.properties.plug;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.List;
import kvetch.api.AllocatorProvider;
import kvetch.properties.setup.Allocators;
import kvetch.properties.setup.Found;
import kvetch.properties.setup.Origin;
import kvetch.properties.setup.ProviderProblem;
import kvetch.raid0.Driver;
import kvetch.raid0.DriverProvider;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/** The allocators, drivers and laws that were found. */
public final class Providers {
    private final Allocators allocators;
    private final Found<DriverProvider> drivers;
    private final Vector<ProviderProblem> problems;
    private final KnownLaws laws;
    private final Vector<KernelProfile> plugged;

    Providers(
            Vector<AllocatorProvider> allocators,
            Vector<DriverProvider> drivers,
            Vector<ProviderProblem> problems,
            KnownLaws laws) {
        this(
                Allocators.of(allocators),
                new Found<>(DriverProvider.class, "driver", DriverProvider::name, drivers),
                problems,
                laws);
    }

    private Providers(
            Allocators allocators, Found<DriverProvider> drivers, Vector<ProviderProblem> problems, KnownLaws laws) {
        this.allocators = allocators;
        this.drivers = drivers;
        this.problems = problems;
        this.laws = laws;
        this.plugged = drivers.all().reject(Providers::isTaken).flatMap(KernelProfiles::of);
    }

    /** Whether a driver calls itself what a kernel is called. */
    private static boolean isTaken(DriverProvider provider) {
        return KernelProfiles.all().exists(kernel -> kernel.name().equals(provider.name()));
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
        return new Providers(Vector.ofAll(providers), Vector.empty(), Vector.empty(), KnownLaws.standard());
    }

    /**
     * The same with more.
     *
     * @param more providers to add
     * @return all of them
     */
    public Providers and(AllocatorProvider... more) {
        return new Providers(allocators.and(more), drivers, problems, laws);
    }

    /**
     * The same with drivers.
     *
     * @param more drivers to add
     * @return all of them
     */
    public Providers withDrivers(DriverProvider... more) {
        return new Providers(allocators, drivers.and(Vector.of(more)), problems, laws);
    }

    /**
     * The same with other laws.
     *
     * @param others all laws that are known
     * @return the same allocators and drivers, with those
     */
    public Providers with(KnownLaws others) {
        return new Providers(allocators, drivers, problems, others);
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
     * The allocators.
     *
     * @return those that were found
     */
    public Allocators allocators() {
        return allocators;
    }

    /** The same without the allocator of a name. */
    public Providers without(String name) {
        return new Providers(allocators.without(name), drivers, problems, laws);
    }

    /**
     * All allocators, without those that share a name.
     *
     * @return sorted by name
     */
    public Vector<AllocatorProvider> all() {
        return allocators.all();
    }

    /**
     * All kernels: those that Kvetch knows, and the drivers that were found, without those that share a name.
     *
     * @return Kvetch's own, oldest first; then the others, sorted by name
     */
    public Vector<KernelProfile> allKernels() {
        return KernelProfiles.all().appendAll(plugged);
    }

    /**
     * What was found that cannot be used, or not all of it: providers and laws that fail to load, or share a name.
     *
     * @return problems, in the order they were found; empty if there are none
     */
    public Vector<ProviderProblem> problems() {
        return problems.appendAll(allocators.problems())
                .appendAll(drivers.problems())
                .appendAll(drivers.all()
                        .filter(Providers::isTaken)
                        .map(provider -> Found.problem(
                                provider,
                                "the name '" + provider.name() + "' is that of a kernel of Kvetch's own; rename it")))
                .appendAll(laws.problems());
    }

    /**
     * The allocator of that name.
     *
     * @param name a name
     * @return the provider, or what is wrong, which names there are and where they came from
     */
    public Either<String, AllocatorProvider> find(String name) {
        return allocators
                .find(name, problems)
                .mapLeft(problem -> problem + Suggestions.didYouMean(name, all().map(AllocatorProvider::name)));
    }

    /**
     * The kernel of that name: one that Kvetch knows or a driver that was found, with fixes that it has not and without fixes
     * that it has ({@code 7.2+stripe-64-bit}).
     *
     * @param name a name
     * @return the kernel, or what is wrong, which names there are and where they came from
     */
    public Either<String, KernelProfile> kernel(String name) {
        return KernelProfiles.find(allKernels(), name)
                .mapLeft(problem -> problem
                        + explain(name)
                        + Suggestions.didYouMean(name, allKernels().map(KernelProfile::name)));
    }

    /** What there is to say of drivers to one who did not find what was wanted. */
    private String explain(String name) {
        return drivers.sharing(name).map(shared -> "; " + shared).getOrElse("")
                + (drivers.all().isEmpty() ? "" : "; plugged in are " + drivers.byOrigin())
                + Found.failedToLoad(problems);
    }

    /**
     * Where a provider came from.
     *
     * @param provider a provider
     * @return its module and where that is, or its place on the class path
     */
    public static String origin(AllocatorProvider provider) {
        return Origin.of(provider.getClass());
    }

    /**
     * Where a kernel's driver came from.
     *
     * @param kernel a kernel
     * @return the module of its provider and where that is, or its place on the class path; empty for one of Kvetch's own
     */
    public static String origin(KernelProfile kernel) {
        return kernel.code() instanceof Driver.PluggedIn driver
                ? Origin.of(driver.provider().getClass())
                : "";
    }
}
