package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.words.Baseline;
import kvetch.raid0.KernelProfile;

/** Reads what {@link CheckJson} wrote. */
public final class ResultsFile {
    private final String file;

    private ResultsFile(String file) {
        this.file = file;
    }

    /**
     * Reads what an earlier check found, to compare another with it.
     *
     * @param checked the kernels of the other
     * @throws UsageError if the file is not of such a check, or there is nothing in it to compare a kernel with
     */
    public static Baseline baseline(String file, Vector<KernelProfile> checked) {
        Vector<Baseline.Row> rows = new ResultsFile(file).rows();
        return Baseline.of(file, rows, checked)
                .getOrElseThrow(kernel -> new UsageError("--baseline '" + file + "' has results of "
                        + Baseline.kernels(rows).mkString(", ") + ", and '" + kernel
                        + "' is none of these nor a patch to one; have it check what to compare '" + kernel
                        + "' with"));
    }

    private Vector<Baseline.Row> rows() {
        JsonElement parsed;
        try {
            parsed = JsonParser.parseString(Files.readString(Path.of(file), StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException unreadable) {
            throw new UsageError("--baseline cannot be read: '" + file + "'; name a results.json of an earlier check");
        } catch (JsonParseException broken) {
            throw bad("it is not JSON");
        }
        if (!(parsed instanceof JsonObject answer)
                || !(answer.get("kvetch") instanceof JsonPrimitive version)
                || !(answer.get("results") instanceof JsonArray results)) throw bad("it has no results of a check");
        if (!version.getAsString().equals(Version.number()))
            throw new UsageError("--baseline '" + file + "' is of kvetch " + version.getAsString() + ", and this is "
                    + Version.number() + "; have this one check the same");
        if (results.isEmpty()) throw bad("its results are empty");
        Vector<Baseline.Row> rows = Vector.empty();
        for (int i = 0; i < results.size(); i++) rows = rows.append(row(results.get(i), "results[" + i + "]"));
        return rows;
    }

    private Baseline.Row row(JsonElement result, String where) {
        String verdict = text(result, "verdict", where);
        Vector<String> what = Vector.empty();
        boolean isBroken = verdict.equals("broken");
        if (isBroken) {
            what = what.append(text(result, "what", where));
            if (result.getAsJsonObject().get("more") instanceof JsonArray more)
                for (int i = 0; i < more.size(); i++)
                    what = what.append(text(more.get(i), "what", where + ".more[" + i + "]"));
        }
        return new Baseline.Row(
                text(result, "kernel", where),
                text(result, "allocator", where),
                text(result, "law", where),
                isBroken || verdict.equals("held"),
                what);
    }

    private String text(JsonElement json, String field, String where) {
        if (json instanceof JsonObject object && object.get(field) instanceof JsonPrimitive value && value.isString())
            return value.getAsString();
        throw bad(where + " has no " + field);
    }

    private UsageError bad(String why) {
        return new UsageError("--baseline '" + file + "' is no results.json: " + why
                + "; name what check --out or --format json wrote");
    }
}
