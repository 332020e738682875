package kvetch.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import kvetch.cli.json.CheckJson;
import kvetch.cli.words.Story;
import kvetch.properties.LawResult;
import kvetch.properties.Observation;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.raid0.Errno;

/**
 * Writes down generated cases as lines of JSON, in the format for observing property-based tests that Hypothesis publishes
 * and Tyche reads. Of each check the first cases are written down, and those that first show a defect; a line of kind
 * {@code info} or {@code alert} says how many there were in all. The distributions are of all.
 *
 * <p>The file stays small: many checks share {@link #MOST_IN_ALL} cases, and of many disks only the first are listed. Whole
 * is what first shows a defect, and the defects themselves are in results.json.
 */
public final class Observations implements Consumer<Observation> {
    /** Tyche compares each case with all that came before it. */
    public static final int MOST_OF_A_CHECK = 100;

    /** Cases of all checks together, about a kilobyte each. */
    public static final int MOST_IN_ALL = 2000;

    /** Of more disks than this only so many are listed. */
    static final int MOST_DISKS = 16;

    /** A longer token is left out but for its ends; the same case can then be had with the seed. */
    private static final int LONGEST_TOKEN = 120;

    private static final int CHECKSUM = 8;

    private final double runStart;
    private final int mostOfACheck;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Map<String, Integer> defects = new HashMap<>();
    private final Distributions distributions = new Distributions();

    /**
     * None yet.
     *
     * @param runStart when the run started, in seconds since 1970: Tyche tells runs apart by it
     * @param checks how many checks there are, 1 or more
     */
    Observations(double runStart, int checks) {
        this.runStart = runStart;
        this.mostOfACheck = mostOfACheck(checks);
    }

    /** How many cases of each check there is room for, but for those that first show a defect. */
    static int mostOfACheck(int checks) {
        return Math.max(1, Math.min(MOST_OF_A_CHECK, MOST_IN_ALL / checks));
    }

    /** Called from the thread of the check. */
    @Override
    public synchronized void accept(Observation seen) {
        distributions.add(seen);
        String property = property(seen.kernel(), seen.allocator(), seen.law().id());
        boolean isNew = false;
        for (Violation violation : seen.violations())
            isNew |= defects.merge(property + violation.what(), 1, Integer::sum) == 1;
        int count = written.getOrDefault(property, 0);
        if (count >= mostOfACheck && !isNew) return;
        written.put(property, count + 1);
        lines.add(line(property, seen, isNew));
    }

    private static String property(String kernel, String allocator, String law) {
        return law + " on " + kernel + " with " + allocator;
    }

    private String line(String property, Observation seen, boolean isWhole) {
        Case c = seen.testCase();
        boolean failed = seen.violations().nonEmpty();
        JsonObject json = start("test_case", property);
        json.addProperty("status", failed ? "failed" : seen.tested() ? "passed" : "gave_up");
        json.addProperty(
                "status_reason",
                failed
                        ? seen.violations().map(Violation::message).mkString("; ")
                        : seen.tested() ? "" : "the case has nothing to say about the law");
        // Tyche takes cases that look alike for duplicates, and the same case is put to several laws.
        String token = new ReplayToken(seen.law(), seen.kernel(), seen.allocator(), c).format();
        json.addProperty("representation", c + "\n" + (isWhole ? token : brief(token)));
        json.add("arguments", arguments(c, isWhole));
        json.addProperty("how_generated", "at random");
        json.add("features", features(seen));
        // Not measured, and times would make each run another file.
        json.add("coverage", JsonNull.INSTANCE);
        json.add("timing", new JsonObject());
        json.add("metadata", new JsonObject());
        return json.toString();
    }

    private JsonObject start(String type, String property) {
        JsonObject json = new JsonObject();
        json.addProperty("type", type);
        json.addProperty("run_start", runStart);
        json.addProperty("property", property);
        return json;
    }

    /** A token with its middle left out if it is long; the checksum at its end still tells cases apart. */
    private static String brief(String token) {
        return token.length() <= LONGEST_TOKEN
                ? token
                : token.substring(0, LONGEST_TOKEN - CHECKSUM) + " ... " + token.substring(token.length() - CHECKSUM);
    }

    private static JsonObject arguments(Case testCase, boolean isWhole) {
        JsonObject json = CheckJson.jsonOfWhatItIs(testCase);
        if (!isWhole && testCase instanceof ArrayCase c && c.disks() > MOST_DISKS) {
            for (String key : new String[] {"disk_sectors", "slots"})
                if (json.has(key)) json.add(key, first(json.getAsJsonArray(key)));
            json.addProperty("disks_left_out", c.disks() - MOST_DISKS);
        }
        return json;
    }

    private static JsonArray first(JsonArray all) {
        JsonArray some = new JsonArray();
        for (int i = 0; i < MOST_DISKS; i++) some.add(all.get(i));
        return some;
    }

    private static JsonObject features(Observation seen) {
        Case c = seen.testCase();
        JsonObject json = new JsonObject();
        json.addProperty("about", c instanceof ArrayCase ? "an array" : "an allocator alone");
        if (c instanceof ArrayCase array) addArray(json, array, seen);
        if (c instanceof WorkloadCase alone)
            json.addProperty("steps", alone.workload().steps().size());
        json.addProperty("page_size", c.machine().pageSize());
        for (Coverage sight : Coverage.values())
            json.addProperty(
                    sight.name().toLowerCase(Locale.ROOT), seen.sights().contains(sight) ? "yes" : "no");
        return json;
    }

    private static void addArray(JsonObject json, ArrayCase c, Observation seen) {
        json.addProperty("disks", c.disks());
        json.addProperty("zones", seen.zones());
        json.addProperty("chunk_sectors", c.chunkSectors());
        json.addProperty("raid_disks", c.raidDisks());
        json.addProperty("fail_at", c.failAt());
        json.addProperty("request_sectors", c.requestSectors());
        json.addProperty("layout", c.layout() == 1 ? "original" : c.layout() == 2 ? "alternate" : "unknown");
        json.addProperty("chunk", Integer.bitCount(c.chunkSectors()) == 1 ? "a power of two" : "no power of two");
        json.addProperty("outcome", outcome(seen));
    }

    private static String outcome(Observation seen) {
        Errno errno = seen.errno();
        if (errno != null) return "refused with " + errno;
        if (seen.sights().contains(Coverage.KILLED)) return "the caller was killed";
        if (seen.sights().contains(Coverage.STARTED)) return "started";
        return seen.sights().contains(Coverage.REFUSED) ? "did not start" : "the kernel died";
    }

    /** All lines, with what came of each check. */
    synchronized String text(Vector<LawResult> results) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) text.append(line).append('\n');
        for (LawResult result : results) {
            String property =
                    property(result.kernel(), result.allocator(), result.law().id());
            JsonObject json = start(result.defects().isEmpty() ? "info" : "alert", property);
            json.addProperty("title", result.law().title() + ": " + result.verdict());
            json.addProperty(
                    "content",
                    written.getOrDefault(property, 0) + " of " + result.tries() + " generated cases are listed, "
                            + result.tested() + " of them all had something to say about the law."
                            + result.defects()
                                    .map(defect -> " " + Story.sentence(defect) + " kvetch replay " + defect.replay())
                                    .mkString());
            text.append(json).append('\n');
        }
        return text.toString();
    }

    Distributions distributions() {
        return distributions;
    }
}
