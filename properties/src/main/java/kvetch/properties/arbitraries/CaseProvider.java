package kvetch.properties.arbitraries;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.util.Set;
import java.util.function.Supplier;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/**
 * What {@code @ForAll} gives for an {@link ArrayCase}, an {@link Array}, {@link Disks}, a {@link Workload}, a {@link WorkloadCase} and a
 * {@link Case}. jqwik finds it by itself.
 */
public final class CaseProvider implements ArbitraryProvider {
    private static final Map<Class<?>, Supplier<Arbitrary<?>>> ALL = LinkedHashMap.of(
            ArrayCase.class,
            RaidArrays::running,
            Array.class,
            () -> RaidArrays.running().map(ArrayCase::array),
            Disks.class,
            () -> RaidArrays.running().map(c -> c.array().disks()),
            Workload.class,
            () -> CheckedCases.workloads().map(WorkloadCase::workload),
            WorkloadCase.class,
            CheckedCases::workloads,
            Case.class,
            CheckedCases::lives);

    /** For jqwik. */
    public CaseProvider() {}

    @Override
    public boolean canProvideFor(TypeUsage targetType) {
        return ALL.containsKey(targetType.getRawType());
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage targetType, SubtypeProvider subtypeProvider) {
        return Set.of(ALL.get(targetType.getRawType()).get().get());
    }
}
