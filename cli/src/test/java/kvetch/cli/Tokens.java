package kvetch.cli;

import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.ReplayToken;

/** Replay tokens of counterexamples, each of another kind. */
public final class Tokens {
    public static final String WARN =
            token(StandardLaws.W1, "7.0", "kzalloc", ArrayCase.of(1, 2).withRaidDisks(524289));
    public static final String SIZE = token(StandardLaws.Z2, "7.2", "kvzalloc", ArrayCase.of(3, 3));
    public static final String REMAINDER =
            token(StandardLaws.I3, "6.12", "kzalloc", ArrayCase.of(1, 2, 2).withRequest(0, 3));
    public static final String DISCARD = token(
            StandardLaws.I4,
            "7.2",
            "kvzalloc",
            ArrayCase.of(1073741825, 1073741825, 2147483650L).withRequest(2147483647, 1));
    public static final String ENDLESS = token(
            StandardLaws.I4, "6.1", "kzalloc", ArrayCase.of(-1, 4294967295L).withRequest(0, 1));
    public static final String DIVIDE =
            token(StandardLaws.W2, "7.2", "kvzalloc", ArrayCase.of(1 << 30, 1L << 30, 1L << 30, 1L << 30, 1L << 30));
    public static final String KILL =
            token(StandardLaws.W2, "7.2", "kvzalloc", ArrayCase.of(1, 2).withRaidDisks(252148225));
    public static final String WRONG_FREE = token(StandardLaws.M1, "6.12+alloc,abort", "kvzalloc", ArrayCase.of(1, 2));
    public static final String FAILING = token(
            StandardLaws.M1, "6.1", "kzalloc", ArrayCase.of(1, 2).withFailAt(4).withIntegrity(Integrity.SAME));
    public static final String TWICE =
            token(StandardLaws.M1, "6.1", "kzalloc", ArrayCase.of(1, 2, 2).withIntegrity(Integrity.MIXED));
    public static final String REFUSAL =
            token(StandardLaws.W3, "7.2", "kvzalloc", ArrayCase.of(2, 3).withRaidDisks(2));
    public static final String ORDER =
            token(StandardLaws.Z1, "7.0", "kzalloc", ArrayCase.of(-1, 4294967295L, 8589934590L));
    public static final String ONE_TO_ONE =
            token(StandardLaws.Z3, "7.0", "kzalloc", ArrayCase.of(1431655766, 1431655766, 1431655766, 1431655766));
    public static final String MADE_WELL = token(StandardLaws.Z2, "hardened", "kvzalloc", ArrayCase.of(3, 3));
    public static final String REFUSED_NOW =
            token(StandardLaws.Z1, "hardened", "kvzalloc", ArrayCase.of(-1, 4294967295L, 8589934590L));

    private Tokens() {}

    public static String token(Law law, String kernel, String allocator, ArrayCase c) {
        return new ReplayToken(law, kernel, allocator, c).format();
    }
}
