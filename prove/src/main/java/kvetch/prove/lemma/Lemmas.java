package kvetch.prove.lemma;

import io.vavr.collection.Vector;

/** The lemmas that the proof of a law takes. */
public final class Lemmas {
    private Lemmas() {}

    /** The zones one after another. */
    public static Vector<Lemma> zones() {
        return Basics.all().appendAll(Zones.all());
    }

    /** The mask that md's size is made with, for powers of two. */
    public static Lemma maskedSize() {
        return Zones.maskedSize();
    }

    /** The same for one chunk. */
    public static Lemma maskedSize(int chunk) {
        return Zones.maskedSize(chunk);
    }

    /** That the mask never adds anything. */
    public static Lemma maskedSizeIsNoMore() {
        return Zones.noMore();
    }

    /** That a zone of alike disks has all the sectors that md says it has. */
    public static Lemma sizeIsThere(int chunk, int disks) {
        return Zones.sizeIsThere(chunk, disks);
    }

    /** That zone 0 ends where a chunk does, for a negative one. */
    public static Lemma endIsChunk(int chunk, int disks) {
        return Zones.endIsChunk(chunk, disks);
    }

    /** What md says of disks of negative chunks. */
    public static Lemma negativeMask() {
        return Zones.negativeMask();
    }

    /** The same for the least chunk there is. */
    public static Lemma leastMask() {
        return Zones.leastMask();
    }

    /** Rounding to whole chunks. */
    public static Lemma rounding() {
        return Zones.rounding();
    }

    /** A zone's step to the next. */
    public static Lemma zoneStep() {
        return Zones.step();
    }

    /** Zone 0 alone. */
    public static Lemma zone0() {
        return Zones.first();
    }

    /** Where a sector goes, by a stripe of 64 bits or of 32. */
    public static Vector<Lemma> mapping(boolean isWide) {
        Vector<Lemma> all = zones().appendAll(Places.all()).append(Places.row(isWide));
        return isWide ? all : all.append(Places.keptStripe()).append(Places.beyond());
    }

    /** That no two sectors share a place, wherever their zones end. */
    public static Vector<Lemma> oneToOne() {
        return Places.oneToOne();
    }

    /** The stripe of 32 bits. */
    public static Lemma keptStripe() {
        return Places.keptStripe();
    }

    /** That a stripe of 32 bits holds a chunk. */
    public static Lemma stripeHoldsChunk() {
        return Places.stripeHoldsChunk();
    }

    /** That nothing else is divided by zero. */
    public static Vector<Lemma> divisions() {
        return zones().appendAll(Places.all()).append(Transfers.divisions());
    }

    /** That the stripe is not 0. */
    public static Lemma stripeIsNotZero(boolean isWide) {
        return Places.notZero(isWide);
    }

    /** That the layouts put sectors on the same disks. */
    public static Lemma layoutsAlike() {
        return Places.alike();
    }

    /** That they do so nowhere else. */
    public static Lemma layoutsApart() {
        return Places.apart();
    }

    /** The choice of a layout. */
    public static Lemma chosenLayout() {
        return Places.chosenLayout();
    }

    /** Requests that are cut at each chunk, or once. */
    public static Vector<Lemma> requests(boolean isCutAgain) {
        Vector<Lemma> all = Transfers.requests();
        return isCutAgain ? all : all.append(Transfers.rest());
    }

    /** What is left of a request that is cut once. */
    public static Lemma rest() {
        return Transfers.rest();
    }

    /** Discards, by a stripe and offsets of 64 bits or of 32. */
    public static Vector<Lemma> discards(boolean isWide) {
        Vector<Lemma> all = Transfers.discards().append(Transfers.edgeInStripe(isWide));
        return isWide ? all : all.append(Transfers.kept());
    }

    /** An offset kept in an int. */
    public static Lemma keptOffset() {
        return Transfers.kept();
    }

    /** The sizes of both tables. */
    public static Vector<Lemma> tables() {
        return Sizes.tables();
    }

    /** That so large a devlist is served in silence. */
    public static Lemma devlist(long limit) {
        return Sizes.devlist(limit);
    }

    /** That nobody is told where there is no room. */
    public static Lemma quiet() {
        return Sizes.quiet();
    }

    /** The limits of the queue, in 64 bits or in 32. */
    public static Vector<Lemma> limits(boolean isWide) {
        return isWide ? Sizes.saturated() : Vector.of(Sizes.ioMin(), Sizes.ioOpt());
    }

    /** io_opt in 32 bits. */
    public static Lemma ioOpt() {
        return Sizes.ioOpt();
    }
}
