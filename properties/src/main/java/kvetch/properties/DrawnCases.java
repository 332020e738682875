package kvetch.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import kvetch.properties.arbitraries.CheckedCases;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/**
 * The cases of a check, drawn by jqwik from the population of a law: for a seed those that a jqwik property with that seed draws,
 * without edge cases and without what it takes to run one.
 */
final class DrawnCases {
    private final RandomGenerator<Case> generator;
    private final Random random;

    private DrawnCases(RandomGenerator<Case> generator, Random random) {
        this.generator = generator;
        this.random = random;
    }

    /** Those of a seed; jqwik wants to know how many it is to draw. */
    static DrawnCases of(Law law, int tries, long seed) {
        // jqwik has a property draw by a seed that it draws by the property's seed.
        long drawn = random(seed).nextLong();
        return new DrawnCases(CheckedCases.of(law).generator(tries), random(drawn));
    }

    Case next() {
        return generator.next(random).value();
    }

    List<Case> next(int count) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) cases.add(next());
        return cases;
    }

    /** A source of chance of jqwik's, from a session of a thread of its own: there may be another one under way on this one. */
    private static Random random(long seed) {
        return CompletableFuture.supplyAsync(() -> randomOfSession(seed), session -> new Thread(session).start())
                .join();
    }

    private static Random randomOfSession(long seed) {
        List<Random> random = new ArrayList<>();
        JqwikSession.run(
                Long.toString(seed), () -> random.add(JqwikSession.getRandom().orElseThrow()));
        return random.get(0);
    }
}
