package kvetch;

import io.vavr.control.Either;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;

/** What is meant by a name. */
final class Names {
    private Names() {}

    static KernelProfile kernel(Providers providers, String name) {
        return found(providers.kernel(name));
    }

    static AllocatorProvider allocator(Providers providers, String name) {
        return found(providers.find(name));
    }

    static Law law(KnownLaws laws, String id) {
        return found(laws.find(id));
    }

    private static <T> T found(Either<String, T> named) {
        return named.getOrElseThrow(problem -> new BadInputException(problem));
    }
}
