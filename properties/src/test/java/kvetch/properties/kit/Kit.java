package kvetch.properties.kit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vavr.collection.TreeMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import kvetch.api.AllocatorProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the kit on an allocator, as an author's build does. */
public final class Kit {
    private static final ThreadLocal<Judged> CURRENT = new ThreadLocal<>();

    private record Judged(AllocatorProvider provider, long seed) {}

    private Kit() {}

    /** What the author extends. */
    static final class Case extends AllocatorConformance {
        @Override
        protected AllocatorProvider provider() {
            return CURRENT.get().provider;
        }

        @Override
        protected long seed() {
            return CURRENT.get().seed;
        }
    }

    /** What fails, by the name of the test, and with what. */
    public static TreeMap<String, Throwable> failures(AllocatorProvider provider, long seed) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Case.class))
                .filters(EngineFilter.includeEngines("jqwik"))
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
        Map<String, Throwable> failures = new ConcurrentSkipListMap<>();
        CURRENT.set(new Judged(provider, seed));
        try {
            LauncherFactory.create().execute(request, new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    if (result.getStatus() == TestExecutionResult.Status.FAILED)
                        result.getThrowable().ifPresent(thrown -> failures.put(test.getDisplayName(), thrown));
                }
            });
        } finally {
            CURRENT.remove();
        }
        return TreeMap.ofAll(failures);
    }
}
