package kvetch.properties.campaign;

import com.google.gson.JsonObject;
import java.util.function.BiFunction;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.plug.Providers;

/** Finds work again from its description, as for shards that were gone through elsewhere. */
public enum Works {
    /** {@code check}. */
    CHECK(CheckWork::of),
    /** {@code explore}. */
    EXPLORE(ExploreWork::of),
    /** {@code sweep}. */
    SWEEP((names, isolation) -> SweepWork.of(names));

    private final BiFunction<Names, Isolation, Work> find;

    Works(BiFunction<Names, Isolation, Work> find) {
        this.find = find;
    }

    /** As a description says it. */
    String command() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The work of a description.
     *
     * @param description what {@link Work#description} returned
     * @param providers where laws, kernels and allocators are found by their names
     * @param isolation where the code of others runs
     * @return work with the same description
     * @throws NotThereException if it names what is not there
     * @throws IllegalArgumentException if no work is described so
     */
    public static Work of(JsonObject description, Providers providers, Isolation isolation) {
        try {
            String command = description.get("command").getAsString();
            for (Works each : values())
                if (each.command().equals(command))
                    return each.find.apply(new Names(description, providers), isolation);
            throw new IllegalArgumentException("there is no campaign of " + command);
        } catch (NullPointerException | IllegalStateException | UnsupportedOperationException | ClassCastException e) {
            throw new IllegalArgumentException("no work is described so: " + description, e);
        }
    }
}
