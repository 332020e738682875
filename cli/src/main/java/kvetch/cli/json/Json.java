package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;
import kvetch.cli.console.Version;

/** Builds JSON and writes it as a person would: an array or object of plain values stands on one line. */
public final class Json {
    private static final String INDENT = "  ";

    private Json() {}

    /** The object that every answer is: it starts with the version. */
    public static JsonObject answer() {
        JsonObject json = new JsonObject();
        json.addProperty("kvetch", Version.number());
        return json;
    }

    /** An exact unsigned number. */
    public static JsonPrimitive unsigned(long value) {
        return new JsonPrimitive(new BigInteger(Long.toUnsignedString(value)));
    }

    public static JsonArray unsigned(long... values) {
        JsonArray array = new JsonArray();
        for (long value : values) array.add(unsigned(value));
        return array;
    }

    public static JsonArray strings(Iterable<String> values) {
        JsonArray array = new JsonArray();
        for (String value : values) array.add(value);
        return array;
    }

    public static String format(JsonElement json) {
        StringBuilder text = new StringBuilder();
        write(json, "", text);
        return text.toString();
    }

    private static void write(JsonElement json, String indent, StringBuilder text) {
        if (json instanceof JsonArray array) {
            boolean inline = isFlat(array);
            text.append('[');
            for (Iterator<JsonElement> elements = array.iterator(); elements.hasNext(); ) {
                newLine(inline, indent + INDENT, text);
                write(elements.next(), indent + INDENT, text);
                if (elements.hasNext()) text.append(inline ? ", " : ",");
            }
            newLine(inline, indent, text);
            text.append(']');
        } else if (json instanceof JsonObject object) {
            boolean inline = object.entrySet().stream()
                            .allMatch(entry -> entry.getValue().isJsonPrimitive()
                                    || entry.getValue().isJsonNull())
                    && object.size() <= 4;
            text.append('{');
            for (Iterator<Map.Entry<String, JsonElement>> entries =
                            object.entrySet().iterator();
                    entries.hasNext(); ) {
                Map.Entry<String, JsonElement> entry = entries.next();
                newLine(inline, indent + INDENT, text);
                text.append(new JsonPrimitive(entry.getKey())).append(": ");
                write(entry.getValue(), indent + INDENT, text);
                if (entries.hasNext()) text.append(inline ? ", " : ",");
            }
            newLine(inline, indent, text);
            text.append('}');
        } else text.append(json == JsonNull.INSTANCE ? "null" : json.toString());
    }

    private static boolean isFlat(JsonArray array) {
        for (JsonElement element : array) if (!element.isJsonPrimitive()) return false;
        return true;
    }

    private static void newLine(boolean inline, String indent, StringBuilder text) {
        if (!inline) text.append('\n').append(indent);
    }
}
