package kvetch.prove.law;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;
import kvetch.properties.narrow.Widths;
import kvetch.prove.lemma.Hypotheses;
import kvetch.prove.lemma.Lemma;
import kvetch.prove.lemma.Lemmas;
import kvetch.prove.lemma.Numbers;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;

/** The borders there are, each with the lemma that is wrong beyond it in Linux. */
final class Borders {
    private static final Term LARGEST_DISK = Term.of(Disks.LARGEST);

    private static final Term ONE = Term.of(1);

    /** How large the disks of zone 0 are. */
    private static final Term TO = Numbers.sectors("to");

    private Borders() {}

    private static Border positiveChunk(Function<Finder, Vector<ArrayCase>> beyond) {
        return new Border("chunk_sectors > 0", c -> c.chunkSectors() > 0, beyond);
    }

    static Border positiveChunk() {
        return positiveChunk(finder -> {
            Term sectors = Numbers.sectors("sectors");
            Map<String, BigInteger> found = finder.smallest(
                    Lemmas.rounding().without(Hypotheses.POSITIVE_CHUNK),
                    Vector.of(Numbers.CHUNK.below(Term.of(0))),
                    sectors);
            return found == null
                    ? Vector.empty()
                    : Candidates.ofSizes(number(found, Numbers.CHUNK), number(found, sectors));
        });
    }

    static Border positiveChunkOfStripe() {
        return positiveChunk(finder -> {
            Map<String, BigInteger> found = finder.smallest(
                    Lemmas.stripeIsNotZero(false).without(Hypotheses.STRIPE_IS_NOT_ZERO),
                    Vector.of(Numbers.CHUNK.below(Term.of(0))),
                    Numbers.DISKS);
            return found == null ? Vector.empty() : Candidates.ofOneChunkEach(found);
        });
    }

    /** For requests where a stripe has 32 bits: it may be shorter than a chunk. */
    static Border positiveChunkOfRequests() {
        return positiveChunk(finder -> {
            Map<String, BigInteger> found = finder.smallest(
                    Lemmas.stripeHoldsChunk()
                            .without(Hypotheses.POSITIVE_CHUNK)
                            .without(Hypotheses.STRIPE_BELOW_32_BITS),
                    Vector.of(Numbers.CHUNK.below(Term.of(0))),
                    Numbers.DISKS,
                    Numbers.CHUNK);
            return found == null ? Vector.empty() : Candidates.ofShortStripe(found);
        });
    }

    /** For requests where a stripe has 64 bits: it takes disks enough for the end of zone 0 to go down from 2^64 to within md's size. */
    static Border positiveChunkOfWideRequests() {
        return positiveChunk(finder -> {
            Map<String, BigInteger> most = wrapped(finder);
            if (most == null) return Vector.empty();
            int disks = (int) number(most, Numbers.DISKS);
            Term sectors = Numbers.sectors("sectors");
            for (int chunk = Integer.MIN_VALUE + 1; chunk < Integer.MIN_VALUE + 4; chunk++) {
                // Any will do: what is found is made smaller anyway, and to ask for the smallest takes a minute.
                Map<String, BigInteger> found =
                        finder.smallest(Lemmas.endIsChunk(chunk, disks), Vector.of(sectors.atMost(LARGEST_DISK)));
                if (found != null) return Candidates.ofGoneDown(chunk, disks, number(found, sectors));
            }
            return Vector.empty();
        });
    }

    /** For the zones. */
    static Border sizeFits(Widths widths) {
        return sizeFits(widths, finder -> {
            Map<String, BigInteger> found = wrapped(finder);
            return found == null
                    ? Vector.empty()
                    : Candidates.ofEqualDisks((int) number(found, Numbers.DISKS), number(found, TO));
        });
    }

