package kvetch.prove.lemma;

import static kvetch.prove.lemma.Hints.euclid;
import static kvetch.prove.lemma.Hints.monotone;
import static kvetch.prove.lemma.Hints.split;
import static kvetch.prove.lemma.Hints.within;
import static kvetch.prove.lemma.Numbers.CHUNK;
import static kvetch.prove.lemma.Numbers.DISKS;
import static kvetch.prove.lemma.Numbers.INTO;
import static kvetch.prove.lemma.Numbers.IN_STRIPE;
import static kvetch.prove.lemma.Numbers.OFFSET;
import static kvetch.prove.lemma.Numbers.PLACE;
import static kvetch.prove.lemma.Numbers.ROW;
import static kvetch.prove.lemma.Numbers.STRIPE;
import static kvetch.prove.lemma.Numbers.any;
import static kvetch.prove.lemma.Numbers.sectors;

import io.vavr.collection.Vector;
import kvetch.prove.code.Execution;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** Requests and discards. */
final class Transfers {
    /** How much of a request or discard is left. */
    private static final Term LEFT = Term.variable("left", Range.of(1, Long.MAX_VALUE));

    private static final Term SHIFT = any("shift");

    private Transfers() {}

    /** A request that is cut at each chunk. */
    static Vector<Lemma> requests() {
        return Vector.of(cut(), sameRow());
    }

    /** Discards, but for what differs from kernel to kernel: the offset in the stripe. */
    static Vector<Lemma> discards() {
        return Vector.of(edge(), edgeOnDisk(), rotation(), onDisk(), byRow(), byPlace(), toZoneEnd());
    }

    /** Whatever comes out of it: the chunk and the number of disks are not 0, and so nothing traps but by the stripe. */
    static Lemma divisions() {
        Term selector = sectors("selector");
        Term kept = Term.variable("kept", Range.signed(64));
        return Lemma.of("W2c", "nothing but the stripe can be a divisor that is 0, and each disk is one of its zone's")
                .given("there is a chunk", CHUNK.is(Term.of(0)).not())
                .inCase(
                        "the chunk has not one bit",
                        Execution.ones(CHUNK).is(Term.of(1)).not())
                .then(run -> {
                    run.call("wholeChunks", selector, CHUNK);
                    run.call("chunkOffset", selector, CHUNK);
                    run.call("chunkIndex", selector, CHUNK);
                    run.call("cutSectors", CHUNK, selector, LEFT);
                    run.call("edgePosition", kept, CHUNK);
                    run.call("edgeOffset", kept, ROW, CHUNK);
                    run.call("rotate", PLACE, DISKS, PLACE);
                    Term disk = run.number("diskIndex", selector, DISKS);
                    return within(disk, DISKS).and(run.nothingTraps());
                });
    }

    private static Lemma cut() {
        Term at = sectors("at");
        Term index = sectors("index_of_chunk");
        return Lemma.of("P1", "a request is cut where its chunk ends")
                .given("it begins so far into a chunk", split(at, CHUNK, index, INTO))
                .hint(euclid(at, CHUNK, index, INTO))
                .then(run -> {
                    Term room = CHUNK.minus(INTO);
                    return run.counted("cutSectors", CHUNK, at, LEFT)
                            .is(Term.choose(LEFT.atMost(room), LEFT, room))
                            .and(run.nothingTraps());
                });
    }

    private static Lemma sameRow() {
        Term further = sectors("further");
        return Lemma.of("P2", "what lies in one chunk lies in one stripe")
                .given("the chunk is one of the stripe's", within(PLACE, DISKS))
                .given("both ends are in the chunk", INTO.plus(further).below(CHUNK))
                .hint(monotone(PLACE.plus(Term.of(1)), DISKS, CHUNK))
                .hint(monotone(Term.of(0), PLACE, CHUNK))
                .then(run -> within(PLACE.times(CHUNK).plus(INTO).plus(further), DISKS.times(CHUNK)));
    }

    /** What is left of a request once its first part is cut off. */
    static Lemma rest() {
        Term at = sectors("at");
        Term index = sectors("index_of_chunk");
        Term page = Term.variable("page_sectors", Range.of(8, 128));
        return Lemma.of("P3", "what is left of a request once cut begins a chunk, and is no longer")
                .given("it begins so far into a chunk", split(at, CHUNK, index, INTO))
                .given("it is as long as a chunk or a page", LEFT.atMost(CHUNK).or(LEFT.atMost(page)))
                .given(Hypotheses.REST_FITS, page.atMost(CHUNK.plus(Term.of(1))))
                .hint(euclid(at, CHUNK, index, INTO))
                .then(run -> {
                    Term part = run.counted("cutSectors", CHUNK, at, LEFT);
                    Term rest = LEFT.minus(part);
                    return rest.atMost(CHUNK)
                            .and(part.is(LEFT)
                                    .or(at.plus(part).is(index.plus(Term.of(1)).times(CHUNK))));
                });
    }

    /** Where an edge is in its stripe, by stripes of 64 bits or of 32. */
    static Lemma edgeInStripe(boolean isWide) {
        Lemma lemma = Lemma.of(
                        isWide ? "D1" : "D1k",
                        isWide
                                ? "the offset of an edge in its stripe, in 64 bits"
                                : "the offset of an edge in its stripe, which an int keeps")
                .given("the offset is so many stripes and a rest", split(OFFSET, STRIPE, ROW, IN_STRIPE))
                .hint(euclid(OFFSET, STRIPE, ROW, IN_STRIPE));
        if (isWide) return lemma.then(run -> inStripe(run, "wideStripe").is(IN_STRIPE));
        return lemma.given(Hypotheses.STRIPE_IN_INT, STRIPE.atMost(Term.power(31)))
                .then(run -> {
                    Term kept = run.call("keptInInt", inStripe(run, "wrappedStripe"))
                            .signed();
                    return kept.is(IN_STRIPE).and(run.nothingTraps());
                });
    }

