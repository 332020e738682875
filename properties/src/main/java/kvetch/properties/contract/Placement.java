package kvetch.properties.contract;

import kvetch.api.Address;
import kvetch.properties.evidence.Fault;
import kvetch.properties.ledger.Ledger;

/** Looks at where blocks are: within memory, in the range of their family, and with a guard behind them where that has one. */
final class Placement {
    private final Trial trial;

    Placement(Trial trial) {
        this.trial = trial;
    }

    /** Looks at an address that was just answered. */
    void lookAt(int number, long address, long bytes) {
        long memory = trial.totalPages() * trial.pageSize();
        if (Long.compareUnsigned(bytes, memory) > 0)
            trial.note(
                    Fault.ABOVE_MEMORY,
                    () -> describe(number, address, bytes) + " is served, but the machine has "
                            + Long.toUnsignedString(memory) + " bytes in all",
                    number);
        boolean virtual = Address.isVmalloc(address);
        boolean wrong = switch (trial.family()) {
            case KMALLOC, PAGES -> virtual;
            case VMALLOC -> !virtual;
            case KVMALLOC -> false;
        };
        if (wrong)
            trial.note(
                    Fault.WRONG_RANGE,
                    () -> describe(number, address, bytes) + " lies in the "
                            + (virtual ? "vmalloc range" : "direct map"),
                    number);
    }

    private static String describe(int number, long address, long bytes) {
        return "allocation " + number + " (" + Ledger.count(bytes) + " at " + Address.format(address) + ")";
    }

    /** Looks at what is behind a live block. */
    void lookBehind(Live block) {
        if (!Address.isVmalloc(block.address()) || block.usable() <= 0) return;
        int pageSize = trial.pageSize();
        long end = (block.address() + block.usable() + pageSize - 1) & -pageSize;
        if (trial.machine().memory().isMapped(end, 1))
            trial.note(
                    Fault.NO_GUARD,
                    () -> "behind " + block + " the page at " + Address.format(end) + " is mapped",
                    block.number());
    }
}
