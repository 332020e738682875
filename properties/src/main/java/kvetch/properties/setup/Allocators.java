package kvetch.properties.setup;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.EnumMap;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;

/** The allocators that were found, the kernel's own among them. */
public final class Allocators {
    private final Found<AllocatorProvider> found;
    private final EnumMap<Family, AllocatorProvider> kernels = new EnumMap<>(Family.class);

    private Allocators(Found<AllocatorProvider> found) {
        this.found = found;
        for (Family family : Family.values())
            for (AllocatorProvider provider : found.named(family.kernelProvider())) kernels.put(family, provider);
    }

    /** These allocators. */
    public static Allocators of(Vector<AllocatorProvider> providers) {
        return new Allocators(new Found<>(AllocatorProvider.class, "allocator", AllocatorProvider::name, providers));
    }

    public Allocators and(AllocatorProvider... more) {
        return new Allocators(found.and(Vector.of(more)));
    }

    public Allocators without(String name) {
        return new Allocators(found.without(name));
    }

    /**
     * All of them, without those that share a name.
     *
     * @return sorted by name
     */
    public Vector<AllocatorProvider> all() {
        return found.all();
    }

    /** The names that several share. */
    public Vector<ProviderProblem> problems() {
        return found.problems();
    }

    /** The allocator of that name, or what is wrong, which names there are and where they came from. */
    public Either<String, AllocatorProvider> find(String name, Vector<ProviderProblem> failed) {
        return found.find(name, failed);
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
        return find(family.kernelProvider(), Vector.empty())
                .getOrElseThrow(message -> new IllegalStateException(message));
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
