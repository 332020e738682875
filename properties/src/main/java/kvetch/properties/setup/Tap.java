package kvetch.properties.setup;

import java.util.function.Function;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.Memory;
import kvetch.properties.ledger.Ledger;

/** Listens in between whoever uses a machine and its allocators and memory, which the ledger watches; by default to nothing. */
public interface Tap {
    /** Nobody listens. */
    Tap NONE = new Tap() {};

    /** A machine has booted. */
    default void boots(Setup setup, Machine machine, Ledger ledger) {}

    /** The allocator of the tables, or of the blocks of a workload. */
    default Allocator tables(Allocator allocator) {
        return allocator;
    }

    /** The kernel's own allocators. */
    default Function<Family, Allocator> others(Function<Family, Allocator> allocators) {
        return allocators;
    }

    default Memory memory(Memory memory) {
        return memory;
    }

    /** A workload was carried out; what follows goes through it again to see what grows. */
    default void isOver() {}
}
