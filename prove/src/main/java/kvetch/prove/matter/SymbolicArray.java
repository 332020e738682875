package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Objects;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.proof.Part;
import kvetch.prove.code.Functions;
import kvetch.prove.lemma.Run;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Term;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/**
 * An array, any number of which may be a formula. What it computes of one part the driver's own functions compute; how those parts make
 * up zones is what docs/proofs.md shows of them. Sizes are in sectors.
 *
 * @param driver the kernel, with what its driver computes with
 * @param raidDisks raid_disks
 * @param chunk chunk_sectors
 * @param layouts the array's own layout, and the machine's
 * @param runs the disks, as many of one size together, in ascending order
 * @param request where it begins, and how long it is
 */
record SymbolicArray(Driver driver, Term raidDisks, Term chunk, Layouts layouts, Vector<Like> runs, Request request) {

    /** A kernel, with what its driver computes with. */
    record Driver(KernelProfile kernel, Functions functions) {}

    /** Where a request begins, and how long it is. */
    record Request(Term start, Term length) {}

    /** The array's own layout, and the machine's. */
    record Layouts(Term own, Term usual) {}

    /** Disks of one size. */
    record Like(Term size, Term disks) {}

    /** Says that something has no formula while the chunk is not known. */
    static final class NoFormula extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static SymbolicArray of(KernelProfile kernel, Functions functions, ArrayCase c) {
        return new SymbolicArray(
                new Driver(kernel, functions),
                Term.of(c.raidDisks()),
                Term.of(c.chunkSectors()),
                new Layouts(
                        Term.of(c.array().layouts().own()),
                        Term.of(c.array().layouts().byDefault())),
                Part.runs(c).map(run -> new Like(Term.of(run.size()), Term.of(run.disks()))),
                new Request(Term.of(c.requestStart()), Term.of(c.requestSectors())));
    }

    SymbolicArray withRaidDisks(Term value) {
        return new SymbolicArray(driver, value, chunk, layouts, runs, request);
    }

    SymbolicArray withChunk(Term value) {
        return new SymbolicArray(driver, raidDisks, value, layouts, runs, request);
    }

    SymbolicArray withLayout(Term value) {
        return new SymbolicArray(driver, raidDisks, chunk, new Layouts(layouts.own, value), runs, request);
    }

    SymbolicArray withRun(int index, Like run) {
        return new SymbolicArray(driver, raidDisks, chunk, layouts, runs.update(index, run), request);
    }

    SymbolicArray withRequest(Term from, Term sectors) {
        return new SymbolicArray(driver, raidDisks, chunk, layouts, runs, new Request(from, sectors));
    }

    /** With its disks in ascending order: where sizes are formulas, their ranges must tell which is larger. */
    SymbolicArray ascending() {
        return new SymbolicArray(
                driver,
                raidDisks,
                chunk,
                layouts,
                runs.sorted((a, b) -> low(a.size).compareTo(low(b.size))),
                request);
    }

    private static BigInteger low(Term number) {
        BigInteger low = number.range().low();
        return low == null ? BigInteger.ZERO : low;
    }

    KernelProfile kernel() {
        return driver.kernel;
    }

    Term start() {
        return request.start;
    }

    Term length() {
        return request.length;
    }

    /** What the functions of the driver are called with. */
    Run run() {
        return new Run(driver.functions, Facts.NONE);
    }

    // Disks

    /** How many there are. */
    Term disks() {
        return disksFrom(0);
    }

    /** How many have the size of a run or a larger one. */
    Term disksFrom(int run) {
        Term sum = Term.of(0);
        for (Like one : runs.drop(run)) sum = sum.plus(one.disks);
        return sum;
    }

    /** Whether the disks of a run have a whole chunk: the chunk is positive. */
    Term holdsAny(int run) {
        return chunk.atMost(runs.get(run).size);
    }

    /** What a disk of a run has in whole chunks. */
    Term whole(int run) {
        Term size = runs.get(run).size;
        if (holdsAny(run).equals(Term.FALSE)) return Term.of(0);
        if (!chunk.isNumber()) throw new NoFormula();
        // Rounding keeps the order (R1), so that what both ends are rounded to all between are.
        Term least = chunks(size.range().low());
        return least.equals(chunks(size.range().high())) ? least : run().counted("wholeChunks", size, chunk);
    }

    private Term chunks(@Nullable BigInteger size) {
        return run().counted("wholeChunks", Term.of(Objects.requireNonNull(size)), chunk);
    }

    /** What all disks have in whole chunks, exactly. */
    Term total() {
        Term sum = Term.of(0);
        for (int i = 0; i < runs.size(); i++) sum = sum.plus(whole(i).times(runs.get(i).disks));
        return sum;
    }

    /** No less than that. */
    Term sizes() {
        Term sum = Term.of(0);
        for (Like run : runs) sum = sum.plus(run.size.times(run.disks));
        return sum;
    }

    // Zones: one for each run, of which some may be empty

    /** How many sectors of each disk are in the zone that a run is the smallest of. */
    Term depth(int run) {
        return run == 0 ? whole(0) : whole(run).minus(whole(run - 1));
    }

    /** Where that zone ends, in array sectors. */
    Term end(int run) {
        Term end = Term.of(0);
        for (int i = 0; i <= run; i++) end = end.plus(depth(i).times(disksFrom(i)));
        return end;
    }

