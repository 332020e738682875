package kvetch.prove.matter;

import kvetch.prove.lemma.Run;
import kvetch.prove.term.Term;

/** What a discard throws away of a zone that the original layout rotates, where the driver does not. */
final class Unrotated {
    /** Of so many disks at most each is looked at. */
    private static final int MOST_DISKS = 8;

    private final SymbolicArray array;
    private final Run run;
    private final Term disks;
    private final Term shift;
    private final Term zoneStart;
    private final Term from;
    private final Term to;

    private Unrotated(SymbolicArray array, int zone) {
        this.array = array;
        this.run = array.run();
        this.disks = array.disksFrom(zone);
        this.shift = array.shift(zone);
        this.zoneStart = array.end(zone - 1);
        Term zoneEnd = array.end(zone);
        Term end = array.start().plus(array.length());
        this.from = Term.choose(zoneStart.atMost(array.start()), array.start(), zoneStart);
        this.to = Term.choose(end.atMost(zoneEnd), end, zoneEnd);
    }

    /** When the part of the discard in a zone is wrong. */
    static Truth of(SymbolicArray array, int zone) {
        Unrotated one = new Unrotated(array, zone);
        Term isThere = array.isZone(zone).and(one.shift.is(Term.of(0)).not()).and(one.from.below(one.to));
        if (isThere.equals(Term.FALSE)) return Truth.NEVER;
        boolean isCounted = one.disks.isNumber() && one.disks.number().intValueExact() <= MOST_DISKS;
        return (isCounted ? Truth.where(one.anyDiffers()) : one.ofOneChunk()).and(isThere);
    }

    /** What lies in one chunk is on one disk, and that is another. */
    private Truth ofOneChunk() {
        Term first = run.counted("sectorDiv", from, array.chunk());
        Term last = run.counted("sectorDiv", to.minus(Term.of(1)), array.chunk());
        return new Truth(first.is(last), first.is(last).not());
    }

    private Term anyDiffers() {
        Term any = Term.FALSE;
        for (int disk = 0; disk < disks.number().intValue(); disk++) any = any.or(differs(Term.of(disk)));
        return any;
    }

    private Term differs(Term disk) {
        Term place = run.number("rotate", disk, disks, shift);
        Term fromHere = edge(from, disk, false);
        Term toHere = edge(to, disk, false);
        Term fromRight = edge(from, place, true);
        Term toRight = edge(to, place, true);
        Term isSome = fromHere.below(toHere);
        Term isSomeRight = fromRight.below(toRight);
        return isSome.iff(isSomeRight)
                .not()
                .or(isSome.and(fromHere.is(fromRight).and(toHere.is(toRight)).not()));
    }

    /** Where an edge of the discard is on a disk, by the driver's own functions. */
    private Term edge(Term sector, Term position, boolean isRotated) {
        Term chunk = array.chunk();
        Term offset = run.counted("zoneOffset", sector, zoneStart);
        Term stripe = run.counted("wrappedStripe", chunk, disks);
        Term row = run.counted("divide", offset, stripe);
        Term inStripe = run.counted("inStripe", offset, row, stripe);
        Term index = run.number("diskIndex", run.counted("sectorDiv", sector, chunk), disks);
        Term place =
                isRotated ? run.number("rotate", index, disks, shift) : run.number("edgePosition", inStripe, chunk);
        Term onDisk = run.counted("edgeOffset", inStripe, row, chunk);
        return run.counted("discardEdge", chunk, row, place, onDisk, position);
    }
}
