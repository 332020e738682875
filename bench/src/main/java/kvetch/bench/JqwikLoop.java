package kvetch.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.plug.Providers;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Checks arrays that jqwik generates. {@code jqwik} is what one writes without Kvetch: arbitraries of jqwik's own, and tables in
 * plain arrays. {@code kvetch-jqwik} is what Kvetch's laws do: a random value for each try, and everything on.
 */
final class JqwikLoop implements Measure.Work {
    private static final int TRIES = 20_000;
    private static final Logger JQWIK_LOG = Logger.getLogger("net.jqwik");

    private final LauncherDiscoveryRequest request;

    JqwikLoop(String competitor, String workload) {
        JQWIK_LOG.setLevel(Level.WARNING);
        String property = competitor.replace("-", "") + workload;
        Class<?> parameter = competitor.equals("jqwik") ? Sizes.class : ArrayCase.class;
        request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Loops.class, property, parameter.getName()))
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
    }

    @Override
    public long once() {
        Loops.checked = 0;
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(thrown -> {
                    throw new AssertionError(thrown);
                });
            }
        });
        if (Loops.checked != TRIES) throw new AssertionError(Loops.checked + " tries");
        return TRIES;
    }

    /** A chunk and the sizes of the disks in chunks. */
    record Sizes(int chunk, List<Integer> chunks) {}

    /** For jqwik, which finds the properties by name. */
    public static class Loops {
        private static final int ARRAYS_PER_MACHINE = 2000;

        private static long checked;
        private final Providers providers = Providers.load();
        private @Nullable Checked machine;

        @Provide
        Arbitrary<Sizes> u32() {
            return Combinators.combine(
                            Arbitraries.of(1, 8, 24, 128),
                            uniform(1, 1 << 20)
                                    .list()
                                    .ofMinSize(1)
                                    .ofMaxSize(Arrays.MOST_DISKS)
                                    .withSizeDistribution(RandomDistribution.uniform()))
                    .as(Sizes::new);
        }

        @Provide
        Arbitrary<Sizes> d8() {
            Arbitrary<List<Integer>> palette = uniform(1, 1 << 20).list().ofSize(8);
            Arbitrary<List<Integer>> picks = uniform(0, 7)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(Arrays.MOST_DISKS)
                    .withSizeDistribution(RandomDistribution.uniform());
            return Combinators.combine(Arbitraries.of(1, 8, 24, 128), palette, picks)
                    .as((chunk, sizes, at) ->
                            new Sizes(chunk, at.stream().map(sizes::get).toList()));
        }

        /** Not jqwik's own choice, which prefers the small ones: every competitor gets the same arrays. */
        private static Arbitrary<Integer> uniform(int from, int to) {
            return Arbitraries.integers().between(from, to).withDistribution(RandomDistribution.uniform());
        }

        @Provide
        Arbitrary<ArrayCase> u32Cases() {
            return Arbitraries.randomValue(random -> randomCase(random, Arrays.MOST_DISKS));
        }

        @Provide
        Arbitrary<ArrayCase> d8Cases() {
            return Arbitraries.randomValue(random -> randomCase(random, 8));
        }

        private static ArrayCase randomCase(Random random, int mostSizes) {
            int chunk = Arrays.CHUNKS[random.nextInt(Arrays.CHUNKS.length)];
            long[] sizes = new long[1 + random.nextInt(Arrays.MOST_DISKS)];
            long[] palette = new long[mostSizes];
            for (int i = 0; i < mostSizes; i++) palette[i] = Math.max(2, (1L + random.nextInt(1 << 20)) * chunk);
            for (int i = 0; i < sizes.length; i++)
                sizes[i] = palette[mostSizes == Arrays.MOST_DISKS ? i : random.nextInt(mostSizes)];
            return ArrayCase.of(chunk, sizes).withLayout(2);
        }

        @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
        boolean jqwikU32(@ForAll("u32") Sizes sizes) {
            return plain(sizes);
        }

        @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
        boolean jqwikD8(@ForAll("d8") Sizes sizes) {
            return plain(sizes);
        }

        @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
        void kvetchjqwikU32(@ForAll("u32Cases") ArrayCase array) {
            everything(array);
        }

        @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
        void kvetchjqwikD8(@ForAll("d8Cases") ArrayCase array) {
            everything(array);
        }

        private static boolean plain(Sizes sizes) {
            checked++;
            long[] sectors = new long[sizes.chunks.size()];
            for (int i = 0; i < sectors.length; i++) sectors[i] = (long) sizes.chunks.get(i) * sizes.chunk;
            return Plain.check(sizes.chunk, sectors);
        }

        private void everything(ArrayCase array) {
            checked++;
            boolean boot = machine == null || checked % ARRAYS_PER_MACHINE == 0;
            machine = boot ? new Checked(providers, array) : machine.next(array);
            machine.start().verifyZones().stop();
        }
    }
}
