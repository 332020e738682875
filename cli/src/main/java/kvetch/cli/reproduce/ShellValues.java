package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link ShellTemplate} is filled with: values, conditions, lists and whole lines, each with its name. */
final class ShellValues {
    private final @Nullable ShellValues outer;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Boolean> conditions = new HashMap<>();
    private final Map<String, Vector<ShellValues>> lists = new HashMap<>();
    private final Map<String, Vector<String>> lines = new HashMap<>();

    ShellValues() {
        this(null);
    }

    private ShellValues(@Nullable ShellValues outer) {
        this.outer = outer;
    }

    /** Values for one element of a list; what they lack is looked up here. */
    ShellValues inner() {
        return new ShellValues(this);
    }

    ShellValues put(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    ShellValues when(String name, boolean holds) {
        conditions.put(name, holds);
        return this;
    }

    ShellValues each(String name, Vector<ShellValues> elements) {
        lists.put(name, elements);
        return this;
    }

    ShellValues lines(String name, Vector<String> text) {
        lines.put(name, text);
        return this;
    }

    String value(String name) {
        String value = values.get(name);
        return value != null ? value : outer(name).value(name);
    }

    boolean holds(String name) {
        Boolean holds = conditions.get(name);
        return holds != null ? holds : outer(name).holds(name);
    }

    Vector<ShellValues> elements(String name) {
        Vector<ShellValues> elements = lists.get(name);
        return elements != null ? elements : outer(name).elements(name);
    }

    Vector<String> text(String name) {
        Vector<String> text = lines.get(name);
        return text != null ? text : outer(name).text(name);
    }

    private ShellValues outer(String name) {
        if (outer == null)
            throw new IllegalStateException("the template asks for '" + name + "', which nobody has set");
        return outer;
    }
}
