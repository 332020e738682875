package kvetch.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.properties.cases.Workload;

/** Puts an allocator to a workload, for the picture of it. */
final class WorkloadRun {
    private WorkloadRun() {}

    /** Does with the allocator what callers do, and frees in the end what they left. */
    static void of(Workload workload, Allocator tables) {
        List<Long> live = new ArrayList<>();
        for (Workload.Step step : workload.steps())
            switch (step.kind()) {
                case ALLOC -> {
                    for (int i = 0; i < step.times(); i++) {
                        long address = tables.alloc(step.bytes(), step.gfp());
                        if (!Address.isZeroOrNull(address)) live.add(address);
                    }
                }
                case CHURN -> {
                    for (int i = 0; i < step.times(); i++) tables.free(tables.alloc(step.bytes(), step.gfp()));
                }
                case ALLOC_VARIED -> {
                    for (int i = 0; i < step.times(); i++) {
                        long address = tables.alloc(step.varied(i), step.gfp());
                        if (!Address.isZeroOrNull(address)) live.add(address);
                    }
                }
                case QUEUE -> {
                    for (int i = 0; i < step.times(); i++) {
                        if (!live.isEmpty()) tables.free(live.remove(0));
                        long address = tables.alloc(step.bytes(), step.gfp());
                        if (!Address.isZeroOrNull(address)) live.add(address);
                    }
                }
                case FREE -> {
                    for (int i = 0; i < step.times() && !live.isEmpty(); i++)
                        tables.free(live.remove(picked(step, live)));
                }
                case FREE_EVERY_SECOND -> {
                    for (int i = 0; i < live.size(); i++) tables.free(live.remove(i));
                }
                case FREE_ALL, FREE_ALL_REVERSED, FREE_ALL_SHUFFLED -> {
                    IntUnaryOperator next = step.order();
                    while (!live.isEmpty()) tables.free(live.remove(next.applyAsInt(live.size())));
                }
                case FREE_NOTHING -> {
                    tables.free(Address.NULL);
                    tables.free(Address.ZERO_SIZE_PTR);
                }
                case FREE_AGAIN -> {
                    // What is freed once more is no longer to be seen.
                    return;
                }
                case FREE_TWICE -> {
                    if (live.isEmpty()) return;
                    long address = live.get(picked(step, live));
                    tables.free(address);
                    tables.free(address);
                    return;
                }
            }
        live.forEach(tables::free);
    }

    private static int picked(Workload.Step step, List<Long> live) {
        return (int) Long.remainderUnsigned(step.bytes(), live.size());
    }
}
