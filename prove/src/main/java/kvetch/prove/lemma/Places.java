package kvetch.prove.lemma;

import static kvetch.prove.lemma.Hints.euclid;
import static kvetch.prove.lemma.Hints.monotone;
import static kvetch.prove.lemma.Hints.split;
import static kvetch.prove.lemma.Hints.within;
import static kvetch.prove.lemma.Numbers.CHUNK;
import static kvetch.prove.lemma.Numbers.DISKS;
import static kvetch.prove.lemma.Numbers.FITS_32;
import static kvetch.prove.lemma.Numbers.INTO;
import static kvetch.prove.lemma.Numbers.IN_STRIPE;
import static kvetch.prove.lemma.Numbers.OFFSET;
import static kvetch.prove.lemma.Numbers.PLACE;
import static kvetch.prove.lemma.Numbers.POSITIVE;
import static kvetch.prove.lemma.Numbers.ROW;
import static kvetch.prove.lemma.Numbers.STRIPE;
import static kvetch.prove.lemma.Numbers.any;
import static kvetch.prove.lemma.Numbers.sectors;

import io.vavr.collection.Vector;
import kvetch.prove.code.Execution;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** Where a sector goes. */
final class Places {
    /** Where on its disks a zone starts, and how many chunks it goes on there. */
    private static final Term START = sectors("start");

    private static final Term DEPTH = sectors("depth_in_chunks");

    /** How far the disks of a zone are rotated. */
    private static final Term SHIFT = any("shift");

    private Places() {}

    /** All but what differs from kernel to kernel: the row. */
    static Vector<Lemma> all() {
        return Vector.of(
                zoneOffset(),
                selector(),
                chunk(),
                powerOfTwoChunk(),
                inStripe(),
                rows(),
                shift(),
                index(),
                oneIndexEach(),
                entry(),
                sector(),
                oneSectorEach(),
                zonesApart());
    }

    /** The row of a sector, by a stripe as the kernel keeps it. */
    static Lemma row(boolean isWide) {
        Lemma lemma = Lemma.of(
                        isWide ? "M1" : "K1",
                        isWide
                                ? "the row of a sector, by a stripe of 64 bits"
                                : "the row of a sector, by a stripe of 32 bits")
                .given("the offset is so many stripes and a rest", split(OFFSET, STRIPE, ROW, IN_STRIPE))
                .hint(euclid(OFFSET, STRIPE, ROW, IN_STRIPE));
        return (isWide ? lemma : lemma.given(FITS_32.name(), FITS_32.truth())).then(run -> {
            Term stripe = run.counted(stripe(isWide), CHUNK, DISKS);
            return stripe.is(STRIPE)
                    .and(run.counted("divide", OFFSET, stripe).is(ROW))
                    .and(run.nothingTraps());
        });
    }

    static String stripe(boolean isWide) {
        return isWide ? "wideStripe" : "wrappedStripe";
    }

    /** The stripe alone, which is what matters of a row. */
    static Lemma keptStripe() {
        return Lemma.of("K0", "a stripe of 32 bits is the stripe")
                .given(POSITIVE.name(), POSITIVE.truth())
                .given(FITS_32.name(), FITS_32.truth())
                .then(run -> run.counted("wrappedStripe", CHUNK, DISKS).is(STRIPE));
    }

    /** Without a negative chunk, that is. */
    static Lemma stripeHoldsChunk() {
        return Lemma.of("K3", "a stripe of 32 bits is no shorter than a chunk, or 0")
                .given(POSITIVE.name(), POSITIVE.truth())
                .given(FITS_32.name(), FITS_32.truth())
                .then(run -> {
                    Term stripe = run.counted("wrappedStripe", CHUNK, DISKS);
                    return stripe.is(Term.of(0)).or(Numbers.counted(CHUNK).atMost(stripe));
                });
    }

    /** That the border is where it is said to be: beyond it something is wrong. */
    static Lemma beyond() {
        Term rows = any("rows");
        Term wrapped = any("wrapped");
        Term exact = any("exact");
        return Lemma.of(
                        "K2",
                        "from 2^32 on there is a divide error, or the last sector of the zone is in none of its rows")
                .given("the zone has rows", Term.of(1).atMost(rows))
                .given("the stripe is 2^32 or more", Term.power(32).atMost(exact))
                .given("the kernel keeps 32 bits of it", wrapped.is(exact.modulo(Term.power(32))))
                .hint(monotone(Term.of(1), rows, exact))
                .hint(monotone(wrapped, Term.power(32), rows))
                .then(run -> {
                    Term last = exact.times(rows).minus(Term.of(1));
                    return wrapped.is(Term.of(0)).or(rows.atMost(last.over(wrapped)));
                });
    }

