package kvetch.properties.contract;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import kvetch.api.CodeLocation;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.api.Splat;
import kvetch.properties.evidence.Fault;
import kvetch.properties.ledger.Ledger;

/** Looks at what the kernel prints while it allocates: whether it WARNs, and kills, where it may and where it has to. */
final class Complaints {
    private final Trial trial;
    private final Machine machine;
    private final Set<CodeLocation> warned = new HashSet<>();
    private boolean mustHaveWarned;

    Complaints(Trial trial) {
        this.trial = trial;
        this.machine = trial.machine();
    }

    /**
     * Looks at the WARNs of a request.
     *
     * @param splats how many splats there were before it
     */
    void lookAtWarns(long bytes, int gfp, int splats) {
        boolean over = warnsAbove(bytes);
        if (machine.splatCount() > splats)
            for (Splat splat : machine.splatsSince(splats)) {
                if (splat.kind() != Splat.Kind.WARN) continue;
                Supplier<String> request = () -> describe(bytes, gfp) + ": " + splat.headline();
                if (Gfp.has(gfp, Gfp.NOWARN) && !(trial.family() == Family.VMALLOC && bytes == 0))
                    trial.note(Fault.WARNS_THOUGH_ASKED_NOT_TO, request);
                else if (!over && !trial.capabilities().mustRefuse(bytes)) trial.note(Fault.WARNS_NEEDLESSLY, request);
                else if (!warned.add(splat.site())) trial.note(Fault.WARNS_AGAIN, request);
            }
        if (trial.isKernels() && over && !Gfp.has(gfp, Gfp.NOWARN) && !mustHaveWarned) {
            mustHaveWarned = true;
            if (machine.splatCount() == splats && warned.isEmpty())
                trial.note(
                        Fault.SILENT,
                        () -> describe(bytes, gfp) + " does not WARN, although " + trial.name() + " does in a kernel");
        }
    }

    /** Looks at whether a request has had somebody killed. */
    void lookAtKill(long bytes, int gfp, boolean killedBefore) {
        Splat kill = machine.oomKill();
        if (kill == null || killedBefore || !Gfp.has(gfp, Gfp.NORETRY | Gfp.RETRY_MAYFAIL)) return;
        trial.note(Fault.KILLS_THOUGH_ASKED_NOT_TO, () -> describe(bytes, gfp) + ": " + kill.headline());
    }

    private static String describe(long bytes, int gfp) {
        return "alloc of " + Ledger.count(bytes) + " with " + Gfp.format(gfp);
    }

    /** Whether the family's own functions may WARN at this size. */
    private boolean warnsAbove(long bytes) {
        MachineProfile profile = machine.profile();
        int pageSize = trial.pageSize();
        return switch (trial.family()) {
            case KMALLOC -> bytes != 0 && PageFrames.getOrder(bytes, pageSize) > profile.maxPageOrder();
            case PAGES -> PageFrames.getOrder(bytes, pageSize) > profile.maxPageOrder();
            case KVMALLOC -> Long.compareUnsigned(bytes, Integer.MAX_VALUE) > 0;
            case VMALLOC -> bytes == 0;
        };
    }
}