    /** Whether that zone has sectors. */
    Term isZone(int run) {
        if (run == 0) return holdsAny(0);
        Term isDeeper = holdsAny(run).equals(Term.FALSE)
                ? Term.FALSE
                : holdsAny(run - 1).equals(Term.FALSE)
                        ? holdsAny(run)
                        : Term.of(0).below(depth(run));
        return isDeeper;
    }

    /** How many disks the first zone has that has sectors. */
    Term widest() {
        Term widest = Term.of(0);
        for (int i = runs.size() - 1; i >= 0; i--) widest = Term.choose(holdsAny(i), disksFrom(i), widest);
        return widest;
    }

    /** How many sizes in whole chunks there are: the zones, the empty one of disks without a chunk among them. */
    Term zones() {
        Term zones = Term.of(1);
        for (int i = 1; i < runs.size(); i++)
            zones = zones.plus(Term.choose(whole(i).is(whole(i - 1)), Term.of(0), Term.of(1)));
        return zones;
    }

    /** How far the disks of a zone are rotated in the original layout. */
    Term shift(int run) {
        return run().number("diskShift", end(run - 1), chunk, disksFrom(run));
    }

    /** How many sectors lie side by side in it, exactly. */
    Term stripe(int run) {
        return chunk.times(disksFrom(run));
    }

    /** The same as the driver keeps it where it is not mended. */
    Term wrappedStripe(int run) {
        return run().counted("wrappedStripe", chunk, disksFrom(run));
    }

    // Starting

    /** Whether it starts, its chunk being positive or not: each slot has a disk, and a layout is settled where one must be. */
    Term starts() {
        Term isWhole = raidDisks.is(disks()).and(chunk.is(Term.of(0)).not());
        if (kernel().has(Fix.POSITIVE_CHUNK)) isWhole = isWhole.and(Term.of(1).atMost(chunk));
        if (isWhole.equals(Term.FALSE) || !kernel().has(Fix.LAYOUT_CHOICE)) return isWhole;
        Term isChosen = run().number("chosenLayout", layouts.own, layouts.usual)
                .is(Term.of(Mddev.LAYOUT_UNKNOWN))
                .not();
        return isWhole.and(isChosen.equals(Term.TRUE) ? Term.TRUE : isChosen.or(areAlike()));
    }

    /** Whether nobody need choose a layout: there is one zone, or the second has one disk. */
    Term areAlike() {
        if (runs.size() == 1) return Term.TRUE;
        Term first = whole(0);
        Term isOne = Term.TRUE;
        Term second = Term.of(0);
        for (int i = 1; i < runs.size(); i++) {
            isOne = isOne.and(whole(i).is(first));
            second = second.plus(Term.choose(whole(i).is(first), Term.of(0), runs.get(i).disks));
        }
        return kernel().has(Fix.LAYOUTS_ALIKE) ? isOne.or(second.is(Term.of(1))) : isOne;
    }

    /** Whether it must have a layout: its own if that is one, else the machine's. */
    Term settlesOn(int layout) {
        Term isOwn = isLayout(layouts.own);
        return isOwn.and(layouts.own.is(Term.of(layout))).or(isOwn.not().and(layouts.usual.is(Term.of(layout))));
    }

    private static Term isLayout(Term layout) {
        return layout.is(Term.of(Mddev.LAYOUT_ORIGINAL)).or(layout.is(Term.of(Mddev.LAYOUT_ALTERNATE)));
    }

    // Its size

    /** What md says, in sectors. */
    Term arraySectors() {
        if (kernel().has(Fix.SIZE_OF_ZONES)) return total();
        Term sum = Term.of(0);
        for (int i = 0; i < runs.size(); i++) sum = sum.plus(masked(i).times(runs.get(i).disks));
        return sum;
    }

    /** How much of it every kernel shows, and perhaps somewhat less where sizes are not known: the mask leaves all but a chunk. */
    Term shown() {
        Term sectors = areKnown() ? arraySectors() : maskedAtLeast();
        Term most = Term.of(Mddev.CAPPED_SECTORS);
        return Term.choose(sectors.atMost(most), sectors, most);
    }

    /** No less than that. */
    Term shownAtMost() {
        return areKnown() ? arraySectors() : total();
    }

    private boolean areKnown() {
        return Vector.range(0, runs.size()).forAll(run -> whole(run).isNumber());
    }

    private Term maskedAtLeast() {
        Term sum = Term.of(0);
        for (int i = 0; i < runs.size(); i++) {
            Term least = whole(i).minus(chunk).plus(Term.of(1));
            sum = sum.plus(
                    Term.choose(Term.of(0).atMost(least), least, Term.of(0)).times(runs.get(i).disks));
        }
        return sum;
    }

    /** How large the largest disk is. */
    Term largest() {
        return runs.last().size;
    }

    private Term masked(int run) {
        Term whole = whole(run);
        if (whole.isNumber() && whole.number().signum() == 0) return whole;
        return run().counted("maskedSectors", whole, chunk);
    }

    /** Whether the block layer hands over the request. */
    Term fits() {
        return Term.of(1).atMost(length()).and(start().plus(length()).atMost(arraySectors()));
    }
}
