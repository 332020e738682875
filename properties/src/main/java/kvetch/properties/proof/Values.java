package kvetch.properties.proof;

import io.vavr.collection.Vector;

/**
 * Some of the values that a part of an array can have.
 *
 * @param spans those that are said to be, in ascending order and apart from each other
 * @param every the spans come again after so many; 0 if they do not
 * @param isAtLeast whether there may be others, of which nobody knows
 */
public record Values(Vector<Span> spans, long every, boolean isAtLeast) {
    /**
     * All from one value to another.
     *
     * @param low the first
     * @param high the last
     */
    public record Span(long low, long high) {
        private boolean isOne() {
            return low == high;
        }
    }

    /**
     * Whether a value is one of them.
     *
     * @param value any
     * @return false also where that is not known
     */
    public boolean contains(long value) {
        if (every == 0) return spans.exists(span -> span.low <= value && value <= span.high);
        return spans.exists(span -> Math.floorMod(value - span.low, every) <= span.high - span.low);
    }

    /**
     * In words.
     *
     * @param lowest the least that the part can be
     * @param highest the most
     * @return such as "any from 268435456 on, and any negative"
     */
    String text(long lowest, long highest) {
        return words(lowest, highest) + (isAtLeast ? ", and perhaps others" : "");
    }

    private String words(long lowest, long highest) {
        if (spans.isEmpty()) return "none";
        if (every != 0) return again();
        boolean isFromEndToEnd = spans.head().low == lowest && spans.last().high == highest;
        Vector<Span> gaps = spans.zip(spans.tail()).map(pair -> new Span(pair._1.high + 1, pair._2.low - 1));
        if (isFromEndToEnd && gaps.forAll(Span::isOne))
            return gaps.isEmpty() ? "any" : "any but " + listed(gaps.map(gap -> Long.toString(gap.low)));
        if (spans.size() == 1 && spans.head().isOne()) return "exactly " + spans.head().low;
        // Whoever reads it thinks of what is not negative first.
        Vector<Span> ordered = spans.filter(span -> span.low >= 0).appendAll(spans.filter(span -> span.low < 0));
        Vector<String> parts = ordered.flatMap(span -> span.high - span.low == 1
                ? Vector.of(Long.toString(span.low), Long.toString(span.high))
                : Vector.of(words(span, lowest, highest)));
        boolean isNumbers = ordered.forAll(span -> span.high - span.low <= 1);
        return isNumbers ? listed(parts) : parts.mkString(", and ");
    }

    private String again() {
        Span span = spans.head();
        if (span.isOne() && span.low % every == 0) return "any multiple of " + every;
        return (span.isOne() ? Long.toString(span.low) : span.low + " to " + span.high) + ", and so again every "
                + every;
    }

    private static String words(Span span, long lowest, long highest) {
        if (span.isOne()) return Long.toString(span.low);
        if (span.high == highest) return span.low == 1 && lowest < 0 ? "any positive" : "any from " + span.low + " on";
        if (span.low == lowest) return span.high == -1 ? "any negative" : "any up to " + span.high;
        return span.low + " to " + span.high;
    }

    private static String listed(Vector<String> all) {
        return all.size() < 2 ? all.mkString() : all.init().mkString(", ") + " or " + all.last();
    }
}
