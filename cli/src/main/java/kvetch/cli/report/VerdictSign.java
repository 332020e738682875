package kvetch.cli.report;

import kvetch.properties.Verdict;

/** How the page shows a verdict: in words, with a style and with a sign. */
final class VerdictSign {
    private VerdictSign() {}

    static String words(Verdict verdict) {
        return verdict == Verdict.INCOMPLETE ? "not put to the test" : verdict.toString();
    }

    static String style(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "held";
            case BROKEN, ERROR -> "broken";
            case INCOMPLETE, NOT_APPLICABLE -> "open";
        };
    }

    static String sign(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "\u2713";
            case BROKEN -> "\u2717";
            case ERROR -> "!";
            case INCOMPLETE -> "?";
            case NOT_APPLICABLE -> "\u2013";
        };
    }
}
