package kvetch.properties.plug;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.Comparator;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.setup.Found;
import kvetch.properties.setup.Origin;
import kvetch.properties.setup.ProviderProblem;

/** The laws that were found: Kvetch's own, and those that were plugged in. */
public final class KnownLaws {
    /** What a provider of a law provides. */
    static final String SERVICE = Law.class.getName();

    /** Kvetch's own in their order, then others by id. */
    public static final Comparator<Law> ORDER =
            Comparator.comparingInt(KnownLaws::place).thenComparing(Law::id);

    private static final KnownLaws STANDARD = new KnownLaws(Vector.empty(), Vector.empty());

    private final Vector<Law> others;
    private final Vector<Law> all;
    private final Vector<String> failed;

    /**
     * Kvetch's own and others.
     *
     * @param others the others, perhaps several of one id
     * @param failed the classes of those that failed to load
     */
    KnownLaws(Vector<Law> others, Vector<String> failed) {
        this.others = others.sorted(ORDER);
        this.failed = failed;
        this.all = StandardLaws.ALL.appendAll(
                this.others.filter(law -> namesakes(law.id()).size() == 1));
    }

    private static int place(Law law) {
        int index = StandardLaws.ALL.indexOf(law);
        return index < 0 ? StandardLaws.ALL.size() : index;
    }

    /**
     * Kvetch's own laws.
     *
     * @return those and no more
     */
    public static KnownLaws standard() {
        return STANDARD;
    }

    /**
     * These laws too.
     *
     * @param more laws
     * @return all of them
     */
    public KnownLaws and(Law... more) {
        return new KnownLaws(others.appendAll(Vector.of(more)), failed);
    }

    /**
     * With this law, if it is not among them.
     *
     * @param law a law
     * @return these, or one more
     */
    public KnownLaws having(Law law) {
        return all.contains(law) ? this : and(law);
    }

    /**
     * All of them, without those that share an id.
     *
     * @return Kvetch's own in their order, then others by id
     */
    public Vector<Law> all() {
        return all;
    }

    /**
     * Where a law came from.
     *
     * @param law a law
     * @return its module and where that is, or its place on the class path
     */
    public static String origin(Law law) {
        return Origin.of(law.getClass());
    }

    /**
     * The law of that id.
     *
     * @param id an id, in upper or lower case
     * @return the law, or what is wrong, and which ids there are
     */
    public Either<String, Law> find(String id) {
        Vector<Law> same = namesakes(id);
        if (same.size() == 1) return Either.right(same.head());
        if (same.size() > 1) return Either.left(explainSharedId(same));
        String plugged = all.size() == StandardLaws.ALL.size()
                ? ""
                : all.drop(StandardLaws.ALL.size())
                        .map(law -> ", " + law + " (" + origin(law) + ")")
                        .mkString();
        String missing = failed.isEmpty() ? "" : "; failed to load: " + failed.mkString(", ");
        // Two letters are near to any two letters.
        Vector<String> longIds = all.map(Law::id).filter(known -> known.length() > 2);
        return Either.left("unknown law '" + id + "'; known are " + StandardLaws.ALL.mkString(", ") + plugged + missing
                + Suggestions.didYouMean(id, longIds));
    }

    private Vector<Law> namesakes(String id) {
        return StandardLaws.ALL.appendAll(others).filter(law -> law.id().equalsIgnoreCase(id));
    }

    /** The ids that are given to more than one law, each as a problem. */
    public Vector<ProviderProblem> problems() {
        return others.filter(law -> namesakes(law.id()).size() > 1).distinct().map(law -> {
            Vector<Law> same = namesakes(law.id());
            return Found.problem(same.last(), explainSharedId(same));
        });
    }

    private static String explainSharedId(Vector<Law> same) {
        return "the id '" + same.head() + "' is given to " + same.size() + " laws: " + Found.origins(same)
                + "; change one, or take it off the path";
    }
}
