package kvetch.cli.inspect;

import java.util.function.Function;
import kvetch.raid0.Fix;

/**
 * What docs/findings.md tells, and which arrays each of it can touch: those beyond the borders that are proved, on kernels without the
 * fix that cures it. Pages are of 4 KiB.
 */
enum FindingCondition {
    F1(
            "A large raid_disks trips a WARN in the page allocator",
            s -> is(!s.has(Fix.ALLOC) && !s.has(Fix.NOWARN) && s.tableBytes() > Limits.KMALLOC)),
    F2(
            "The fix moves the WARN; it does not remove it",
            s -> is(s.has(Fix.ALLOC) && !s.has(Fix.NOWARN) && s.tableBytes() > Limits.KVMALLOC)),
    F3(
            "The size of an array whose chunk is no power of two is too small",
            s -> is(!s.has(Fix.SIZE_OF_ZONES)
                    && s.wholeChunks()
                            .exists(sectors -> (sectors & (s.chunk() - 1)) != 0 && Long.bitCount(s.chunk()) != 1))),
    F4(
            "A start that is refused shrinks the disks",
            s -> is(!s.has(Fix.ROUND_DEVICE_SIZE) && s.isRefusedForItsLayout() && s.hasRest())),
    F5(
            "Four disks and a chunk of 2^30 sectors: divide error on the first read",
            s -> is(!(s.has(Fix.STRIPE_64_BIT) && s.has(Fix.DISCARD_64_BIT)) && s.hasStripeOf(Limits.UNSIGNED_INT))),
    F6(
            "Disks times chunk just above 2^32: sectors land on top of each other",
            s -> is(!s.has(Fix.STRIPE_64_BIT) && s.stripe() >= Limits.UNSIGNED_INT)),
    F7(
            "A discard in a stripe above 2^31 sectors throws away something else",
            s -> is(!s.has(Fix.DISCARD_64_BIT) && s.stripe() > Limits.UNSIGNED_INT / 2)),
    F8(
            "The rest of a split request is mapped whole",
            s -> is(!s.has(Fix.CUT_REMAINDER) && s.chunk() <= Limits.CHUNK_CUT_ONCE && s.widest() > 1)),
    F9(
            "6.1 frees everything twice when registering integrity fails",
            s -> s.has(Fix.FREE_ONCE) ? Answer.NO : s.integrity() == null ? Answer.UNTOLD : is(s.integrity())),
    F10("A negative chunk_sectors is taken", s -> is(s.chunk() < 0 && !s.has(Fix.POSITIVE_CHUNK))),
    F11(
            "The fix carried over by halves",
            s -> is(s.has(Fix.ALLOC) != s.has(Fix.ABORT) || s.has(Fix.ALLOC) != s.has(Fix.FREE))),
    F12(
            "With the fix, a table of nearly all memory gets its caller killed",
            s -> is(s.has(Fix.ALLOC) && !s.has(Fix.NO_KILL) && s.tableBytes() > Limits.LARGE_TABLE)),
    F13(
            "Before 5.4 every array is laid out as one of two, whichever it was made with",
            s -> is(!s.has(Fix.LAYOUT_CHOICE) && s.isRotated() && s.layout() != 2)),
    F14(
            "Before 6.5 a layout is asked for where there is nothing to choose",
            s -> is(!s.has(Fix.LAYOUTS_ALIKE) && s.isRefusedForItsLayout() && hasOneDiskInTheSecondOfTwoZones(s))),
    F15("Before 6.5 a discard in the original layout throws away other sectors", s -> is(s.discardsAstray())),
    F16(
            "Disks times chunk from 4 GiB on: the limits of the queue wrap",
            s -> is(!s.has(Fix.LIMITS_SATURATE) && s.chunk() * s.disks() >= Limits.LIMIT_OF_QUEUE)),
    F17(
            "Disks of 2^64 sectors together: zones wrap",
            s -> is(!s.has(Fix.SIZE_FITS) && s.total().bitLength() > Long.SIZE)),
    F18(
            "A layout is asked for where there is nothing to choose",
            s -> is(s.isRefusedForItsLayout() && !s.isRotated() && !hasOneDiskInTheSecondOfTwoZones(s)));

    /** Whether a finding touches an array. */
    enum Answer {
        YES,
        NO,
        /** That follows from what was not told. */
        UNTOLD
    }

    /** Where the borders are. */
    private static final class Limits {
        static final long KMALLOC = 4096L << 10;
        static final long KVMALLOC = Integer.MAX_VALUE;
        static final long LARGE_TABLE = 64L << 20;
        static final long UNSIGNED_INT = 1L << 32;
        static final long CHUNK_CUT_ONCE = 6;
        static final long LIMIT_OF_QUEUE = 1L << 23;
    }

    private final String title;
    private final Function<Subject, Answer> touches;

    FindingCondition(String title, Function<Subject, Answer> touches) {
        this.title = title;
        this.touches = touches;
    }

    String title() {
        return title;
    }

    Answer touches(Subject subject) {
        return touches.apply(subject);
    }

    private static Answer is(boolean touches) {
        return touches ? Answer.YES : Answer.NO;
    }

    private static boolean hasOneDiskInTheSecondOfTwoZones(Subject subject) {
        return subject.zones() == 2
                && subject.wholeChunks()
                                .count(sectors -> sectors.equals(
                                        subject.wholeChunks().max().get()))
                        == 1;
    }
}
