package kvetch.properties.kit;

import kvetch.properties.plug.KnownLaws;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.opentest4j.TestAbortedException;

/** Gives chance the seed of the kit, and reports a law that does not apply to an allocator as skipped, with the reason. */
final class Applicability implements AroundPropertyHook {

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        String name = context.targetMethod().getName();
        int underscore = name.indexOf('_');
        if (underscore < 0 || !(context.testInstance() instanceof AllocatorConformance kit)) return property.execute();
        context.attributes().setSeed(Long.toString(kit.seed()));
        return KnownLaws.standard()
                .find(name.substring(0, underscore))
                .toOption()
                .flatMap(kit::reasonNotToApply)
                .map(reason -> {
                    context.attributes().setTries(1);
                    context.attributes().setShrinking(ShrinkingMode.OFF);
                    return property.execute().mapToAborted(new TestAbortedException("not applicable: " + reason));
                })
                .getOrElse(property::execute);
    }
}