    /**
     * For the sectors that md says there are, of which zones that have wrapped may have fewer. A mask rounds down to powers of two
     * alone, so that it is another chunk with which md's own sum has not wrapped yet.
     */
    static Border sectorsFit(Widths widths) {
        return sizeFits(widths, finder -> {
            Map<String, BigInteger> found = wrapped(finder);
            if (found == null) return Vector.empty();
            Term sectors = Numbers.sectors("sectors");
            int fewest = (int) number(found, Numbers.DISKS);
            for (int disks = fewest; disks < fewest + 8; disks++)
                for (int chunk = 3; chunk <= 7; chunk++) {
                    found = finder.smallest(
                            Lemmas.sizeIsThere(chunk, disks).without(Hypotheses.SIZE_FITS),
                            Vector.of(sectors.atMost(LARGEST_DISK)),
                            sectors);
                    if (found != null) return Candidates.ofWrappedZones(chunk, disks, number(found, sectors));
                }
            return Vector.empty();
        });
    }

    private static Border sizeFits(Widths widths, Function<Finder, Vector<ArrayCase>> beyond) {
        return new Border(
                "the disks' whole chunks are fewer than 2^" + widths.sector() + " sectors",
                c -> Figures.total(c, widths).bitLength() <= widths.sector(),
                beyond);
    }

    /** The fewest disks that hold more than 64 bits count. */
    private static @Nullable Map<String, BigInteger> wrapped(Finder finder) {
        return finder.smallest(
                Lemmas.zone0().without(Hypotheses.SIZE_FITS), Vector.of(TO.atMost(LARGEST_DISK)), Numbers.DISKS, TO);
    }

    static Border powerOfTwo() {
        // Below 0 it is beyond another border.
        Predicate<ArrayCase> holds = c -> c.chunkSectors() < 0 || Integer.bitCount(c.chunkSectors()) == 1;
        return new Border("chunk_sectors is a power of two", holds, finder -> {
            Term quotient = Numbers.sectors("quotient");
            for (int chunk = 1; chunk <= 8; chunk++) {
                Map<String, BigInteger> found =
                        finder.smallest(Lemmas.maskedSize(chunk), Vector.of(ONE.atMost(quotient)), quotient);
                if (found != null) return Vector.of(ArrayCase.of(chunk, number(found, quotient) * chunk));
            }
            return Vector.empty();
        });
    }

    static Border stripeBelow32Bits(Widths widths) {
        return stripe(
                "nb_dev * chunk_sectors < 2^" + widths.integer(),
                c -> Figures.stripe(c).bitLength() <= widths.integer(),
                Lemmas.keptStripe().without(Hypotheses.STRIPE_BELOW_32_BITS),
                Candidates::ofLongStripe);
    }

    static Border stripeIsNotZero(Widths widths) {
        return stripe(
                "nb_dev * chunk_sectors is no multiple of 2^" + widths.integer(),
                c -> Figures.noStripeIsZero(c, widths.integer()),
                Lemmas.stripeIsNotZero(false).without(Hypotheses.STRIPE_IS_NOT_ZERO),
                Candidates::ofOneChunkEach);
    }

    static Border stripeInInt(Widths widths) {
        return stripe(
                "nb_dev * chunk_sectors <= 2^" + (widths.integer() - 1),
                c -> Figures.stripe(c).compareTo(BigInteger.TWO.pow(widths.integer() - 1)) <= 0,
                Lemmas.keptOffset().without(Hypotheses.STRIPE_IN_INT),
                Candidates::ofDiscardedStripe);
    }

    private static Border stripe(
            String condition,
            Predicate<ArrayCase> holds,
            Lemma lemma,
            Function<Map<String, BigInteger>, Vector<ArrayCase>> candidates) {
        return new Border(condition, holds, finder -> {
            Map<String, BigInteger> found = finder.smallest(
                    lemma, Vector.of(ONE.atMost(Numbers.CHUNK)), Numbers.DISKS, Numbers.CHUNK, Numbers.IN_STRIPE);
            return found == null ? Vector.empty() : candidates.apply(found);
        });
    }

