package kvetch.raid0;

import io.vavr.collection.Vector;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * One change that makes the driver better: a kernel is a base with a set of these. Some are in Linux, from a release on; the
 * others are Kvetch's answers to what it has found in every Linux, and {@code hardened} has them all.
 */
public enum Fix {
    /** The two tables come from kvzalloc: the first hunk of the fix of Linux 7.1. */
    ALLOC("7.1", "the two tables come from kvzalloc"),
    /** Where starting fails the two tables go to kvfree: the second hunk. */
    ABORT("7.1", "create_strip_zones gives the two tables to kvfree where it fails"),
    /** Where the array stops the two tables go to kvfree: the third hunk. */
    FREE("7.1", "raid0_free gives the two tables to kvfree"),
    /** Before 5.4 nobody was asked: sectors went where the alternate layout of later kernels puts them. */
    LAYOUT_CHOICE("5.4", "where the two layouts differ, one has to be chosen; without it every array is alternate"),
    /** Two zones, with one disk in the second, are laid out alike by both layouts. */
    LAYOUTS_ALIKE("6.5", "no layout has to be chosen for two zones with one disk in the second"),
    /** In the original layout the disks of later zones are rotated, and so are discards. */
    DISCARD_ORIGINAL("6.5", "discards follow the original layout; without it they follow the alternate one"),
    /** 6.1 to 6.12 map what is left of a request as a whole, once its first part is cut off. */
    CUT_REMAINDER(
            "7.0", "what is left of a request that was cut is cut again; 5.10 and 5.15 did so, 6.1 to 6.12 do not"),
    /** In 6.1 and 6.6 raid0_run frees conf and the tables where registering integrity fails, and md_run does so again. */
    FREE_ONCE("6.12", "where integrity fails everything is freed once; 5.10 and 5.15 did so, 6.1 and 6.6 do not"),
    /** The size of the array comes from its zones, not from a mask that needs a chunk that is a power of two. */
    SIZE_OF_ZONES("", "the size of the array is the end of its last zone"),
    /** Each start rounds the size of the device, not what the start before made of it. */
    ROUND_DEVICE_SIZE("", "each start rounds the sizes of the devices anew"),
    /** The stripe of map_sector is a product of 64 bits. */
    STRIPE_64_BIT("", "map_sector multiplies disks and chunk in 64 bits"),
    /** The stripe of a discard is a product of 64 bits, and the offset in it is not kept in an int. */
    DISCARD_64_BIT("", "discards count stripes and offsets in 64 bits"),
    /** A chunk below zero is refused. */
    POSITIVE_CHUNK("", "a negative chunk_sectors is EINVAL"),
    /** What can be said of raid_disks and slots without tables is said before there are any. */
    CHECK_FIRST("", "disks, slots and block sizes are compared before anything is allocated or changed"),
    /** Disks that together have 2^64 sectors and more are refused. */
    SIZE_FITS("", "disks that hold more sectors than 64 bits count are EINVAL"),
    /** Tables of more than a quarter of memory are refused, and those of more than an int counts. */
    LIMIT_TABLES(
            "", "tables that need more than a quarter of memory, or than 2 GiB, are ENOMEM before they are asked for"),
    /** The tables are asked for with __GFP_NOWARN. */
    NOWARN("", "the tables are asked for with __GFP_NOWARN"),
    /** The tables are asked for with __GFP_RETRY_MAYFAIL. */
    NO_KILL("", "the tables are asked for with __GFP_RETRY_MAYFAIL, so that nobody is killed for them"),
    /** The limits of the queue are counted in 64 bits, and are the largest request where that is more than they hold. */
    LIMITS_SATURATE("", "limits of the queue that 32 bits do not hold are as large as a request gets");

    /** The fix of Linux 7.1, in three hunks. */
    static final Set<Fix> HUNKS = Set.of(ALLOC, ABORT, FREE);

    /** Where tables come from and go to, and what becomes of requests, discards and limits: none of it moves a sector. */
    private static final Set<Fix> BESIDE_THE_MAPPING =
            Set.of(ALLOC, ABORT, FREE, FREE_ONCE, CUT_REMAINDER, DISCARD_ORIGINAL, DISCARD_64_BIT, LIMITS_SATURATE);

    private final String since;
    private final String description;

    Fix(String since, String description) {
        this.since = since;
        this.description = description;
    }

    /**
     * What users call it.
     *
     * @return for example {@code stripe-64-bit}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The first Linux that has it for good.
     *
     * @return a release, for example {@code 6.5}; empty if none has it
     */
    public String since() {
        return since;
    }

    /**
     * Whether some Linux has it.
     *
     * @return false for those of Kvetch
     */
    public boolean isLinux() {
        return !since.isEmpty();
    }

    /**
     * What it does.
     *
     * @return a line
     */
    public String description() {
        return description;
    }

    /** Whether with it other arrays may start, or sectors may be elsewhere. */
    boolean isOfMapping() {
        return !BESIDE_THE_MAPPING.contains(this);
    }

    static Vector<String> words(Set<Fix> fixes) {
        return Vector.ofAll(fixes).sorted().map(Fix::word);
    }

    static Set<Fix> linux() {
        Set<Fix> fixes = EnumSet.allOf(Fix.class);
        fixes.removeIf(fix -> !fix.isLinux());
        return fixes;
    }
}