    /** No divide error, whatever the sign of the chunk. */
    static Lemma notZero(boolean isWide) {
        if (isWide)
            return Lemma.of("W2a", "a stripe of 64 bits is not 0")
                    .given("there is a chunk", CHUNK.is(Term.of(0)).not())
                    .then(run -> run.counted("wideStripe", CHUNK, DISKS)
                            .is(Term.of(0))
                            .not());
        return Lemma.of("W2b", "a stripe of 32 bits is not 0")
                .given(
                        Hypotheses.STRIPE_IS_NOT_ZERO,
                        STRIPE.modulo(Term.power(32)).is(Term.of(0)).not())
                .then(run -> run.counted("wrappedStripe", CHUNK, DISKS)
                        .is(Term.of(0))
                        .not());
    }

    /** Where the layouts differ, told from the zones before. */
    static Lemma alike() {
        Term before = Term.variable("disks_before", Range.of(1, Integer.MAX_VALUE));
        Term chunks = before.times(DEPTH);
        Term end = sectors("end");
        return Lemma.of("Y1", "disk_shift is 0 where the zones before are whole rounds of the disks")
                .given(POSITIVE.name(), POSITIVE.truth())
                .given("the zone before ends with a chunk", end.is(chunks.times(CHUNK)))
                .given(Hypotheses.LAYOUTS_ALIKE, chunks.modulo(DISKS).is(Term.of(0)))
                .hint(euclid(end, CHUNK, chunks, Term.of(0)))
                .then(run -> run.number("diskShift", end, CHUNK, DISKS).is(Term.of(0)));
    }

    /** Where the original layout has another disk than the alternate one; M5 says that the shift is disk_shift. */
    static Lemma apart() {
        Term original = sectors("index_of_chunk");
        Term alternate = sectors("index_in_zone");
        Term rounds = any("rounds_before");
        Term here = rounds.plus(alternate.over(DISKS));
        Term sum = SHIFT.plus(alternate.modulo(DISKS));
        return Lemma.of("Y3", "both layouts put a chunk of a zone on the same disk exactly if its disk_shift is 0")
                .given("the shift is a rotation", shiftIsOne())
                .given(
                        "there were so many rounds before",
                        original.is(rounds.times(DISKS).plus(SHIFT).plus(alternate)))
                .hint(euclid(original, DISKS, here, sum))
                .hint(euclid(original, DISKS, here.plus(Term.of(1)), sum.minus(DISKS)))
                .then(run -> run.number("diskIndex", original, DISKS)
                        .is(run.number("diskIndex", alternate, DISKS))
                        .iff(SHIFT.is(Term.of(0))));
    }

    /** The array's own, if it has one. */
    static Lemma chosenLayout() {
        Term own = Term.variable("own", Range.signed(32));
        Term usual = Term.variable("usual", Range.signed(32));
        return Lemma.of("Y2", "the layout is the array's own if that is one, else the machine's if that is one")
                .then(run -> {
                    Term chosen = run.number("chosenLayout", own, usual);
                    return isLayout(own)
                            .implies(chosen.is(own))
                            .and(isLayout(own).not().and(isLayout(usual)).implies(chosen.is(usual)))
                            .and(isLayout(own).or(isLayout(usual)).or(chosen.is(Term.of(-1))));
                });
    }

    private static Term isLayout(Term layout) {
        return layout.is(Term.of(1)).or(layout.is(Term.of(2)));
    }

    private static Lemma zoneOffset() {
        Term sector = sectors("sector");
        return Lemma.of("M2", "a sector of a zone is so far into it")
                .given("it is not before the zone", START.atMost(sector))
                .then(run -> run.counted("zoneOffset", sector, START).is(sector.minus(START)));
    }

    private static Lemma selector() {
        Term sector = sectors("sector");
        return Lemma.of("M3", "the disk follows from the sector in layout 1, from the offset in layout 2")
                .then(run -> run.counted("selector", Term.of(1), sector, OFFSET)
                        .is(sector)
                        .and(run.counted("selector", Term.of(2), sector, OFFSET).is(OFFSET)));
    }

