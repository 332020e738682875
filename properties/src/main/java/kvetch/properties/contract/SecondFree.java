package kvetch.properties.contract;

import java.util.ArrayList;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.OopsException;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.evidence.Fault;
import org.jspecify.annotations.Nullable;

/** Frees a block a second time, which the kernel may notice, but which must not give one piece of memory to two callers. */
final class SecondFree {
    private final Trial trial;
    private final LiveBlocks live;
    private final PageAccount account;

    /** The blocks that were freed, the one that was freed last at the end; kept only where one is to be freed again. */
    private final List<Live> freed = new ArrayList<>();

    SecondFree(Trial trial, LiveBlocks live, PageAccount account) {
        this.trial = trial;
        this.live = live;
        this.account = account;
    }

    /** A block was freed for the first time. */
    void freed(Live block) {
        if (trial.freesAgain()) freed.add(block);
    }

    /** A block that was freed and whose memory nobody has since; null if there is none. */
    @Nullable
    Live freedBefore(Step step) {
        Extents taken = takenByLive();
        List<Live> candidates = new ArrayList<>();
        for (int i = freed.size() - 1; i >= 0; i--) {
            Live block = freed.get(i);
            // Of those at one address it is the last that was freed.
            if (taken.add(block)) candidates.add(block);
        }
        if (candidates.isEmpty()) return null;
        return candidates.get((int) Long.remainderUnsigned(step.bytes(), candidates.size()));
    }

    private Extents takenByLive() {
        Extents taken = new Extents();
        for (int i = 0; i < live.size(); i++) taken.add(live.get(i));
        return taken;
    }

    /** The second free is the checker's own doing, so it does not go through the ledger, nor does what follows. */
    void free(Live block, String after) {
        Machine machine = trial.machine();
        try {
            int splats = machine.splatCount();
            trial.freeAgain(block.address());
            if (machine.splatCount() > splats) return;
            Extents taken = takenByLive();
            // A list of free blocks may be handed out from its other end.
            long most = Math.min(account.frees(), Contract.MOST_LIVE) + 3;
            for (int i = 0; i < most; i++) {
                long address = trial.allocAside(block.bytes(), Gfp.KERNEL | Gfp.NOWARN);
                if (address == Address.NULL) return;
                if (taken.add(new Live(i, address, block.bytes(), 0, 0))) continue;
                // Who passes a free on to the kernel's own function answers as the kernel does.
                if (trial.kernelFrees().sawUnknown()) return;
                trial.note(
                        Fault.FREED_TWICE,
                        () -> after + " two callers get the memory at " + Address.format(address),
                        block.number());
                return;
            }
        } catch (OopsException noticed) {
            // The kernel has noticed, which is an answer.
        }
    }
}
