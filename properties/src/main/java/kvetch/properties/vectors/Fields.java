package kvetch.properties.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read strictly. What is wrong with the first bad field is kept and every getter then returns
 * some value of its type, so a reader gets all fields first and asks for {@link #problem} once.
 */
final class Fields {
    /** What is wrong with a field, and what would be right. */
    record Problem(String what, String remedy) {}

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]*");

    /** Digits and sign of the longest number that can be in range. */
    private static final int LONGEST_WHOLE = 21;

    private static final int LONGEST_SHOWN = 60;
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String owner;
    private final Map<String, JsonElement> fields;
    private @Nullable Problem problem;

    /**
     * The fields of an object.
     *
     * @param owner what the object is, for messages
     * @param fields its fields
     */
    Fields(String owner, Map<String, JsonElement> fields) {
        this.owner = owner;
        this.fields = fields;
    }

    @Nullable
    Problem problem() {
        return problem;
    }

    boolean has(String name) {
        JsonElement element = fields.get(name);
        return element != null && !element.isJsonNull();
    }

    /** Whether it is there, be it null. */
    boolean isThere(String name) {
        return fields.containsKey(name);
    }

    int i32(String name) {
        return (int) whole(name, get(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    int i32(String name, int least, int most) {
        return (int) whole(name, get(name), least, most);
    }

    long u64(String name) {
        return u64(name, get(name));
    }

    @Nullable
    Long u64OrNull(String name) {
        JsonElement element = get(name);
        return element.isJsonNull() ? null : (Long) u64(name, element);
    }

    boolean bool(String name) {
        JsonElement element = get(name);
        if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) return primitive.getAsBoolean();
        bad(name, element, "it must be true or false");
        return false;
    }

    String text(String name) {
        return text(name, get(name));
    }

    /** One of a few words; the first of them if it is none. */
    <T> T choice(String name, Vector<T> choices, Function<T, String> word) {
        JsonElement element = get(name);
        String given = isText(element) ? element.getAsString() : "";
        return choices.find(choice -> word.apply(choice).equals(given)).getOrElse(() -> {
            bad(
                    name,
                    element,
                    "it must be "
                            + choices.map(choice -> '"' + word.apply(choice) + '"')
                                    .mkString(" or "));
            return choices.head();
        });
    }

    Recording.Kernel kernel(String name) {
        return kernel(name, get(name));
    }

    Vector<Recording.Kernel> kernels(String name) {
        List<Recording.Kernel> kernels = new ArrayList<>();
        JsonArray array = array(name, get(name), "a list of kernel releases");
        for (int i = 0; i < array.size(); i++) kernels.add(kernel(at(name, i), array.get(i)));
        if (array.isEmpty()) bad(name, array, "it must name at least one kernel release");
        return Vector.ofAll(kernels);
    }

    Vector<Long> u64s(String name) {
        List<Long> values = new ArrayList<>();
        JsonArray array = array(name, get(name), "a list of whole numbers");
        for (int i = 0; i < array.size(); i++) values.add(u64(at(name, i), array.get(i)));
        return Vector.ofAll(values);
    }

    /** Objects, each read by {@code read}; none where something is wrong with one. */
    <T> Vector<T> objects(String name, Function<Fields, T> read) {
        List<T> values = new ArrayList<>();
        JsonArray array = array(name, get(name), "a list of objects");
        for (int i = 0; i < array.size() && problem == null; i++) {
            if (!(array.get(i) instanceof JsonObject object)) {
                bad(at(name, i), array.get(i), "it must be an object");
                return Vector.empty();
            }
            Fields fields = new Fields("'" + at(name, i) + "'", object.asMap());
            T value = read.apply(fields);
            if (fields.problem != null)
                bad(new Problem(at(name, i) + ": " + fields.problem.what, fields.problem.remedy));
            else values.add(value);
        }
        return Vector.ofAll(values);
    }

    Vector<Integer> i32s(String name, int least, int most) {
        List<Integer> values = new ArrayList<>();
        JsonArray array = array(name, get(name), "a list of whole numbers");
        for (int i = 0; i < array.size(); i++) values.add((int) whole(at(name, i), array.get(i), least, most));
        return Vector.ofAll(values);
    }

    Vector<Recording.Run> runs(String name) {
        List<Recording.Run> runs = new ArrayList<>();
        JsonArray array = array(name, get(name), "a list of runs");
        for (int i = 0; i < array.size(); i++) {
            Vector<JsonElement> run = tuple(at(name, i), array.get(i), 4, "[array_sector, length, disk, disk_sector]");
            runs.add(new Recording.Run(
                    u64(at(name, i) + "[0]", run.get(0)),
                    u64(at(name, i) + "[1]", run.get(1)),
                    (int) whole(at(name, i) + "[2]", run.get(2), 0, Integer.MAX_VALUE),
                    u64(at(name, i) + "[3]", run.get(3))));
        }
        return Vector.ofAll(runs);
    }

    Vector<Recording.Extent> extents(String name) {
        List<Recording.Extent> extents = new ArrayList<>();
        JsonArray array = array(name, get(name), "a list of ranges");
        for (int i = 0; i < array.size(); i++) {
            Vector<JsonElement> extent = tuple(at(name, i), array.get(i), 3, "[disk, disk_sector, length]");
            extents.add(new Recording.Extent(
                    (int) whole(at(name, i) + "[0]", extent.get(0), 0, Integer.MAX_VALUE),
                    u64(at(name, i) + "[1]", extent.get(1)),
                    u64(at(name, i) + "[2]", extent.get(2))));
        }
        return Vector.ofAll(extents);
    }

    Recording.@Nullable Warn warnOrNull(String name) {
        JsonElement element = get(name);
        if (element.isJsonNull()) return null;
        if (!(element instanceof JsonObject object)) {
            bad(name, element, "it must be null or an object with file, line and function");
            return null;
        }
        Fields warn = new Fields("'" + name + "'", object.asMap());
        Recording.Warn value =
                new Recording.Warn(warn.text("file"), warn.i32("line", 0, Integer.MAX_VALUE), warn.text("function"));
        if (warn.problem != null) bad(warn.problem);
        return value;
    }

    /** Notes something that is wrong with a field whose type is right. */
    void bad(String name, String remedy) {
        bad(name, get(name), remedy);
    }

    private JsonElement get(String name) {
        JsonElement element = fields.get(name);
        if (element != null) return element;
        bad(new Problem("field '" + name + "' is missing", owner + " must have it"));
        return new JsonPrimitive("");
    }

    private Recording.Kernel kernel(String name, JsonElement element) {
        String release = text(name, element);
        Vector<KernelProfile> kernels = KernelProfiles.all().filter(KernelProfile::isLinux);
        KernelProfile profile = KernelProfiles.ofRelease(release).getOrNull();
        if (profile != null && profile.isLinux()) return new Recording.Kernel(release, profile);
        bad(
                name,
                element,
                "it must be a release of " + kernels.map(KernelProfile::name).mkString(", "));
        return new Recording.Kernel(release, kernels.head());
    }

    private String text(String name, JsonElement element) {
        if (isText(element)) return element.getAsString();
        bad(name, element, "it must be a string");
        return "";
    }

    private static boolean isText(JsonElement element) {
        return element instanceof JsonPrimitive primitive && primitive.isString();
    }

    private JsonArray array(String name, JsonElement element, String what) {
        if (element instanceof JsonArray array) return array;
        bad(name, element, "it must be " + what);
        return new JsonArray();
    }

    private Vector<JsonElement> tuple(String name, JsonElement element, int size, String shape) {
        if (element instanceof JsonArray array && array.size() == size) return Vector.ofAll(array);
        bad(name, element, "it must be " + shape);
        return Vector.fill(size, () -> new JsonPrimitive(0));
    }

    private long u64(String name, JsonElement element) {
        return whole(name, element, BigInteger.ZERO, U64_MAX);
    }

    private long whole(String name, JsonElement element, long least, long most) {
        return whole(name, element, BigInteger.valueOf(least), BigInteger.valueOf(most));
    }

    /** Reads the digits themselves: a double would lose the low bits of a u64. */
    private long whole(String name, JsonElement element, BigInteger least, BigInteger most) {
        if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
            String digits = primitive.getAsString();
            if (digits.length() <= LONGEST_WHOLE && WHOLE.matcher(digits).matches()) {
                BigInteger value = new BigInteger(digits);
                if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) return value.longValue();
            }
        }
        bad(name, element, "it must be a whole number from " + least + " to " + most);
        return 0;
    }

    private static String at(String name, int index) {
        return name + "[" + index + "]";
    }

    private void bad(String name, JsonElement element, String remedy) {
        bad(new Problem("field '" + name + "' is " + shown(element), remedy));
    }

    private void bad(Problem found) {
        if (problem == null) problem = found;
    }

    private static String shown(JsonElement element) {
        String text = element.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
