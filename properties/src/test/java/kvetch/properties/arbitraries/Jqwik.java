package kvetch.properties.arbitraries;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one property of a class as a build of anybody's does. */
final class Jqwik {
    private static final List<PropertyExecutionResult> RESULTS = new ArrayList<>();

    private Jqwik() {}

    /** Takes down what comes of a property, and has none of them fail. */
    static final class TakesDown implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            RESULTS.add(result);
            return result.mapToSuccessful();
        }
    }

    /** What comes of it. Its class has to have {@link TakesDown} as a hook. */
    static PropertyExecutionResult run(Class<?> type, String property) {
        String method = java.util.stream.Stream.of(type.getDeclaredMethods())
                .filter(one -> one.getName().equals(property))
                .map(one -> type.getName() + "#" + property + "(" + one.getParameterTypes()[0].getName() + ")")
                .findFirst()
                .orElseThrow();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(method))
                .filters(EngineFilter.includeEngines("jqwik"))
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
        RESULTS.clear();
        LauncherFactory.create().execute(request);
        if (RESULTS.size() != 1) throw new IllegalStateException(RESULTS.size() + " properties were run");
        return RESULTS.get(0);
    }
}
