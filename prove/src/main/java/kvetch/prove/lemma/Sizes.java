package kvetch.prove.lemma;

import static kvetch.prove.lemma.Numbers.CHUNK;
import static kvetch.prove.lemma.Numbers.DISKS;
import static kvetch.prove.lemma.Numbers.POSITIVE;
import static kvetch.prove.lemma.Numbers.counted;

import io.vavr.collection.Vector;
import kvetch.api.Gfp;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import kvetch.raid0.Raid0;

/** How much is allocated, and what the block layer is told. */
final class Sizes {
    private static final Term ZONES = Term.variable("zones", Range.of(1, Integer.MAX_VALUE));
    private static final Term RAID_DISKS = Term.variable("raid_disks", Range.signed(32));

    private Sizes() {}

    /** How much is asked for for both tables. */
    static Vector<Lemma> tables() {
        return Vector.of(
                Lemma.of("A1", "strip_zone is 24 bytes a zone")
                        .then(run -> run.counted("stripZoneBytes", ZONES).is(ZONES.times(Term.of(24)))),
                Lemma.of("A2", "devlist is asked for with 8 bytes a slot and a zone; a product of 2^64 saturates")
                        .given("raid_disks is not negative", Term.of(0).atMost(RAID_DISKS))
                        .then(run -> {
                            Term exact = ZONES.times(Term.of(8)).times(RAID_DISKS);
                            return run.counted("devlistBytes", ZONES, RAID_DISKS)
                                    .is(Term.choose(
                                            exact.below(Term.power(64)),
                                            exact,
                                            Term.power(64).minus(Term.of(1))));
                        }),
                Lemma.of("A3", "for a negative raid_disks all there is is asked for")
                        .given("raid_disks is negative", RAID_DISKS.below(Term.of(0)))
                        .then(run -> run.counted("devlistBytes", ZONES, RAID_DISKS)
                                .is(Term.power(64).minus(Term.of(1)))));
    }

    /** That devlist is served in silence, up to so many bytes. */
    static Lemma devlist(long limit) {
        Term most = Term.of(limit);
        boolean isKvmalloc = limit == Integer.MAX_VALUE;
        return Lemma.of(
                        isKvmalloc ? "A4" : "A4p",
                        "what is asked for for devlist is served in silence by "
                                + (isKvmalloc ? "kvmalloc" : "the page allocator"))
                .given(
                        Hypotheses.DEVLIST_IS_SERVED,
                        Term.of(0)
                                .atMost(RAID_DISKS)
                                .and(ZONES.times(Term.of(8)).times(RAID_DISKS).atMost(most)))
                .then(run -> run.counted("devlistBytes", ZONES, RAID_DISKS).atMost(most));
    }

    /** That nothing is said where there is no room. */
    static Lemma quiet() {
        return Lemma.of("A5", "both tables are asked for with __GFP_NOWARN").then(run -> {
            Term killing = run.number("gfp", Term.of(1), Term.of(0));
            Term sparing = run.number("gfp", Term.of(1), Term.of(1));
            return isQuiet(killing).and(isQuiet(sparing));
        });
    }

    private static Term isQuiet(Term gfp) {
        return Gfp.has(gfp.number().intValue(), Gfp.NOWARN) ? Term.TRUE : Term.FALSE;
    }

    /** io_min, as the kernel computes it. */
    static Lemma ioMin() {
        return Lemma.of("L1", "io_min is the chunk in bytes")
                .given(POSITIVE.name(), POSITIVE.truth())
                .given(Hypotheses.LIMIT_FITS, bytes(CHUNK).below(Term.power(32)))
                .then(run -> counted(run.number("ioMin", CHUNK)).is(bytes(CHUNK)));
    }

    /** io_opt, as the kernel computes it. */
    static Lemma ioOpt() {
        Term ioMin = Term.variable("io_min", Range.signed(32));
        return Lemma.of("L2", "io_opt is the chunk times the disks, in bytes")
                .given("io_min is the chunk", counted(ioMin).is(bytes(CHUNK)))
                .given(Hypotheses.LIMIT_FITS, bytes(CHUNK.times(DISKS)).below(Term.power(32)))
                .then(run -> counted(run.number("ioOpt", ioMin, DISKS)).is(bytes(CHUNK.times(DISKS))));
    }

    /** Both limits where they do not wrap: no more than the largest request. */
    static Vector<Lemma> saturated() {
        Term chunk = counted(CHUNK);
        return Vector.of(
                Lemma.of("L3", "io_min is the chunk or the largest request")
                        .then(run ->
                                counted(run.number("saturatedIoMin", CHUNK)).is(bytes(capped(chunk)))),
                Lemma.of("L4", "io_opt is the chunk times the disks or the largest request")
                        .then(run -> counted(run.number("saturatedIoOpt", CHUNK, DISKS))
                                .is(bytes(capped(chunk.times(DISKS))))));
    }

    private static Term capped(Term sectors) {
        Term most = Term.of(Raid0.MAX_BIO_SECTORS);
        return Term.choose(sectors.atMost(most), sectors, most);
    }

    private static Term bytes(Term sectors) {
        return sectors.times(Term.of(512));
    }
}
