package kvetch.properties.plug;

import io.vavr.control.Either;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.CaseText;
import kvetch.properties.law.Law;

/**
 * A counterexample as a line of plain text: law, kernel, allocator and case, independent of seeds and generators.
 *
 * @param law the law
 * @param kernel the kernel's name
 * @param allocator the allocator's name
 * @param testCase the case
 */
public record ReplayToken(Law law, String kernel, String allocator, Case testCase) {
    /**
     * How long tokens are at most, unless there is no other way. No array of an exploration has a longer one, and what a check
     * finds is made smaller until it has a shorter one. Only where each smaller case holds is a token longer, for many disks of
     * unlike sizes or many steps; it is then written whole, and read like any other.
     */
    public static final int MOST_CHARACTERS = 200;

    /**
     * Writes the token: the version, fields between slashes, and a checksum.
     *
     * @return for example {@code kv1/W1/7.0/kzalloc/d64/r524289/c8/l1/5f3a9b10}
     */
    public String format() {
        return CaseText.format(law.id(), kernel, allocator, testCase);
    }

    /**
     * Reads a token of one of Kvetch's own laws.
     *
     * @param token what {@link #format()} wrote
     * @return the counterexample, or what is wrong with the token
     */
    public static Either<String, ReplayToken> parse(String token) {
        return parse(token, KnownLaws.standard());
    }

    /**
     * Reads a token.
     *
     * @param token what {@link #format()} wrote
     * @param laws the laws that it may name
     * @return the counterexample, or what is wrong with the token
     */
    public static Either<String, ReplayToken> parse(String token, KnownLaws laws) {
        return CaseText.parse(token)
                .flatMap(parsed -> laws.find(parsed.law())
                        .map(law -> new ReplayToken(law, parsed.kernel(), parsed.allocator(), parsed.testCase())));
    }
}
