package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Either;

/** The laws, with their stable ids. */
public enum LawId {
    /** The order of the zones. */
    Z1(
            "zones are in order",
            "Zones are in order: zone_end never decreases, zone 0 holds every disk, nb_dev falls from zone to zone, zone i"
                    + " starts on its disks where zone i-1 ended.",
            "zones cover all sectors"),
    /** The cover of the zones. */
    Z2(
            "zones cover all sectors",
            "Zones cover all sectors: the last zone_end equals the array size md reports, and both equal the sum of the"
                    + " disks' whole chunks.",
            "zones cover all sectors"),
    /** The mapping as a bijection. */
    Z3(
            "the mapping is one to one",
            "The mapping is one to one: every array sector goes to exactly one (disk, sector) within that disk's whole"
                    + " chunks, and no two share one.",
            "zones cover all sectors"),
    /** Frees that match. */
    M1(
            "each free matches its allocation",
            "Each free matches its allocation: same address, once, with the free of its family (kfree, kvfree, vfree,"
                    + " free_pages).",
            "each free matches its allocation"),
    /** No leaks. */
    M2(
            "nothing leaks",
            "Nothing leaks: after raid0_free, and after every way in which starting can fail, all that was allocated is"
                    + " freed.",
            "each free matches its allocation"),
    /** Accesses to live memory only. */
    M3(
            "no access outside live blocks",
            "No access outside a live block, none after free, none before it is zeroed where zeroing was asked for.",
            "memory safety"),
    /** Sound blocks. */
    M4(
            "live blocks are sound",
            "Live blocks never overlap, are at least as large as asked, aligned as their family promises, and read as"
                    + " zero.",
            "memory safety"),
    /** No WARN. */
    W1("no WARN", "No WARN for any raid_disks.", "no WARN for any raid_disks"),
    /** No death. */
    W2(
            "no BUG, oops or OOM kill",
            "No BUG, oops, divide error or out-of-memory kill, for any input.",
            "the kernel survives"),
    /** Clean refusals. */
    W3(
            "refusals are clean",
            "A refusal is clean: the errno that Linux gives, no taint (log lines are allowed), and the same machine then"
                    + " starts a good array.",
            "the kernel survives"),
    /** Allocators do not matter. */
    I1(
            "same mapping with any allocator",
            "Identical I/O mapping across allocators: whichever allocator built the tables, every sector maps alike.",
            "identical I/O mapping"),
    /** Kernels do not matter. */
    I2(
            "same mapping on any kernel",
            "Identical I/O mapping across kernel profiles, for the same array and layout.",
            "identical I/O mapping"),
    /** Long requests. */
    I3(
            "requests land where sectors do",
            "A request of many sectors lands where its sectors one by one land.",
            "identical I/O mapping"),
    /** Discards. */
    I4(
            "discards match the mapping",
            "A discard throws away exactly the sectors that the mapping gives, and nothing else.",
            "identical I/O mapping");

    private final String title;
    private final String statement;
    private final String standsFor;

    LawId(String title, String statement, String standsFor) {
        this.title = title;
        this.statement = statement;
        this.standsFor = standsFor;
    }

    /**
     * The law in a few words.
     *
     * @return no more than a column holds
     */
    public String title() {
        return title;
    }

    /**
     * The law in words.
     *
     * @return one sentence
     */
    public String statement() {
        return statement;
    }

    /**
     * What it stands for.
     *
     * @return a few words
     */
    public String standsFor() {
        return standsFor;
    }

    /**
     * The law of that id.
     *
     * @param id an id, in upper or lower case
     * @return the law, or what is wrong and which ids there are
     */
    public static Either<String, LawId> find(String id) {
        return Vector.of(values())
                .find(law -> law.name().equalsIgnoreCase(id))
                .toEither(() -> "unknown law '" + id + "'; known are "
                        + Vector.of(values()).mkString(", "));
    }
}
