package kvetch.prove.matter;

import java.util.function.Function;
import kvetch.api.Family;
import kvetch.api.MachineProfile;
import kvetch.properties.law.Violation;
import kvetch.prove.lemma.Run;
import kvetch.prove.term.Term;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/**
 * When a law is broken in some way: one formula for each way that is arithmetic. Each says what lies beyond a border of a proof, as
 * docs/proofs.md has it, and what the model of the array does there is what the tests hold it against.
 */
final class Causes {
    private static final String NEGATIVE = " (negative chunk_sectors)";
    private static final Term ONE = Term.of(1);
    private static final Term MOST_REQUEST = Term.of(Raid0.MAX_BIO_SECTORS);

    /** From here on some kernels show less of an array than there is. */
    private static final Term CAPPED = Term.of(Mddev.CAPPED_SECTORS);

    private final KernelProfile kernel;
    private final MachineProfile machine;

    Causes(KernelProfile kernel, MachineProfile machine) {
        this.kernel = kernel;
        this.machine = machine;
    }

    /** The formula for a violation; null if there is none. */
    @Nullable
    Function<SymbolicArray, Truth> of(Violation violation) {
        String what = violation.what();
        return switch (violation.law().id()) {
            case "W1" -> what.startsWith("WARN in ") && warnsOfSize() ? this::warns : null;
            case "W2" ->
                what.equals("DIVIDE_ERROR in map_sector")
                        ? positive(this::divides)
                        : what.equals("DIVIDE_ERROR in map_sector" + NEGATIVE) ? this::dividesByNegative : null;
            case "Z2" ->
                what.equals("the array size is not the end of the last zone")
                        ? positive(Causes::reportsAnotherSize)
                        : what.equals("the disks have more sectors than 64 bits count")
                                ? positive(Causes::isTooLarge)
                                : null;
            case "Z3" -> what.equals("the mapping is not one to one") ? positive(this::wraps) : null;
            case "I2" -> what.equals("a sector maps differently") ? positive(this::isLaidOutOtherwise) : null;
            case "I3" ->
                what.equals("the rest of a request is not cut at the next chunk") ? positive(this::isNotCut) : null;
            case "I4" ->
                what.equals("a discard does not match the mapping")
                        ? positive(this::discardsInLongStripe)
                        : what.equals("a discard in a later zone is not rotated as the original layout is")
                                ? positive(this::discardsUnrotated)
                                : null;
            case "Q1" ->
                what.equals("io_opt is not the chunk times the disks")
                        ? positive(array -> limit(array, false))
                        : what.equals("io_min is not the chunk") ? positive(array -> limit(array, true)) : null;
            default -> null;
        };
    }

    /** What a negative chunk does is another way to break the law. */
    private static Function<SymbolicArray, Truth> positive(Function<SymbolicArray, Truth> cause) {
        return array -> {
            Term isPositive = ONE.atMost(array.chunk());
            return isPositive.equals(Term.FALSE)
                    ? Truth.NEVER
                    : cause.apply(array).and(isPositive).and(array.starts());
        };
    }

    // The tables

    private boolean warnsOfSize() {
        boolean isLimited = kernel.has(Fix.CHECK_FIRST) || kernel.has(Fix.LIMIT_TABLES) || kernel.has(Fix.NOWARN);
        return !isLimited && kernel.allocFamily() == kernel.abortFamily();
    }

    private Truth warns(SymbolicArray array) {
        Term isAsked = array.chunk().is(Term.of(0)).not();
        if (array.kernel().has(Fix.POSITIVE_CHUNK)) isAsked = isAsked.and(ONE.atMost(array.chunk()));
        try {
            return Truth.where(isAsked.and(isLarge(array, array.zones())));
        } catch (SymbolicArray.NoFormula unknown) {
            // More zones ask for more (A2), and there are no more than runs.
            Term few = isLarge(array, ONE);
            Term many = isLarge(array, Term.of(array.runs().size()));
            return new Truth(few, many.and(few.not())).and(isAsked);
        }
    }

    private Term isLarge(SymbolicArray array, Term zones) {
        Term most = Term.of(
                kernel.allocFamily() == Family.KVMALLOC
                        ? Integer.MAX_VALUE
                        : (long) machine.pageSize() << machine.maxPageOrder());
        Run run = array.run();
        return most.below(run.counted("stripZoneBytes", zones))
                .or(most.below(run.counted("devlistBytes", zones, array.raidDisks())));
    }

    // Zones

    private static Truth reportsAnotherSize(SymbolicArray array) {
        Term total = array.total();
        return Truth.where(array.arraySectors().is(total).not().and(total.below(Term.power(64))));
    }

    private static Truth isTooLarge(SymbolicArray array) {
        if (array.sizes().below(Term.power(64)).equals(Term.TRUE)
                || array.kernel().has(Fix.SIZE_FITS)) return Truth.NEVER;
        return Truth.where(Term.power(64).atMost(array.total()));
    }

    // The stripe

