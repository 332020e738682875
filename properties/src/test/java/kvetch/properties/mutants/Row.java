package kvetch.properties.mutants;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mistake on the page.
 *
 * @param id its id
 * @param change what was changed
 * @param by what saw it, and where
 * @param tries the number of the first case that showed it, for each seed; {@code -} where none did
 * @param token the smallest case
 * @param named whether what is said of that case names the step, or its function in the kernel
 */
record Row(String id, String change, String by, List<String> tries, String token, boolean named) {
    static final String NOBODY = "nobody";
    private static final String NOT_SEEN = "-";

    /** From what a court says. */
    static Row of(Mutant mutant, JsonObject result) {
        List<String> tries = new ArrayList<>();
        JsonObject first = null;
        JsonArray check = result.getAsJsonArray("check");
        for (JsonElement element : check) {
            JsonObject sighting = element.getAsJsonObject();
            boolean seen = sighting.has("by");
            tries.add(seen ? sighting.get("tries").getAsString() : NOT_SEEN);
            if (seen && first == null) first = sighting;
        }
        JsonObject other = result.getAsJsonObject("other");
        if (first == null && other != null && other.has("by")) first = other;
        return of(mutant, first, tries);
    }

    private static Row of(Mutant mutant, @Nullable JsonObject first, List<String> tries) {
        if (first == null) return new Row(mutant.id(), mutant.change(), NOBODY, tries, "", false);
        String by = first.get("by").getAsString();
        String law = first.get("law").getAsString();
        String where = first.get("where").getAsString();
        String who = by.equals("check") ? law : (by + " " + law).strip();
        return new Row(
                mutant.id(),
                mutant.change(),
                where.isEmpty() ? who : who + " on " + where.replace("/", " with "),
                tries,
                first.get("token").getAsString(),
                Steps.isNamed(mutant.file(), mutant.step(), first.get("says").getAsString()));
    }

    /** From a line of the page; null if it is no row of a mistake. */
    static @Nullable Row parse(String line) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        if (cells.length != 8 || !cells[1].contains("/")) return null;
        return new Row(
                bare(cells[1]),
                cells[2].strip(),
                cells[3].strip(),
                Stream.of(cells[4].strip().split(" ")).toList(),
                bare(cells[5]),
                cells[6].strip().equals("yes"));
    }

    String line() {
        return "| `" + id + "` | " + change + " | " + by + " | " + String.join(" ", tries) + " | "
                + (token.isEmpty() ? "" : "`" + token + "`") + " | " + (named ? "yes" : token.isEmpty() ? "" : "no")
                + " |\n";
    }

    private static String bare(String cell) {
        return cell.strip().replace("`", "");
    }

    /** The word of its operator. */
    String operator() {
        return id.split("/", -1)[2];
    }

    boolean isSeen() {
        return !by.equals(NOBODY);
    }

    /** With how many seeds check saw it. */
    long seeds() {
        return tries.stream().filter(number -> !number.equals(NOT_SEEN)).count();
    }
}