    private static Term inStripe(Run run, String stripeOf) {
        Term stripe = run.counted(stripeOf, CHUNK, DISKS);
        return run.counted("inStripe", OFFSET, run.counted("divide", OFFSET, stripe), stripe);
    }

    /** The offset as an int keeps it, and nothing else. */
    static Lemma kept() {
        return Lemma.of("D0", "an int keeps an offset in a stripe")
                .given("it is one in a stripe", within(IN_STRIPE, STRIPE))
                .given(Hypotheses.STRIPE_IN_INT, STRIPE.atMost(Term.power(31)))
                .then(run -> run.call("keptInInt", IN_STRIPE).signed().is(IN_STRIPE));
    }

    private static Lemma edge() {
        Term into = any("edge_into");
        return Lemma.of("D2", "the disk that an edge is on, and where it is there")
                .given("the edge is so many chunks into its stripe and a rest", split(IN_STRIPE, CHUNK, PLACE, into))
                .given(
                        "the sectors of a disk are counted in 64 bits",
                        ROW.times(CHUNK).plus(into).below(Term.power(64)))
                .hint(euclid(IN_STRIPE, CHUNK, PLACE, into))
                .then(run -> run.number("edgePosition", IN_STRIPE, CHUNK)
                        .is(PLACE)
                        .and(run.counted("edgeOffset", IN_STRIPE, ROW, CHUNK)
                                .is(ROW.times(CHUNK).plus(into)))
                        .and(run.nothingTraps()));
    }

    private static Lemma edgeOnDisk() {
        Term disk = Term.variable("disk", Range.of(0, Integer.MAX_VALUE));
        Term place = Term.variable("edge_place", Range.of(0, Integer.MAX_VALUE));
        Term into = any("edge_into");
        Term row = sectors("edge_row");
        Term offset = row.times(CHUNK).plus(into);
        return Lemma.of(
                        "D3",
                        "a sector comes before the edge of a discard if its place on its disk comes before the edge there")
                .given("the sector is one of the chunk's", within(INTO, CHUNK))
                .given("the edge is in a chunk, too", within(into, CHUNK))
                .given(
                        "the sectors of a disk are counted in 64 bits",
                        row.plus(Term.of(1)).times(CHUNK).below(Term.power(64)))
                .hint(monotone(ROW.plus(Term.of(1)), row, CHUNK))
                .hint(monotone(row.plus(Term.of(1)), ROW, CHUNK))
                .hint(monotone(Term.of(0), row, CHUNK))
                .then(run -> {
                    Term edge = run.counted("discardEdge", CHUNK, row, place, offset, disk);
                    Term before = disk.below(place).or(disk.is(place).and(INTO.below(into)));
                    Term comesBefore = ROW.below(row).or(ROW.is(row).and(before));
                    return comesBefore.iff(ROW.times(CHUNK).plus(INTO).below(edge));
                });
    }

    private static Lemma rotation() {
        Term rotated = Term.choose(
                SHIFT.plus(PLACE).below(DISKS),
                SHIFT.plus(PLACE),
                SHIFT.plus(PLACE).minus(DISKS));
        return Lemma.of("D4", "rotate undoes the rotation of the mapping")
                .given("the chunk is one of the stripe's", within(PLACE, DISKS))
                .given("there are at most 2^30 disks", DISKS.atMost(Term.power(30)))
                .then(run ->
                        run.number("rotate", rotated, DISKS, SHIFT).is(PLACE).and(run.nothingTraps()));
    }

    private static Lemma onDisk() {
        return Lemma.of("D5", "isBelow tells whether a disk has anything of a discard")
                .then(run -> run.says("isBelow", ROW, OFFSET).iff(ROW.below(OFFSET)));
    }

    private static Lemma byRow() {
        Term row = sectors("edge_row");
        Term inStripe = any("edge_in_stripe");
        Term stripe = any("stripe");
        return Lemma.of(
                        "D6",
                        "of two sectors the one in an earlier stripe comes first, in the same the one earlier in it")
                .given("the one is in its stripe", within(IN_STRIPE, stripe))
                .given("so is the other", within(inStripe, stripe))
                .hint(monotone(ROW.plus(Term.of(1)), row, stripe))
                .hint(monotone(row.plus(Term.of(1)), ROW, stripe))
                .then(run -> ROW.times(stripe)
                        .plus(IN_STRIPE)
                        .below(row.times(stripe).plus(inStripe))
                        .iff(ROW.below(row).or(ROW.is(row).and(IN_STRIPE.below(inStripe)))));
    }

    private static Lemma byPlace() {
        Term place = any("edge_place");
        Term into = any("edge_into");
        return Lemma.of("D7", "of two sectors of a stripe the one at an earlier place comes first")
                .given("the sector is one of the chunk's", within(INTO, CHUNK))
                .given("the edge is in a chunk, too", within(into, CHUNK))
                .hint(monotone(PLACE.plus(Term.of(1)), place, CHUNK))
                .hint(monotone(place.plus(Term.of(1)), PLACE, CHUNK))
                .then(run -> PLACE.times(CHUNK)
                        .plus(INTO)
                        .below(place.times(CHUNK).plus(into))
                        .iff(PLACE.below(place).or(PLACE.is(place).and(INTO.below(into)))));
    }

    private static Lemma toZoneEnd() {
        Term room = sectors("room");
        return Lemma.of("D8", "a discard is cut where its zone ends")
                .then(run -> run.counted("discardSectors", LEFT, room).is(Term.choose(LEFT.atMost(room), LEFT, room)));
    }
}
