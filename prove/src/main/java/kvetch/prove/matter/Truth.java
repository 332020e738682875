package kvetch.prove.matter;

import kvetch.prove.term.Term;

/**
 * When a law is broken in some way.
 *
 * @param broken where it surely is
 * @param unclear where it may be, or may not
 */
record Truth(Term broken, Term unclear) {
    /** Nowhere. */
    static final Truth NEVER = new Truth(Term.FALSE, Term.FALSE);

    /** Nobody knows. */
    static final Truth UNKNOWN = new Truth(Term.FALSE, Term.TRUE);

    static Truth where(Term broken) {
        return new Truth(broken, Term.FALSE);
    }

    /** Only where something else holds, too. */
    Truth and(Term condition) {
        return new Truth(broken.and(condition), unclear.and(condition));
    }

    /** Not known where something holds. */
    Truth unless(Term doubt) {
        return new Truth(broken.and(doubt.not()), unclear.or(doubt));
    }
}
