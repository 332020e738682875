package kvetch.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import kvetch.properties.arbitraries.CheckedCases;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/**
 * The cases of a check, drawn by jqwik from the population of a law, without edge cases and without what it takes to run a property.
 * They come in blocks, each from a source of chance of its own, so that nobody has to draw what came before. The first block is what
 * a jqwik property with the seed draws.
 */
final class DrawnCases {
    /** How many cases there are in a block. */
    static final int BLOCK = Check.DEFAULT_TRIES;

    private final RandomGenerator<Case> generator;
    private final long seed;
    private long next;
    private Random random;

    private DrawnCases(RandomGenerator<Case> generator, long seed, long next, Random random) {
        this.generator = generator;
        this.seed = seed;
        this.next = next;
        this.random = random;
    }

    /** Those of a seed. */
    static DrawnCases of(Law law, long seed) {
        return from(law, seed, 0);
    }

    /** Those of a seed but for so many that come first. */
    static DrawnCases from(Law law, long seed, long first) {
        // jqwik has a property draw by a seed that it draws by the property's seed.
        long drawn = random(seed).nextLong();
        long begin = first - first % BLOCK;
        // jqwik wants to know how many it is to draw.
        RandomGenerator<Case> generator = CheckedCases.of(law).generator(BLOCK);
        DrawnCases cases = new DrawnCases(generator, drawn, begin, ofBlock(drawn, begin / BLOCK));
        while (cases.next < first) cases.next();
        return cases;
    }

    Case next() {
        if (next > 0 && next % BLOCK == 0) random = ofBlock(seed, next / BLOCK);
        next++;
        return generator.next(random).value();
    }

    List<Case> next(int count) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) cases.add(next());
        return cases;
    }

    private static Random ofBlock(long seed, long block) {
        return random(block == 0 ? seed : new SplittableRandom(seed + block).nextLong());
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