    private static Lemma chunk() {
        Term selector = sectors("selector");
        Term index = sectors("index_of_chunk");
        return Lemma.of("M4a", "which chunk a sector is in, and how far, where the chunk is no power of two")
                .given("the selector is so many chunks and a rest", split(selector, CHUNK, index, INTO))
                .inCase(
                        "the chunk has not one bit",
                        Execution.ones(CHUNK).is(Term.of(1)).not())
                .hint(euclid(selector, CHUNK, index, INTO))
                .then(run -> run.counted("chunkOffset", selector, CHUNK)
                        .is(INTO)
                        .and(run.counted("chunkIndex", selector, CHUNK).is(index))
                        .and(run.nothingTraps()));
    }

    /** For all powers of two that there are. */
    private static Lemma powerOfTwoChunk() {
        Term selector = sectors("selector");
        return Lemma.of("M4b", "which chunk a sector is in, and how far, for each power of two")
                .then(run -> {
                    Term all = Term.TRUE;
                    for (int bit = 0; bit < 31; bit++) {
                        Term size = Term.power(bit);
                        all = all.and(run.counted("chunkOffset", selector, size).is(selector.modulo(size)))
                                .and(run.counted("chunkIndex", selector, size).is(selector.over(size)));
                    }
                    return all;
                });
    }

    private static Lemma inStripe() {
        return Lemma.of("E3", "a sector of a chunk of a stripe is in that stripe")
                .given("the chunk is one of the stripe's", within(PLACE, DISKS))
                .given("the sector is one of the chunk's", within(INTO, CHUNK))
                .hint(monotone(PLACE.plus(Term.of(1)), DISKS, CHUNK))
                .hint(monotone(Term.of(0), PLACE, CHUNK))
                .then(run -> within(PLACE.times(CHUNK).plus(INTO), DISKS.times(CHUNK)));
    }

    private static Lemma rows() {
        Term stripe = any("stripe");
        return Lemma.of("E4", "an offset is within its zone if its row is one of the zone's")
                .given("the offset is so many stripes and a rest", split(OFFSET, stripe, ROW, IN_STRIPE))
                .hint(monotone(ROW.plus(Term.of(1)), DEPTH, stripe))
                .hint(monotone(DEPTH, ROW, stripe))
                .then(run -> OFFSET.below(DEPTH.times(stripe)).iff(ROW.below(DEPTH)));
    }

    /** All that is one to one needs: not that the zones lie one after another, which their ends do not where they have wrapped. */
    static Vector<Lemma> oneToOne() {
        return Vector.of(offsetOfZone(), oneOfStripe());
    }

    private static Lemma offsetOfZone() {
        Term sector = sectors("sector");
        Term depth = sectors("depth");
        Term sectors = depth.times(DISKS);
        return Lemma.of("E5", "an offset is within its zone, even where the ends of the zones have wrapped")
                .given("the zone before ends no later", START.atMost(sector))
                .then(run -> {
                    Term held = run.call("zoneSectors", depth, DISKS).term();
                    Term end = run.counted("nextZoneEnd", START, held);
                    return sector.below(end)
                            .implies(run.counted("zoneOffset", sector, START).below(sectors));
                });
    }

    private static Lemma oneOfStripe() {
        Term rounds = sectors("rounds");
        Term others = sectors("other_rounds");
        Term stripe = any("stripe");
        Term in = any("in_chunks");
        Term here = rounds.times(stripe).plus(in);
        Term there = others.times(stripe).plus(in);
        Term other = sectors("other_in_stripe");
        return Lemma.of("M12", "of the sectors of a stripe no two are as far into the same place of some round")
                .given("the one is in the stripe", within(IN_STRIPE, stripe))
                .given("so is the other", within(other, stripe))
                .given("they are as far apart", here.minus(there).is(IN_STRIPE.minus(other)))
                .hint(monotone(rounds.plus(Term.of(1)), others, stripe))
                .hint(monotone(others.plus(Term.of(1)), rounds, stripe))
                .then(run -> IN_STRIPE.is(other));
    }

    private static Lemma shift() {
        Term end = sectors("end");
        Term chunks = sectors("end_in_chunks");
        Term rounds = sectors("rounds");
        return Lemma.of("M5", "disk_shift is the number of chunks before the zone, modulo its disks; nothing traps")
                .given(POSITIVE.name(), POSITIVE.truth())
                .given("the zone before ends with a chunk", end.is(chunks.times(CHUNK)))
                .given("those are so many rounds and a rest", split(chunks, DISKS, rounds, SHIFT))
                .hint(euclid(end, CHUNK, chunks, Term.of(0)))
                .hint(euclid(chunks, DISKS, rounds, SHIFT))
                .then(run ->
                        run.number("diskShift", end, CHUNK, DISKS).is(SHIFT).and(run.nothingTraps()));
    }

