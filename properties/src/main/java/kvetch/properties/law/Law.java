package kvetch.properties.law;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.util.regex.Pattern;
import kvetch.api.Capabilities;

/**
 * A law: all that Kvetch knows of it. Cases are drawn for it and judged by it; what it finds is made small, run again, drawn
 * and put into words without knowing which law it was.
 *
 * <p>Kvetch's own are in {@code kvetch.properties.laws}. One of your own extends {@link RunningArrayLaw} or {@link LifeLaw}, has a public
 * constructor without parameters and keeps no state, and is named as a provider of {@code kvetch.properties.law.Law}, in
 * {@code module-info} or in {@code META-INF/services}.
 */
public abstract sealed class Law permits RunningArrayLaw, LifeLaw {
    /** What an id looks like: a part of tokens and of file names. */
    public static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]{1,7}");

    /** For {@link #compares}. */
    public enum Comparison {
        /** It looks at one array with one kernel and one allocator. */
        NONE,
        /** It compares allocators with each other. */
        ALLOCATORS,
        /** It compares kernels with each other. */
        KERNELS
    }

    /** Where Kvetch's own are: a package that knows this one, and so cannot be named by a class of it. */
    private static final String OWN = "kvetch.properties.laws.";

    private final String id;
    private final String title;
    private final String statement;
    private final String standsFor;
    private final boolean isPluggedIn = !getClass().getName().startsWith(OWN);

    /**
     * A law with its words.
     *
     * @param id what users and tokens call it, as {@link #ID} says; for ever the same
     * @param title the law in a few words, no more than a column of 33 characters holds
     * @param statement the law in a sentence
     * @param standsFor what it stands for, in a few words
     */
    Law(String id, String title, String statement, String standsFor) {
        this.id = id;
        this.title = title;
        this.statement = statement;
        this.standsFor = standsFor;
    }

    /**
     * What users and tokens call it.
     *
     * @return for example {@code Z1}
     */
    public final String id() {
        return id;
    }

    /**
     * The law in a few words.
     *
     * @return no more than a column holds
     */
    public final String title() {
        return title;
    }

    /**
     * The law in words.
     *
     * @return one sentence
     */
    public final String statement() {
        return statement;
    }

    /**
     * What it stands for.
     *
     * @return a few words
     */
    public final String standsFor() {
        return standsFor;
    }

    /**
     * Whether it is somebody's own.
     *
     * @return false for those of Kvetch's
     */
    public final boolean isPluggedIn() {
        return isPluggedIn;
    }

    /**
     * Where the author of an allocator that breaks it best looks first.
     *
     * @return a few words
     */
    public abstract String lookFirstAt();

    /**
     * The cases that it is put to the test on.
     *
     * @return a population
     */
    public abstract Population population();

    /**
     * What a check must see sometimes, or the law was not put to the test.
     *
     * @return sights
     */
    public Set<Coverage> mustSee() {
        return HashSet.of(
                Coverage.STARTED,
                Coverage.REFUSED,
                Coverage.THREE_ZONES,
                Coverage.ODD_CHUNK,
                Coverage.TINY_DISK,
                Coverage.LARGE_PAGES);
    }

    /**
     * Whether it is about what the driver makes of its tables, so that it does not apply where they come dirty.
     *
     * <p>The driver asks for zeroed tables and relies on it: a slot of devlist is free where it reads as NULL, and zone 0
     * starts where nobody writes that it does. From dirty tables follows anything, so laws of what the driver does with
     * them do not apply; those of what it does to memory do.
     *
     * @return true unless the law says otherwise
     */
    public boolean needsZeroedTables() {
        return true;
    }

    /**
     * What it compares.
     *
     * @return mostly nothing
     */
    public Comparison compares() {
        return Comparison.NONE;
    }

    /**
     * Whether it can be judged by what shows of a kernel from outside: errnos, sizes, where sectors go, the log, and death.
     *
     * @return mostly false: it takes a look at tables and allocations
     */
    public boolean isSeenFromOutside() {
        return false;
    }

    /**
     * Whether its defects are told before those of other laws that are as easy to reach.
     *
     * @return mostly false
     */
    public boolean isToldFirst() {
        return false;
    }

    /** Why it does not apply to an allocator, by what that declares; empty if it does. */
    public final String objection(Capabilities capabilities) {
        return needsZeroedTables() && !capabilities.zeroes()
                ? "the allocator declares that it does not zero, and the driver relies on zeroed tables"
                : "";
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Law law && id.equals(law.id);
    }

    @Override
    public final int hashCode() {
        return id.hashCode();
    }

    /** Its id. */
    @Override
    public final String toString() {
        return id;
    }
}
