package kvetch.prove;

import io.vavr.collection.Vector;
import kvetch.properties.Check;
import kvetch.properties.Observation;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.prove.law.Argument;
import org.jspecify.annotations.Nullable;

/** Holds what was proved against what the random search sees: neither may contradict the other. */
public final class Agreement {
    private static final long SEED = 1;

    private Agreement() {}

    /**
     * Looks for a case that breaks a law within the borders of its proof.
     *
     * @param providers the allocators that there are
     * @param law the law
     * @param setup the kernel with its allocator
     * @param argument why it holds
     * @param tries how many cases to draw
     * @return its token; null if there is none
     */
    public static @Nullable String contradiction(
            Providers providers, Law law, Setup setup, Argument argument, int tries) {
        if (tries == 0) return null;
        String[] found = {null};
        new Check(providers, Vector.of(setup.kernel()), Vector.of(setup.provider()), Vector.of(law), tries, SEED)
                .run(
                        result -> {},
                        observation -> {
                            if (found[0] == null && contradicts(observation, argument))
                                found[0] = token(law, setup, observation);
                        },
                        Budget.NONE);
        return found[0];
    }

    private static boolean contradicts(Observation observation, Argument argument) {
        return observation.testCase() instanceof ArrayCase c
                && argument.holdsFor(c)
                && observation
                        .violations()
                        .exists(violation -> argument.covers().test(violation.what()));
    }

    private static String token(Law law, Setup setup, Observation observation) {
        return new ReplayToken(law, setup.kernel().name(), setup.provider().name(), observation.testCase()).format();
    }
}
