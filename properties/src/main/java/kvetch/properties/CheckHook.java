package kvetch.properties;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Gives a property the seed and the number of tries of the check that runs it. */
final class CheckHook implements AroundPropertyHook {

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Recorder recorder = Recorder.current();
        if (recorder != null) {
            context.attributes().setSeed(Long.toString(recorder.seed()));
            context.attributes().setTries(recorder.tries());
        }
        return property.execute();
    }
}
