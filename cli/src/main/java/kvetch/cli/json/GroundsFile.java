package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Grounds.Explored;
import kvetch.cli.words.Grounds.Place;
import kvetch.cli.words.Grounds.Proved;
import org.jspecify.annotations.Nullable;

/** Reads what {@code kvetch explore} and {@code kvetch prove} said to machines. */
public final class GroundsFile {
    private final String option;
    private final String command;
    private final String file;

    private GroundsFile(String option, String command, String file) {
        this.option = option;
        this.command = command;
        this.file = file;
    }

    /**
     * What both say.
     *
     * @param explored what {@code kvetch explore} printed; null if it was not asked
     * @param proofs what {@code kvetch prove} printed; null if it was not asked
     * @param hasReport whether there is a report to tell it in
     * @throws UsageError if there is none, or a file is not what it should be
     */
    public static Grounds read(@Nullable String explored, @Nullable String proofs, boolean hasReport) {
        if (!hasReport && (explored != null || proofs != null))
            throw new UsageError((explored != null ? "--explored" : "--proofs")
                    + " goes into the report: say where to leave one, with --out DIR");
        Grounds grounds = explored == null ? Grounds.NONE : Grounds.NONE.withExplored(explored(explored));
        return proofs == null ? grounds : grounds.withProved(proved(proofs));
    }

    /**
     * What an exploration says of each law that it went through, on each kernel, with whatever allocator.
     *
     * @throws UsageError if the file is not of an exploration, of another version, or of one that was not gone through to the end
     */
    private static Map<Place, Explored> explored(String file) {
        GroundsFile it = new GroundsFile("--explored", "explore", file);
        JsonObject answer = it.read();
        if (!(answer.get("complete") instanceof JsonPrimitive complete)) throw it.bad("it is no exploration");
        if (!complete.getAsBoolean()) throw it.bad("it does not go to the end of its scope");
        Vector<String> untested = it.texts(answer, "not_tested");
        Map<Place, Explored> all = HashMap.empty();
        for (String kernel : it.texts(answer, "kernels"))
            for (String law : it.texts(answer, "laws"))
                all = all.put(new Place(kernel, law), untested.contains(law) ? Explored.NOT_TESTED : Explored.HELD);
        for (JsonElement result : it.results(answer))
            if (it.text(result, "verdict").equals("broken"))
                all = all.put(new Place(it.text(result, "kernel"), it.text(result, "law")), Explored.BROKEN);
            else throw it.bad("an allocator misbehaved in it");
        return all;
    }

    /**
     * What the prover says of each law that it was asked about, on each kernel.
     *
     * @throws UsageError if the file is not of the prover, or of another version
     */
    private static Map<Place, Proved> proved(String file) {
        GroundsFile it = new GroundsFile("--proofs", "prove", file);
        Map<Place, Proved> all = HashMap.empty();
        for (JsonElement result : it.results(it.read())) {
            boolean hasCondition =
                    result.isJsonObject() && result.getAsJsonObject().has("condition");
            it.text(result, "domain");
            all = all.put(
                    new Place(it.text(result, "kernel"), it.text(result, "law")),
                    new Proved(it.text(result, "verdict"), hasCondition ? it.text(result, "condition") : ""));
        }
        return all;
    }

    private JsonObject read() {
        JsonElement parsed;
        try {
            parsed = JsonParser.parseString(Files.readString(Path.of(file), StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException unreadable) {
            throw new UsageError(
                    option + " cannot be read: '" + file + "'; name what kvetch " + command + " --format json printed");
        } catch (JsonParseException broken) {
            throw bad("it is not JSON");
        }
        if (!(parsed instanceof JsonObject answer) || !(answer.get("kvetch") instanceof JsonPrimitive version))
            throw bad("it is no answer of kvetch");
        if (!version.getAsString().equals(Version.number()))
            throw new UsageError(option + " '" + file + "' is of kvetch " + version.getAsString() + ", and this is "
                    + Version.number() + "; run this one's " + command);
        return answer;
    }

    private JsonArray results(JsonObject answer) {
        if (answer.get("results") instanceof JsonArray results) return results;
        throw bad("it has no results");
    }

    private Vector<String> texts(JsonObject answer, String field) {
        if (!(answer.get(field) instanceof JsonArray array)) throw bad("it has no " + field);
        Vector<String> texts = Vector.empty();
        for (JsonElement element : array) texts = texts.append(element.getAsString());
        return texts;
    }

    private String text(JsonElement json, String field) {
        if (json instanceof JsonObject object && object.get(field) instanceof JsonPrimitive value && value.isString())
            return value.getAsString();
        throw bad("a result has no " + field);
    }

    private UsageError bad(String why) {
        return new UsageError(
                option + " '" + file + "' is not what kvetch " + command + " --format json prints: " + why);
    }
}
