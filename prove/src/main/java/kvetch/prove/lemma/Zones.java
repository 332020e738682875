package kvetch.prove.lemma;

import static kvetch.prove.lemma.Hints.euclid;
import static kvetch.prove.lemma.Hints.monotone;
import static kvetch.prove.lemma.Hints.split;
import static kvetch.prove.lemma.Numbers.CHUNK;
import static kvetch.prove.lemma.Numbers.DISKS;
import static kvetch.prove.lemma.Numbers.INTO;
import static kvetch.prove.lemma.Numbers.POSITIVE;
import static kvetch.prove.lemma.Numbers.any;
import static kvetch.prove.lemma.Numbers.sectors;

import io.vavr.collection.Vector;
import java.util.function.Function;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** Rounding, the zones one after another, and the size of the array. */
final class Zones {
    /** Up to where the zones before reach on their disks, and up to where this one does. */
    private static final Term FROM = sectors("from");

    private static final Term TO = sectors("to");

    /** The whole chunks of one more disk. */
    private static final Term SIZE = sectors("size");

    /** What the disks so far have below {@link #FROM}, what below {@link #TO}, and in all. */
    private static final Term BELOW_FROM = any("below_from");

    private static final Term BELOW_TO = any("below_to");
    private static final Term TOTAL = any("total");

    /** How many of the disks so far are in the zone. */
    private static final Term COUNT = any("count");

    private Zones() {}

    static Vector<Lemma> all() {
        return Vector.of(
                rounding(),
                guard(),
                fold(),
                lastFold(),
                firstFold(),
                smallest(),
                distinct(),
                first(),
                step(),
                wholeChunks());
    }

    private static Term least(Term a, Term b) {
        return Term.choose(a.atMost(b), a, b);
    }

    static Lemma rounding() {
        Term sectors = sectors("sectors");
        Term quotient = sectors("quotient");
        Term chunk = Numbers.counted(CHUNK);
        return Lemma.of("R1", "wholeChunks rounds down to whole chunks, and does not trap")
                .given(POSITIVE.name(), POSITIVE.truth())
                .given("a disk is so many chunks and a rest", split(sectors, chunk, quotient, INTO))
                .hint(euclid(sectors, chunk, quotient, INTO))
                .then(run -> run.counted("wholeChunks", sectors, CHUNK)
                        .is(quotient.times(chunk))
                        .and(run.nothingTraps()));
    }

    private static Lemma guard() {
        Term before = sectors("before");
        return Lemma.of("G1", "isTooMuch says when a sum of sizes comes to 2^64")
                .then(run -> run.says("isTooMuch", before.plus(SIZE), SIZE)
                        .iff(Term.power(64).atMost(before.plus(SIZE))));
    }

    /** With one disk more, where no size lies between the two bounds of the zone. */
    private static Lemma fold() {
        Term depth = any("depth");
        return Lemma.of(
                        "F1",
                        "with one disk more, what the disks have between both bounds of a zone is the number of those that"
                                + " reach it, times its depth")
                .given("no size is between", SIZE.atMost(FROM).or(TO.atMost(SIZE)))
                .given("the zone is so deep", TO.is(FROM.plus(depth)))
                .given("it has depth", Term.of(0).below(depth))
                .given("so it was before", BELOW_TO.minus(BELOW_FROM).is(COUNT.times(depth)))
                .given("all of it is there", BELOW_TO.atMost(TOTAL))
                .then(run -> {
                    Term more = Term.choose(
                            run.says("reaches", SIZE, FROM),
                            COUNT.plus(Term.of(1)).times(depth),
                            COUNT.times(depth));
                    Term belowFrom = BELOW_FROM.plus(least(SIZE, FROM));
                    Term belowTo = BELOW_TO.plus(least(SIZE, TO));
                    return belowTo.minus(belowFrom).is(more).and(belowTo.atMost(TOTAL.plus(SIZE)));
                });
    }

    private static Lemma lastFold() {
        return Lemma.of("F2", "where no disk is larger, what they have below the last bound is all they have")
                .given("no disk is larger", SIZE.atMost(TO))
                .given("so it was before", BELOW_TO.is(TOTAL))
                .then(run -> BELOW_TO.plus(least(SIZE, TO)).is(TOTAL.plus(SIZE)));
    }

