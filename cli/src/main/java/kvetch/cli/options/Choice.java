package kvetch.cli.options;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.List;
import java.util.function.Function;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.Suggestions;
import kvetch.cli.console.UsageError;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;

/** Finds what users name: kernels, allocators and laws. */
public final class Choice {
    private Choice() {}

    public static KernelProfile kernel(Providers providers, String name) {
        return found(providers.kernel(name), name, providers.allKernels().map(KernelProfile::name));
    }

    public static AllocatorProvider allocator(Providers providers, String name) {
        return found(providers.find(name), name, providers.all().map(AllocatorProvider::name));
    }

    public static Law law(KnownLaws laws, String id) {
        // Two letters are near to any two letters.
        return found(laws.find(id), id, laws.all().map(Law::id).filter(known -> known.length() > 2));
    }

    /** Each once, in the order named. */
    public static <T> Vector<T> all(List<String> names, Function<String, T> find) {
        return Vector.ofAll(names).map(find).distinct();
    }

    private static <T> T found(Either<String, T> result, String name, Vector<String> known) {
        return result.getOrElseThrow(problem -> new UsageError(problem + Suggestions.didYouMean(name, known)));
    }
}
