package kvetch.cli.machine;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import kvetch.cli.console.UsageError;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one thing.
 *
 * @param values in words
 */
record Facts(Map<Fact, String> values) {
    static final Facts NONE = new Facts(HashMap.empty());

    Facts with(Fact fact, @Nullable String value) {
        return value == null || value.isBlank() ? this : new Facts(values.put(fact, value.strip()));
    }

    /** What both say. */
    Facts and(Facts more, String whose) {
        Facts all = this;
        for (Fact fact : more.values.keySet()) {
            String before = text(fact);
            String now = more.values.get(fact).get();
            if (before != null && !before.equals(now))
                throw new UsageError("of " + whose + ", " + fact.words() + " is '" + before + "' and '" + now
                        + "': what was read is not all of one machine, or not of one moment");
            all = all.with(fact, now);
        }
        return all;
    }

    @Nullable
    String text(Fact fact) {
        return values.get(fact).getOrNull();
    }

    /** A number of 63 bits, if it is one. */
    @Nullable
    Long number(Fact fact) {
        String text = text(fact);
        return text != null && text.matches("-?[0-9]{1,18}") ? Long.valueOf(text) : null;
    }
}