    private static Lemma firstFold() {
        return Lemma.of("F3", "every disk is in zone 0, and has nothing below its beginning")
                .given("the bound is the smallest size", TO.atMost(SIZE))
                .then(run -> least(SIZE, Term.of(0))
                        .is(Term.of(0))
                        .and(least(SIZE, TO).is(TO)));
    }

    private static Lemma smallest() {
        Term smallest = sectors("smallest");
        return Lemma.of("F4", "the bound of a zone is a size of a disk that reaches it, and none is smaller")
                .given("the disk reaches the zone", FROM.below(SIZE))
                .given("so it was before", FROM.below(smallest))
                .then(run -> {
                    Term next = run.counted("smaller", smallest, SIZE);
                    return run.says("reaches", SIZE, FROM)
                            .and(next.atMost(SIZE))
                            .and(next.atMost(smallest))
                            .and(FROM.below(next))
                            .and(next.is(SIZE).or(next.is(smallest)));
                });
    }

    private static Lemma distinct() {
        Term above = any("sizes_above_from");
        Term aboveTo = any("sizes_above_to");
        Term seen = Term.variable("seen", Range.of(0, 1));
        Term isFirst = Term.variable("is_first", Range.of(0, 1));
        Term one = Term.of(1);
        return Lemma.of("N1", "each zone uses up one distinct size: there are as many zones as those")
                .given("no size is between", SIZE.atMost(FROM).or(TO.atMost(SIZE)))
                .given("the zone has depth", FROM.below(TO))
                .given("so it was before", above.minus(aboveTo).is(seen))
                .given("a size is new where it was not seen", SIZE.is(TO).implies(isFirst.is(one.minus(seen))))
                .then(run -> {
                    Term isAbove = Term.choose(FROM.below(SIZE), isFirst, Term.of(0));
                    Term isAboveTo = Term.choose(TO.below(SIZE), isFirst, Term.of(0));
                    Term seenNow = Term.choose(SIZE.is(TO), one, seen);
                    return above.plus(isAbove).minus(aboveTo.plus(isAboveTo)).is(seenNow);
                });
    }

    static Lemma first() {
        return Lemma.of("Z1a", "zone 0 ends where the disks have as much below its bound, in 64 bits")
                .given("that is what they have", BELOW_TO.is(TO.times(DISKS)))
                .given(Hypotheses.SIZE_FITS, TO.times(DISKS).below(Term.power(64)))
                .then(run -> run.counted("zoneSectors", TO, DISKS).is(BELOW_TO));
    }

    /** A step from one zone to the next, with F1 for its disks. */
    static Lemma step() {
        Term before = Term.variable("disks_before", Range.of(1, Integer.MAX_VALUE));
        Term end = sectors("end");
        return Lemma.of(
                        "Z1b",
                        "each zone begins where the one before ends, ends after it, and has fewer disks, in 64 bits")
                .given("the zone has depth", FROM.below(TO))
                .given("the zone before ends where it has to", end.is(BELOW_FROM))
                .given("F1 for all disks", BELOW_TO.minus(BELOW_FROM).is(DISKS.times(TO.minus(FROM))))
                .given(Hypotheses.SIZE_FITS, BELOW_TO.below(Term.power(64)))
                .given("the smallest disk before is not in it", DISKS.below(before))
                .then(run -> {
                    Term depth = run.counted("depth", TO, FROM);
                    Term next = run.counted(
                            "nextZoneEnd",
                            end,
                            run.call("zoneSectors", depth, DISKS).term());
                    return next.is(BELOW_TO).and(end.below(next)).and(DISKS.below(before));
                });
    }

    private static Lemma wholeChunks() {
        Term end = any("end_in_chunks");
        Term from = any("from_in_chunks");
        Term to = any("to_in_chunks");
        return Lemma.of("Z1c", "each zone ends with a chunk")
                .then(run -> end.times(CHUNK)
                        .plus(to.times(CHUNK).minus(from.times(CHUNK)).times(DISKS))
                        .is(end.plus(to.minus(from).times(DISKS)).times(CHUNK)));
    }

    /** Whatever the chunk is. */
    static Lemma noMore() {
        return Lemma.of("Z2b", "the mask leaves no more than there was")
                .then(run -> run.counted("maskedSectors", SIZE, CHUNK).atMost(SIZE));
    }

