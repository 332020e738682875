package kvetch.properties.shrink;

import java.util.function.BooleanSupplier;

/**
 * How much effort a check may take.
 *
 * @param shrinkMs for how many milliseconds each defect may be made smaller; the smallest case until then is reported
 * @param isCancelled asked between cases, on any thread; once it is true, what is known so far is the result
 */
public record Budget(long shrinkMs, BooleanSupplier isCancelled) {
    /** As much as it takes. */
    public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, () -> false);

    /** None: what was found is told as it is. */
    public static final Budget NONE = new Budget(0, () -> false);

    /** From here on the time runs in which a defect may be made smaller. */
    BooleanSupplier shrinkingIsOver() {
        long started = System.nanoTime();
        return () -> isCancelled.getAsBoolean() || (System.nanoTime() - started) / 1_000_000 >= shrinkMs;
    }
}
