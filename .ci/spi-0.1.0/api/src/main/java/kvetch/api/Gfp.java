package kvetch.api;

/**
 * GFP flags, the "get free page" flags of {@code include/linux/gfp_types.h}. They are bits of an int and are combined with
 * {@code |}; the bit positions are Kvetch's own.
 */
public final class Gfp {
    /** Plain kernel allocation: may sleep and reclaim. */
    public static final int KERNEL = 0;
    /** {@code __GFP_ZERO}: the memory handed out reads as zero. */
    public static final int ZERO = 1;
    /** {@code __GFP_NOWARN}: no WARN and no allocation failure report. */
    public static final int NOWARN = 1 << 1;
    /** {@code __GFP_NORETRY}: do not try hard; give up early. */
    public static final int NORETRY = 1 << 2;
    /** {@code __GFP_COMP}: a block of several pages remembers its order (a compound page). */
    public static final int COMP = 1 << 3;

    private Gfp() {}

    /**
     * Whether {@code gfp} holds {@code flag}.
     *
     * @param gfp flags, combined
     * @param flag one of the constants of this class
     * @return true if it is set
     */
    public static boolean has(int gfp, int flag) {
        return (gfp & flag) != 0;
    }

    /**
     * The flags as a kernel report prints them, for example {@code GFP_KERNEL|__GFP_ZERO}.
     *
     * @param gfp flags, combined
     * @return the names, joined with {@code |}
     */
    public static String format(int gfp) {
        StringBuilder text = new StringBuilder("GFP_KERNEL");
        if (has(gfp, ZERO)) text.append("|__GFP_ZERO");
        if (has(gfp, NOWARN)) text.append("|__GFP_NOWARN");
        if (has(gfp, NORETRY)) text.append("|__GFP_NORETRY");
        if (has(gfp, COMP)) text.append("|__GFP_COMP");
        return text.toString();
    }
}
