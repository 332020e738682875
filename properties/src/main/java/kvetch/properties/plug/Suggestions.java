package kvetch.properties.plug;

import io.vavr.collection.Vector;

/** Finds what a user may have meant. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * A hint, to go after a complaint.
     *
     * @param name what was named
     * @param known what there is
     * @return a question with the one known name that is near enough; empty if there is none or several
     */
    public static String didYouMean(String name, Iterable<String> known) {
        int most = name.length() / 3;
        int nearest = Integer.MAX_VALUE;
        Vector<String> candidates = Vector.empty();
        for (String candidate : known) {
            int distance =
                    distance(name.toLowerCase(java.util.Locale.ROOT), candidate.toLowerCase(java.util.Locale.ROOT));
            if (distance < nearest) candidates = Vector.empty();
            if (distance <= nearest) candidates = candidates.append(candidate);
            nearest = Math.min(nearest, distance);
        }
        boolean clear = nearest <= most && candidates.distinct().size() == 1;
        return clear ? "; did you mean '" + candidates.head() + "'?" : "";
    }

    /** Levenshtein's: how many letters to insert, drop or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
