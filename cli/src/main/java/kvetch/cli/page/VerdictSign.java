package kvetch.cli.page;

import kvetch.properties.Verdict;

/** How a page shows a verdict: in words, with a style and with a sign. */
public final class VerdictSign {
    private VerdictSign() {}

    public static String words(Verdict verdict) {
        return verdict == Verdict.INCOMPLETE ? "not put to the test" : verdict.toString();
    }

    public static String style(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "held";
            case BROKEN, ERROR -> "broken";
            case INCOMPLETE, NOT_APPLICABLE -> "open";
        };
    }

    public static String sign(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "\u2713";
            case BROKEN -> "\u2717";
            case ERROR -> "!";
            case INCOMPLETE -> "?";
            case NOT_APPLICABLE -> "\u2013";
        };
    }
}