    /** For so many disks of one size, and one chunk, which may be negative. */
    static Lemma sizeIsThere(int chunk, int disks) {
        Term sectors = sectors("sectors");
        Term count = Term.of(disks);
        Lemma lemma = Lemma.of(
                        "Z2e of " + chunk + ", " + disks,
                        "md's size is no more than where the zone of " + disks + " alike disks ends, with a chunk of "
                                + chunk)
                .given(Hypotheses.SIZE_FITS, sectors.times(count).below(Term.power(64)));
        return lemma.then(run -> {
            Term size = masked(run, sectors, chunk).times(count).modulo(Term.power(64));
            return size.atMost(run.counted("zoneSectors", run.counted("wholeChunks", sectors, Term.of(chunk)), count));
        });
    }

    /**
     * For so many disks of one size but for one of a chunk, where the chunk is negative: larger disks have smaller sizes then. It is
     * no lemma, as it is wrong for some disks, which is what is looked for.
     */
    static Lemma endIsChunk(int chunk, int disks) {
        Term sectors = sectors("sectors");
        Term unit = Term.of(Integer.toUnsignedLong(chunk));
        Term count = Term.of(disks - 1L);
        Function<Run, Term> end =
                run -> run.counted("zoneSectors", run.counted("wholeChunks", sectors, Term.of(chunk)), Term.of(disks));
        return Lemma.of(
                        "Z1d of " + chunk + ", " + disks,
                        "where zone 0 of " + disks + " disks ends before md's size does, a chunk of " + chunk + " ends")
                .given(Hypotheses.SIZE_FITS, sectors.times(count).plus(unit).below(Term.power(64)))
                .then(run -> {
                    Term size = masked(run, sectors, chunk)
                            .times(count)
                            .plus(masked(run, unit, chunk))
                            .modulo(Term.power(64));
                    return end.apply(run)
                            .below(size)
                            .implies(end.apply(run).modulo(unit).is(Term.of(0)));
                });
    }

    private static Term masked(Run run, Term sectors, int chunk) {
        return run.counted("maskedSectors", run.counted("wholeChunks", sectors, Term.of(chunk)), Term.of(chunk));
    }

    /** For a chunk that is negative: what the mask leaves of a disk is below where zones end, which have gone down from 2^64. */
    static Lemma negativeMask() {
        Term sectors = sectors("sectors");
        Term quotient = sectors("quotient");
        Term unit = CHUNK.plus(Term.power(32));
        Term missing = unit.minus(Term.power(31));
        return Lemma.of("Z2c", "of a disk of negative chunks the mask leaves no more than is missing to 2^64")
                .given(
                        "the chunk is negative, and not the least there is",
                        Term.power(31).negated().below(CHUNK).and(CHUNK.below(Term.of(0))))
                .given("a disk is so many chunks and a rest", split(sectors, unit, quotient, INTO))
                .hint(euclid(sectors, unit, quotient, INTO))
                .hint(monotone(Term.of(0), quotient, missing))
                .then(run -> {
                    Term left = run.counted("maskedSectors", run.counted("wholeChunks", sectors, CHUNK), CHUNK);
                    return left.minus(quotient.times(CHUNK)).atMost(quotient.times(unit));
                });
    }

    /** The same for the least there is, which leaves all of them. */
    static Lemma leastMask() {
        Term sectors = sectors("sectors");
        Term least = Term.power(31).negated();
        return Lemma.of("Z2d", "the mask of the least chunk there is leaves whole chunks as they are")
                .then(run -> {
                    Term whole = run.counted("wholeChunks", sectors, least);
                    return run.counted("maskedSectors", whole, least).is(whole);
                });
    }

    /** For all powers of two that there are. */
    static Lemma maskedSize() {
        Term quotient = sectors("quotient");
        return Lemma.of("Z2a", "the mask leaves whole chunks as they are, where the chunk is a power of two")
                .then(run -> {
                    Term all = Term.TRUE;
                    for (int bit = 0; bit < 31; bit++) {
                        Term size = quotient.times(Term.power(bit));
                        Term masked = run.counted("maskedSectors", size, Term.power(bit));
                        all = all.and(size.below(Term.power(64)).implies(masked.is(size)));
                    }
                    return all;
                });
    }

    /** The same for one chunk, which may be no power of two. */
    static Lemma maskedSize(int chunk) {
        Term quotient = sectors("quotient");
        Term size = quotient.times(Term.of(chunk));
        return Lemma.of("Z2a of " + chunk, "the mask leaves whole chunks of " + chunk + " as they are")
                .given("it is a size", size.below(Term.power(64)))
                .then(run -> run.counted("maskedSectors", size, Term.of(chunk)).is(size));
    }
}