    /**
     * Z3: up to the stripe as it is kept all sectors are where they belong; the last that can be reached is in a row that no disk has, or
     * nobody knows. A divide error is W2's.
     */
    private Truth wraps(SymbolicArray array) {
        if (kernel.has(Fix.STRIPE_64_BIT)) return Truth.NEVER;
        Truth any = Truth.NEVER;
        Term isSmaller = Term.TRUE;
        for (int i = 0; i < array.runs().size(); i++) {
            Term isFirst = isSmaller.and(array.holdsAny(i));
            Term wrapped = array.wrappedStripe(i);
            Term isLong = isFirst.and(Term.power(32).atMost(array.stripe(i)))
                    .and(wrapped.is(Term.of(0)).not());
            if (!isLong.equals(Term.FALSE)) {
                Term shown = array.shown();
                Term row = array.run().counted("divide", shown.minus(ONE), wrapped);
                Term isOutside = array.largest().atMost(row.times(array.chunk()));
                Term isWrong = isLong.and(wrapped.below(shown)).and(isOutside);
                Term mayBe = isLong.and(wrapped.below(array.shownAtMost()));
                any = new Truth(any.broken().or(isWrong), any.unclear().or(mayBe.and(isWrong.not())));
            }
            isSmaller = isSmaller.and(array.holdsAny(i).not());
        }
        return any.unless(isUncounted(array).and(any.broken()));
    }

    /** Sector 0 is mapped, which is in the first zone that has sectors; of later zones not each may be looked at. */
    private Truth divides(SymbolicArray array) {
        if (kernel.has(Fix.STRIPE_64_BIT)) return Truth.NEVER;
        Term first = Term.FALSE;
        Term later = Term.FALSE;
        Term isSmaller = Term.TRUE;
        for (int i = 0; i < array.runs().size(); i++) {
            Term isZero = array.wrappedStripe(i).is(Term.of(0));
            first = first.or(isSmaller.and(array.holdsAny(i)).and(isZero));
            if (!isZero.equals(Term.FALSE)) later = later.or(array.isZone(i).and(isZero));
            isSmaller = isSmaller.and(array.holdsAny(i).not());
        }
        return new Truth(first, later.and(first.not()))
                .unless(isUncounted(array).and(first));
    }

    /** Disks of one size make one zone, whatever the sign of the chunk. */
    private Truth dividesByNegative(SymbolicArray array) {
        if (kernel.has(Fix.STRIPE_64_BIT) || ONE.atMost(array.chunk()).equals(Term.TRUE)) return Truth.NEVER;
        Term isZero = array.wrappedStripe(0).is(Term.of(0)).and(array.chunk().below(Term.of(0)));
        if (isZero.equals(Term.FALSE) && array.runs().size() == 1) return Truth.NEVER;
        if (array.runs().size() != 1) return Truth.UNKNOWN;
        if (!array.chunk().isNumber()) return new Truth(Term.FALSE, isZero.and(array.starts()));
        Run run = array.run();
        Term whole = run.call("wholeChunks", array.runs().head().size(), array.chunk())
                .unsigned();
        Term disks = array.disks();
        Term end = run.counted("zoneSectors", whole, disks);
        Term shown =
                run.counted("maskedSectors", whole, array.chunk()).times(disks).modulo(Term.power(64));
        return Truth.where(isZero.and(Term.of(0).below(end)).and(Term.of(0).below(shown)))
                .and(array.starts());
    }

    /** Sums of sizes that 64 bits do not count are another matter. */
    private static Term isUncounted(SymbolicArray array) {
        return Term.power(63).atMost(array.sizes());
    }

    // The limits

    private Truth limit(SymbolicArray array, boolean ofChunk) {
        if (kernel.has(Fix.LIMITS_SATURATE)) return Truth.NEVER;
        Run run = array.run();
        Term ioMin = run.call("ioMin", array.chunk()).unsigned();
        Term ioOpt = run.counted("ioOpt", run.call("ioMin", array.chunk()).signed(), array.raidDisks());
        Term minIsRight = ioMin.is(right(array.chunk()));
        Term optIsRight = ioOpt.is(right(array.chunk().times(array.disks())));
        Term isWrong = ofChunk ? minIsRight.not() : minIsRight.and(optIsRight.not());
        Term holdsAny = array.holdsAny(array.runs().size() - 1);
        return Truth.where(isWrong.and(holdsAny)).unless(isUncounted(array).and(isWrong));
    }

    private static Term right(Term sectors) {
        return Term.choose(sectors.atMost(MOST_REQUEST), sectors, MOST_REQUEST).times(Term.of(512));
    }

    // Requests