    /** The place of a chunk among the disks of a rotated zone. */
    static Term rotated(Term place) {
        Term sum = SHIFT.plus(place);
        return Term.choose(sum.below(DISKS), sum, sum.minus(DISKS));
    }

    static Term shiftIsOne() {
        return within(SHIFT, DISKS);
    }

    private static Lemma index() {
        Term index = sectors("index_of_chunk");
        Term rounds = any("rounds");
        Term sum = SHIFT.plus(PLACE);
        return Lemma.of("M6", "the disk of a chunk is its place, rotated by disk_shift; without one it is its place")
                .given("the chunk is one of the stripe's", within(PLACE, DISKS))
                .given("the shift is a rotation", shiftIsOne())
                .given(
                        "there were so many rounds before",
                        index.is(rounds.times(DISKS).plus(sum)))
                .hint(euclid(index, DISKS, rounds, sum))
                .hint(euclid(index, DISKS, rounds.plus(Term.of(1)), sum.minus(DISKS)))
                .then(run ->
                        run.number("diskIndex", index, DISKS).is(rotated(PLACE)).and(run.nothingTraps()));
    }

    private static Lemma oneIndexEach() {
        Term other = Term.variable("other_place", Range.signed(32));
        return Lemma.of("M7", "a rotation gives each place a disk of the zone, and no two the same")
                .given("the chunk is one of the stripe's", within(PLACE, DISKS))
                .given("so is the other", within(other, DISKS))
                .given("the shift is a rotation", shiftIsOne())
                .then(run -> within(rotated(PLACE), DISKS)
                        .and(rotated(PLACE).is(rotated(other)).implies(PLACE.is(other))));
    }

    private static Lemma entry() {
        Term zone = Term.variable("zone", Range.of(0, Integer.MAX_VALUE));
        Term stride = Term.variable("stride", Range.of(1, Integer.MAX_VALUE));
        Term product = zone.times(stride);
        return Lemma.of("M8", "the entry of a disk is in the row that the zone's disks were written to")
                .given("the disk is one of the row's", within(PLACE, stride))
                .given(
                        "devlist has fewer than 2^28 entries",
                        product.plus(stride).below(Term.power(28)))
                .then(run -> {
                    Term entry = run.counted("devlistEntry", zone, stride, PLACE);
                    Term row = run.counted("rowOffset", zone, stride);
                    return entry.is(product.plus(PLACE)).and(row.is(product.times(Term.of(8))));
                });
    }

    private static Lemma sector() {
        Term smallest = sectors("smallest");
        return Lemma.of("M9", "the sector on the disk is within what the zone has of it, in 64 bits")
                .given("the sector is one of the chunk's", within(INTO, CHUNK))
                .given("the row is one of the zone's", within(ROW, DEPTH))
                .given("the zone is so deep", smallest.is(START.plus(DEPTH.times(CHUNK))))
                .hint(monotone(ROW.plus(Term.of(1)), DEPTH, CHUNK))
                .hint(monotone(Term.of(0), ROW, CHUNK))
                .then(run -> {
                    Term exact = ROW.times(CHUNK).plus(INTO).plus(START);
                    return run.counted("diskSector", ROW, CHUNK, INTO, START)
                            .is(exact)
                            .and(START.atMost(exact))
                            .and(exact.below(smallest));
                });
    }

    private static Lemma oneSectorEach() {
        Term row = sectors("other_row");
        Term into = sectors("other_into");
        return Lemma.of("M10", "on one disk of a zone no two sectors share a place")
                .given("the sector is one of the chunk's", within(INTO, CHUNK))
                .given("so is the other", within(into, CHUNK))
                .given(
                        "they share a place",
                        ROW.times(CHUNK).plus(INTO).is(row.times(CHUNK).plus(into)))
                .hint(monotone(ROW.plus(Term.of(1)), row, CHUNK))
                .hint(monotone(row.plus(Term.of(1)), ROW, CHUNK))
                .then(run -> ROW.is(row).and(INTO.is(into)));
    }

    private static Lemma zonesApart() {
        Term here = sectors("here");
        Term there = sectors("there");
        Term end = sectors("end_on_disk");
        return Lemma.of("M11", "no two zones share a place on a disk")
                .given("the one ends before the other starts", end.atMost(START))
                .given("here is in the one", here.below(end))
                .given("there is in the other", START.atMost(there))
                .then(run -> here.is(there).not());
    }
}
