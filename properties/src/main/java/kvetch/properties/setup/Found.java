package kvetch.properties.setup;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.function.Function;

/** The providers of one service that were found, by name. Those that share one are of no use. */
public final class Found<P> {
    private final Class<P> service;
    private final String kind;
    private final Function<P, String> name;
    private final Vector<P> found;
    private final Map<String, Vector<P>> byName;
    private final Vector<P> all;

    /**
     * These providers.
     *
     * @param service what they are found by
     * @param kind what users call one
     * @param name what users call each
     */
    public Found(Class<P> service, String kind, Function<P, String> name, Vector<P> found) {
        this.service = service;
        this.kind = kind;
        this.name = name;
        this.found = found;
        Map<String, Vector<P>> names = LinkedHashMap.empty();
        for (P provider : found.sortBy(name))
            names = names.put(
                    name.apply(provider),
                    names.get(name.apply(provider)).getOrElse(Vector.empty()).append(provider));
        this.byName = names;
        this.all = names.values()
                .filter(same -> same.size() == 1)
                .flatMap(same -> same)
                .toVector();
    }

    public Found<P> and(Iterable<? extends P> more) {
        return new Found<>(service, kind, name, found.appendAll(more));
    }

    Found<P> without(String unwanted) {
        return new Found<>(
                service,
                kind,
                name,
                found.reject(provider -> name.apply(provider).equals(unwanted)));
    }

    /** Sorted by name. */
    public Vector<P> all() {
        return all;
    }

    /** The one provider of that name. */
    Vector<P> named(String wanted) {
        return all.filter(provider -> name.apply(provider).equals(wanted));
    }

    /** The names that several share. */
    public Vector<ProviderProblem> problems() {
        return byName.values()
                .filter(same -> same.size() > 1)
                .map(same -> problem(same.last(), explainShared(same)))
                .toVector();
    }

    /** What is wrong with a name, if several share it. */
    public Option<String> sharing(String wanted) {
        return byName.get(wanted).filter(same -> same.size() > 1).map(this::explainShared);
    }

    public static ProviderProblem problem(Object provider, String cause) {
        return new ProviderProblem(provider.getClass().getName(), Origin.of(provider.getClass()), cause);
    }

    /** Their classes, and where each came from. */
    public static String origins(Vector<?> providers) {
        return providers
                .map(provider -> provider.getClass().getName() + " from " + Origin.of(provider.getClass()))
                .mkString(" and ");
    }

    private String explainShared(Vector<P> same) {
        return "the name '" + name.apply(same.head()) + "' is given to " + same.size() + " providers: " + origins(same)
                + "; rename one, or take it off the path";
    }

    /** The provider of that name, or what is wrong, which names there are and where they came from. */
    Either<String, P> find(String wanted, Vector<ProviderProblem> failed) {
        Vector<P> same = byName.get(wanted).getOrElse(Vector.empty());
        if (same.size() == 1) return Either.right(same.head());
        return Either.left(same.isEmpty() ? explainMissing(wanted, failed) : explainShared(same));
    }

    private String explainMissing(String wanted, Vector<ProviderProblem> failed) {
        return "unknown " + kind + " '" + wanted + "': no provider of " + service.getName()
                + " has that name; found are " + (all.isEmpty() ? "none" : byOrigin()) + failedToLoad(failed)
                + "; put the jar with its provider on --module-path, and name the provider in its module-info and in"
                + " META-INF/services/" + service.getName();
    }

    public static String failedToLoad(Vector<ProviderProblem> failed) {
        return failed.isEmpty()
                ? ""
                : "; failed to load: " + failed.map(ProviderProblem::provider).mkString(", ");
    }

    /** For example {@code slob, slub (class path, /tmp/slob.jar)}. */
    public String byOrigin() {
        Map<String, Vector<String>> names = LinkedHashMap.empty();
        for (P provider : all) {
            String origin = Origin.of(provider.getClass());
            names = names.put(
                    origin, names.get(origin).getOrElse(Vector.empty()).append(name.apply(provider)));
        }
        return names.map(entry -> entry._2.mkString(", ") + " (" + entry._1 + ")")
                .mkString(", ");
    }
}
