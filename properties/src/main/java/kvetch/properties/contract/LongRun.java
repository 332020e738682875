package kvetch.properties.contract;

import kvetch.api.Address;
import kvetch.api.Gfp;
import kvetch.api.OopsException;

/**
 * Tells what goes on growing from what is kept and comes and goes: first so many large blocks are freed that whatever keeps
 * them is full, and then the steps are gone through until thousands of blocks more were freed.
 */
final class LongRun {
    /** How many pages are asked for in a stretch where blocks are large and may be taken page by page. */
    static final long STRETCH_PAGES = 1 << 16;

    /** How many blocks are freed in a stretch. */
    private static final int STRETCH = 1024;

    private static final int STRETCHES = 8;

    /**
     * How many blocks are freed to fill what keeps them, and what part of memory they have at least; and of how many pages
     * each is, as a power of two.
     */
    private static final int FILLED = 4096;

    private static final int FILLED_PART = 16;

    private static final int FILLED_ORDER = 4;

    /** In each stretch the steps are gone through at least so often. */
    private static final int TURNS = 3;

    /** The first times in a stretch some other blocks are freed too. */
    private static final int VARIED = 16;

    /** With fewer blocks than this nothing can be said. */
    private static final int FEWEST = 1200;

    private final Trial trial;
    private final Steps steps;
    private final PageAccount account;

    /** The fewest pages that were taken in a stretch, and the most. */
    private long least;

    private long greatest;

    LongRun(Trial trial, Steps steps, PageAccount account) {
        this.trial = trial;
        this.steps = steps;
        this.account = account;
    }

    /** What is kept may come and go; what is lost is more at any time than it was two stretches before. */
    boolean goesOnGrowing() {
        if (!fill()) return false;
        long before = account.frees();
        long[] most = new long[STRETCHES];
        for (int stretch = 0; stretch < STRETCHES; stretch++) {
            if (isStarved() || !goOn()) return false;
            if (stretch >= 2 && least <= most[stretch - 2]) return false;
            most[stretch] = greatest;
        }
        return account.frees() - before >= FEWEST;
    }

    /** Whether it is memory that has set an end to it. */
    boolean isStarved() {
        return account.taken() > trial.totalPages() / 4 * 3;
    }

    /** Frees so many large blocks that whatever keeps blocks back is full. */
    private boolean fill() {
        trial.startClock();
        int order = Math.min(FILLED_ORDER, trial.machine().profile().freeOrder());
        long part = (trial.totalPages() / FILLED_PART) >> order;
        return freeMore((long) trial.pageSize() << order, Math.max(FILLED, part));
    }

    /** Takes blocks and frees each at once. */
    private boolean freeMore(long bytes, long times) {
        try {
            for (long i = 0; i < times; i++) {
                long address = trial.allocAside(bytes, Gfp.KERNEL | Gfp.NOWARN);
                if (address == Address.NULL) break;
                trial.freeAside(address);
            }
            return true;
        } catch (OopsException died) {
            return false;
        }
    }

    /** Goes one stretch on. */
    private boolean goOn() {
        trial.startClock();
        long freesBefore = account.frees();
        long pagesBefore = account.asked();
        long mostPages = trial.isContiguous() ? Long.MAX_VALUE : STRETCH_PAGES;
        int turns = 0;
        least = Long.MAX_VALUE;
        greatest = 0;
        do {
            long before = account.frees();
            if (!steps.carryOut() || account.frees() == before) return false;
            // Whoever frees blocks so many at a time must not be met at the same point each time.
            if (turns < VARIED && !freeMore(trial.pageSize(), turns * 37L % 64)) return false;
            least = Math.min(least, account.taken());
            greatest = Math.max(greatest, account.taken());
            turns++;
        } while (turns < TURNS
                || (account.frees() - freesBefore < STRETCH && account.asked() - pagesBefore < mostPages));
        return true;
    }
}
