package kvetch.properties.campaign;

import com.google.gson.JsonObject;
import java.util.function.BooleanSupplier;
import kvetch.properties.Stretch;

/** What a campaign goes through: units in a fixed order, any stretch of which can be gone through without the others. */
public interface Work {
    /**
     * All that results depend on, but for the version of Kvetch and what was plugged in.
     *
     * @return the same for the same work
     */
    JsonObject description();

    /**
     * What is counted.
     *
     * @return a plural, such as {@code cases}
     */
    String units();

    /**
     * How many there are.
     *
     * @return 1 or more
     */
    long size();

    /**
     * Where it may be cut: a shard has so many units, or a multiple, but for the last.
     *
     * @return 1 or more
     */
    long grain();

    /**
     * Goes through a stretch. May be called on several threads at a time.
     *
     * @param stretch which units
     * @param isCancelled asked every so often; once it is true, what is returned is worth nothing
     * @return what came of it, which depends on nothing else than the work and the stretch
     */
    JsonObject run(Stretch stretch, BooleanSupplier isCancelled);
}