    private Truth isNotCut(SymbolicArray array) {
        if (kernel.has(Fix.CUT_REMAINDER)
                || array.holdsAny(array.runs().size() - 1).equals(Term.FALSE)) return Truth.NEVER;
        Term page = Term.of(machine.pageSize() >> 9);
        Term length = array.length();
        Term isSent = array.fits().and(length.atMost(array.chunk()).or(length.atMost(page)));
        Term part = array.run().counted("cutSectors", array.chunk(), array.start(), length);
        Term isUncut = array.chunk().below(length.minus(part));
        if (isUncut.equals(Term.FALSE)) return Truth.NEVER;
        Term next = array.start().plus(part).plus(array.chunk());
        Term isWrong = Term.FALSE;
        Term from = Term.of(0);
        // Two chunks that follow each other in a zone of two disks or more are on two disks.
        for (int i = 0; i < array.runs().size(); i++) {
            Term end = array.end(i);
            Term isInside = from.atMost(array.start().plus(part))
                    .and(next.below(end))
                    .and(Term.of(2).atMost(array.disksFrom(i)));
            isWrong = isWrong.or(isInside);
            from = end;
        }
        return new Truth(isWrong, isWrong.not()).and(isSent).and(isUncut).unless(isBeyondCap(array));
    }

    /** Whether a request is where not every kernel shows the array. */
    private static Term isBeyondCap(SymbolicArray array) {
        Term end = array.start().plus(array.length());
        return CAPPED.below(end).and(end.atMost(array.sizes()));
    }

    // Discards

    private Truth discardsInLongStripe(SymbolicArray array) {
        if (kernel.has(Fix.DISCARD_64_BIT)) return Truth.NEVER;
        Term isLong = Term.power(31).atMost(array.chunk().times(array.disks()));
        Term isSound = array.chunk().times(array.widest()).atMost(Term.power(31));
        if (isLong.equals(Term.FALSE) || isSound.equals(Term.TRUE)) return Truth.NEVER;
        Term isSent = array.fits().and(array.length().atMost(MOST_REQUEST));
        Term end0 = array.end(0);
        Term end = array.start().plus(array.length());
        Term first = Term.choose(end.atMost(end0), end, end0);
        Term stripe = array.wrappedStripe(0);
        Term isWrong = array.start()
                .below(end0)
                .and(isNotKept(array, array.start(), stripe).or(isNotKept(array, first, stripe)));
        Term isWrapped = Term.power(32).atMost(array.stripe(0));
        Term reachesLong = Term.FALSE;
        for (int i = 1; i < array.runs().size(); i++)
            reachesLong = reachesLong.or(array.isZone(i)
                    .and(array.end(i - 1).below(end))
                    .and(Term.power(31).below(array.stripe(i))));
        Term isRotated = kernel.has(Fix.DISCARD_ORIGINAL) ? Term.FALSE : end0.below(end);
        Term doubt = isWrapped.or(reachesLong.or(isRotated).and(isWrong.not()));
        return Truth.where(isWrong).unless(doubt).and(isSent).and(isLong).unless(isBeyondCap(array));
    }

    /** Whether an int does not keep the offset of an edge in its stripe: its place and its sector are wrong then. */
    private static Term isNotKept(SymbolicArray array, Term edge, Term stripe) {
        Run run = array.run();
        Term inStripe = run.counted("inStripe", edge, run.counted("divide", edge, stripe), stripe);
        return run.call("keptInInt", inStripe).signed().is(inStripe).not();
    }

    private Truth discardsUnrotated(SymbolicArray array) {
        if (kernel.has(Fix.DISCARD_ORIGINAL)) return Truth.NEVER;
        Term isSent = array.fits().and(array.length().atMost(MOST_REQUEST)).and(array.settlesOn(1));
        if (array.runs().size() == 1 || isSent.equals(Term.FALSE)) return Truth.NEVER;
        Truth any = Truth.NEVER;
        for (int i = 1; i < array.runs().size(); i++) {
            Truth one = Unrotated.of(array, i);
            any = new Truth(any.broken().or(one.broken()), any.unclear().or(one.unclear()));
        }
        Term isLong = Term.power(31).atMost(array.chunk().times(array.disks()));
        // Where the layouts are alike the array has layout 1, and no zone is rotated.
        return new Truth(any.broken(), any.unclear().and(any.broken().not()))
                .unless(isLong)
                .and(isSent)
                .unless(isBeyondCap(array));
    }

    // Layouts

    /** Kernels that do not ask keep layout 2. */
    private Truth isLaidOutOtherwise(SymbolicArray array) {
        if (kernel.has(Fix.LAYOUT_CHOICE) || array.runs().size() == 1) return Truth.NEVER;
        if (array.holdsAny(array.runs().size() - 1).equals(Term.FALSE)) return Truth.NEVER;
        Term apart = Term.FALSE;
        Term shown = array.arraySectors();
        Term doubt = isUncounted(array).or(Term.power(32).atMost(array.stripe(0)));
        for (int i = 1; i < array.runs().size(); i++) {
            Term isRotated = array.isZone(i).and(array.shift(i).is(Term.of(0)).not());
            Term from = array.end(i - 1);
            apart = apart.or(isRotated.and(from.below(shown)));
            doubt = doubt.or(isRotated.and(CAPPED.atMost(from)));
        }
        return Truth.where(apart.and(array.areAlike().not()).and(array.settlesOn(1)))
                .unless(doubt.and(array.settlesOn(1)));
    }
}
