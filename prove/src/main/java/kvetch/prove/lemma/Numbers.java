package kvetch.prove.lemma;

import kvetch.prove.term.Range;
import kvetch.prove.term.Term;

/** The numbers that lemmas are about, with the ranges that their types give them; each stands for the same in all lemmas. */
public final class Numbers {
    /** chunk_sectors, as signed as it comes. */
    public static final Term CHUNK = Term.variable("chunk", Range.signed(32));

    /** How many disks a zone has. */
    public static final Term DISKS = Term.variable("disks", Range.of(1, Integer.MAX_VALUE));

    /** Which stripe of its zone a sector is in. */
    static final Term ROW = sectors("row");

    /** The place of a chunk in its stripe. */
    static final Term PLACE = Term.variable("place", Range.signed(32));

    /** How far into its chunk a sector is. */
    public static final Term INTO = sectors("into");

    /** How far into its zone a sector is. */
    static final Term OFFSET = sectors("offset");

    /** How far into its stripe a sector is. */
    public static final Term IN_STRIPE = sectors("in_stripe");

    /** How many sectors lie side by side, exactly. */
    static final Term STRIPE = CHUNK.times(DISKS);

    /** That the chunk is one. */
    static final Lemma.Given POSITIVE =
            new Lemma.Given(Hypotheses.POSITIVE_CHUNK, Term.of(1).atMost(CHUNK));

    /** That the stripe is one that 32 bits count. */
    static final Lemma.Given FITS_32 = new Lemma.Given(Hypotheses.STRIPE_BELOW_32_BITS, STRIPE.below(Term.power(32)));

    private Numbers() {}

    /** A sector_t. */
    public static Term sectors(String name) {
        return Term.variable(name, Range.unsigned(64));
    }

    /** An int as the unsigned one that sector_div and the block layer take it for. */
    static Term counted(Term number) {
        return Term.choose(Term.of(0).atMost(number), number, number.plus(Term.power(32)));
    }

    /** Any number, as none of the program's. */
    static Term any(String name) {
        return Term.variable(name, Range.ANY);
    }
}
