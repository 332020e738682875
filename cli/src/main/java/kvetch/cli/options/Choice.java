package kvetch.cli.options;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.List;
import java.util.function.Function;
import kvetch.Kvetch;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.UsageError;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;

/** Finds what users name: kernels, allocators and laws. */
public final class Choice {
    private Choice() {}

    public static KernelProfile kernel(Providers providers, String name) {
        return found(providers.kernel(name));
    }

    /** Those that were named, or the usual one. */
    public static Vector<KernelProfile> kernels(Providers providers, List<String> names) {
        return all(names.isEmpty() ? List.of(Kvetch.DEFAULT_KERNEL) : names, name -> kernel(providers, name));
    }

    public static AllocatorProvider allocator(Providers providers, String name) {
        return found(providers.find(name));
    }

    public static Law law(KnownLaws laws, String id) {
        return found(laws.find(id));
    }

    /** Each once, in the order named. */
    public static <T> Vector<T> all(List<String> names, Function<String, T> find) {
        return Vector.ofAll(names).map(find).distinct();
    }

    private static <T> T found(Either<String, T> result) {
        return result.getOrElseThrow(problem -> new UsageError(problem));
    }
}