    static Border restFits() {
        return new Border(
                "chunk_sectors is at least a page less a sector (7 with 4 KiB), or no zone has two disks",
                c -> Figures.widest(c) <= 1
                        || c.array().chunk() + 1 >= c.machine().pageSize() >> 9,
                finder -> {
                    Term left = Term.variable("left", Range.of(1, Long.MAX_VALUE));
                    Term page = Term.variable("page_sectors", Range.of(8, 128));
                    Map<String, BigInteger> found = finder.smallest(
                            Lemmas.rest().without(Hypotheses.REST_FITS),
                            Vector.of(page.is(Term.of(8)), Numbers.INTO.is(Term.of(0))),
                            Numbers.CHUNK,
                            left,
                            Numbers.sectors("at"));
                    return found == null ? Vector.empty() : Candidates.ofRequest(found);
                });
    }

    /** Where a kernel takes one layout for the other. */
    static Border layoutsAlike() {
        return new Border(
                "the layout is 2 (alternate), or both put the same disk first in each zone",
                c -> c.layout() == 2 || Figures.isNotRotated(c),
                finder -> {
                    Term before = Term.variable("disks_before", Range.of(1, Integer.MAX_VALUE));
                    Term depth = Numbers.sectors("depth_in_chunks");
                    Map<String, BigInteger> found = finder.smallest(
                            Lemmas.layoutsAlike().without(Hypotheses.LAYOUTS_ALIKE),
                            Vector.of(
                                    Numbers.DISKS.below(before),
                                    ONE.atMost(Numbers.CHUNK),
                                    Term.of(2).atMost(depth.times(Numbers.CHUNK))),
                            Numbers.DISKS,
                            Numbers.CHUNK,
                            before,
                            depth);
                    return found == null ? Vector.empty() : Candidates.ofRotatedZone(found);
                });
    }

    static Border limitFits() {
        return new Border(
                "chunk_sectors * raid_disks < 2^23 (4 GiB)", c -> c.array().chunk() * c.disks() < 1L << 23, finder -> {
                    Map<String, BigInteger> found = finder.smallest(
                            Lemmas.ioOpt().without(Hypotheses.LIMIT_FITS),
                            Vector.of(ONE.atMost(Numbers.CHUNK)),
                            Numbers.DISKS,
                            Numbers.CHUNK);
                    return found == null ? Vector.empty() : Candidates.ofOneChunkEach(found);
                });
    }

    /** Up to what a page allocator serves with some size of pages, or kvmalloc. */
    static Border devlistIsServed(boolean isKvmalloc) {
        return new Border(
                "0 <= raid_disks and 8 * zones * raid_disks <= "
                        + (isKvmalloc ? "INT_MAX" : "PAGE_SIZE << MAX_PAGE_ORDER (4 MiB)")
                        + ", and strip_zone is no larger, either",
                c -> {
                    BigInteger limit = BigInteger.valueOf(
                            isKvmalloc
                                    ? Integer.MAX_VALUE
                                    : (long) c.machine().pageSize()
                                            << c.machine().maxPageOrder());
                    BigInteger zones =
                            BigInteger.valueOf(c.array().disks().zones(c.array().chunk()));
                    BigInteger devlist =
                            zones.multiply(BigInteger.valueOf(8)).multiply(BigInteger.valueOf(c.raidDisks()));
                    BigInteger stripZone = zones.multiply(BigInteger.valueOf(24));
                    return c.raidDisks() >= 0 && devlist.max(stripZone).compareTo(limit) <= 0;
                },
                finder -> {
                    Term raidDisks = Term.variable("raid_disks", Range.signed(32));
                    Map<String, BigInteger> found = finder.smallest(
                            Lemmas.devlist(isKvmalloc ? Integer.MAX_VALUE : 4096L << 10)
                                    .without(Hypotheses.DEVLIST_IS_SERVED),
                            Vector.of(Term.of(0).atMost(raidDisks)),
                            Term.variable("zones", Range.of(1, Integer.MAX_VALUE)),
                            raidDisks);
                    return found == null
                            ? Vector.empty()
                            : Vector.of(ArrayCase.of(1, 2).withRaidDisks((int) number(found, raidDisks)));
                });
    }

    static long number(Map<String, BigInteger> numbers, Term variable) {
        BigInteger number = numbers.get(variable.toString());
        return number == null ? 0 : number.longValue();
    }
}
