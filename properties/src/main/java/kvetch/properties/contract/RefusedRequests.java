package kvetch.properties.contract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Look;

/** Looks at requests that are refused: whether memory is short, or they could have been served. */
final class RefusedRequests {
    /** So many requests are refused before a refusal counts as one for good. */
    private static final int INSISTS = 16;

    private final Trial trial;
    private final LiveBlocks live;

    /** For each size that was served from the machine's pages with nothing live, how many pages were free before. */
    private final Map<Long, Long> servedAlone = new HashMap<>();

    private final Set<Long> comparedWhenFresh = new HashSet<>();

    RefusedRequests(Trial trial, LiveBlocks live) {
        this.trial = trial;
        this.live = live;
    }

    /** A request was served, and so many pages were free before it and after it. */
    void served(long bytes, long before, long after) {
        if (trial.isKernels() && after < 0)
            trial.note(
                    Fault.ABOVE_MEMORY,
                    () -> Long.toUnsignedString(bytes) + " bytes are served, although only " + before
                            + " pages were free");
        if (trial.looksAt(Look.REFUSALS) && live.isEmpty() && after < before) servedAlone.putIfAbsent(bytes, before);
    }

    /** Looks at a request that was just refused. */
    void lookAt(long bytes, int gfp) {
        if (bytes == 0) return;
        Supplier<String> request =
                () -> Long.toUnsignedString(bytes) + " bytes with " + Gfp.format(gfp) + " are refused";
        Supplier<String> free = () -> trial.freePages() + " of " + trial.totalPages() + " pages are free";
        if (trial.isKernels()) {
            if (isPlenty(bytes) || isOnePageOfMany(bytes))
                trial.note(Fault.REFUSED, () -> request.get() + ", although " + free.get());
            return;
        }
        if (!trial.looksAt(Look.REFUSALS)) return;
        if (isPlenty(bytes) && comparedWhenFresh.add(bytes)) {
            long larger = servedInstead(bytes, gfp);
            if (larger != 0)
                trial.note(
                        Fault.REFUSED,
                        () -> request.get() + " on a machine that has just booted, which serves "
                                + Long.toUnsignedString(larger) + " bytes");
        }
        long then = servedAlone.getOrDefault(bytes, Long.MAX_VALUE);
        if (live.isEmpty() && trial.freePages() >= then && isRefusedForGood(bytes, gfp))
            trial.note(
                    Fault.REFUSED,
                    () -> request.get() + " from now on, although nothing is live and " + free.get()
                            + ", as when it was served");
    }

    /** A larger size that a machine serves which has just booted, when it refuses this one; 0 if there is none. */
    private long servedInstead(long bytes, int gfp) {
        if (isServedWhenFresh(bytes, gfp)) return 0;
        for (int shift = 1; shift <= 8; shift++) {
            long larger = bytes << shift;
            if (!isPlenty(larger)) return 0;
            if (isServedWhenFresh(larger, gfp)) return larger;
        }
        return 0;
    }

    private boolean isServedWhenFresh(long bytes, int gfp) {
        return trial.allocElsewhere(bytes, gfp | Gfp.NOWARN) != Address.NULL;
    }

    /** Whoever refuses now and then is within its rights. */
    private boolean isRefusedForGood(long bytes, int gfp) {
        for (int i = 0; i < INSISTS; i++) {
            long address = trial.allocAside(bytes, gfp | Gfp.NOWARN);
            if (address == Address.NULL) continue;
            trial.freeAside(address);
            return false;
        }
        return true;
    }

    /** Whether a single page would do, which the kernel's own find wherever there is one. */
    private boolean isOnePageOfMany(long bytes) {
        return Long.compareUnsigned(bytes, trial.pageSize()) <= 0 && trial.freePages() > 0;
    }

    /** Whether memory is so plentiful that nothing which was done before can stand in the way of this size. */
    private boolean isPlenty(long bytes) {
        MachineProfile profile = trial.machine().profile();
        boolean fresh = profile.freeOrder() == profile.maxPageOrder();
        if (!fresh || trial.capabilities().mustRefuse(bytes) || bytes < 0) return false;
        int order = PageFrames.getOrder(bytes, trial.pageSize());
        if (trial.isContiguous() && order > profile.maxPageOrder()) return false;
        if (trial.family() == Family.KVMALLOC && bytes > Integer.MAX_VALUE) return false;
        long freePages = trial.freePages();
        if (freePages < trial.totalPages() / 2 || trial.pagesOf(bytes) > freePages / 4) return false;
        return !trial.isContiguous()
                || trial.totalPages() >> order > 2L * (trial.ledger().allocations() + 16);
    }
}
