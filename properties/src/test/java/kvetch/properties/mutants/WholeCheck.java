package kvetch.properties.mutants;

import io.vavr.collection.Vector;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import kvetch.properties.Check;
import kvetch.properties.DrawnAlike;
import kvetch.properties.LawResult;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/** What {@link Judge} says of {@code check}, by whole checks: all cases, each law alone. */
final class WholeCheck {
    private final @Nullable Function<Host, Raid0> driver;
    private final Pool pool;

    WholeCheck(@Nullable Function<Host, Raid0> driver, Pool pool) {
        this.driver = driver;
        this.pool = pool;
    }

    /** Without the smallest case and what is said of it. */
    @Nullable
    Sighting check(long seed) {
        for (String where : pool.extent().setups())
            for (Vector<Law> laws : DrawnAlike.LAWS) {
                Sighting first = laws.map(law -> check(where, law, seed))
                        .filter(sighting -> sighting != null)
                        .minBy(sighting -> sighting.tries())
                        .getOrNull();
                if (first != null) return first;
            }
        return null;
    }

    private @Nullable Sighting check(String where, Law law, long seed) {
        Setup setup = Judge.setup(where, driver);
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean seen = new AtomicBoolean();
        LawResult result = new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel()),
                        Vector.of(setup.provider()),
                        Vector.of(law),
                        new Check.Extent(pool.extent().tries(), seed, Check.DEFAULT_TIMEOUT_MS))
                .run(
                        each -> {},
                        observation -> {
                            if (seen.get()) return;
                            tries.incrementAndGet();
                            seen.set(observation
                                    .violations()
                                    .exists(violation -> !pool.isKnownOn(where, violation, observation.testCase())));
                        },
                        new Budget(0, () -> false))
                .head();
        boolean misbehaved = !result.error().isEmpty() && !(result.outcome() instanceof LawResult.Failed);
        if (seen.get()) return new Sighting("check", law.id(), where, tries.get(), "", "");
        return misbehaved ? new Sighting("check", law.id(), where, tries.get() + 1, "", "") : null;
    }
}
