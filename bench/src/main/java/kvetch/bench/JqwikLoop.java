package kvetch.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Checks arrays that a property of jqwik's generates, as one writes it without Kvetch: its own arbitraries, tables in plain arrays. */
final class JqwikLoop implements Measure.Work {
    private static final int TRIES = 20_000;
    private static final Logger JQWIK_LOG = Logger.getLogger("net.jqwik");

    private final LauncherDiscoveryRequest request;

    JqwikLoop(String workload) {
        JQWIK_LOG.setLevel(Level.WARNING);
        request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Loops.class, "jqwik" + workload, Sizes.class.getName()))
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
        private static long checked;

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

        @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
        boolean jqwikU32(@ForAll("u32") Sizes sizes) {
            return plain(sizes);
        }

        @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
        boolean jqwikD8(@ForAll("d8") Sizes sizes) {
            return plain(sizes);
        }

        private static boolean plain(Sizes sizes) {
            checked++;
            long[] sectors = new long[sizes.chunks.size()];
            for (int i = 0; i < sectors.length; i++) sectors[i] = (long) sizes.chunks.get(i) * sizes.chunk;
            return Plain.check(sizes.chunk, sectors);
        }
    }
}
