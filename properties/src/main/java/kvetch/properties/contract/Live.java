package kvetch.properties.contract;

import kvetch.api.Address;
import kvetch.properties.ledger.Ledger;

/**
 * A live block of a workload, with the part of it that its owner has written to.
 *
 * @param number the how-many-eth allocation it was
 * @param address its address
 * @param bytes what was asked for, unsigned
 * @param ksize what the allocator said of it when it was new, unsigned
 * @param usable how many bytes its owner may use
 */
record Live(int number, long address, long bytes, long ksize, long usable) {
    @Override
    public String toString() {
        return "block " + number + " (" + Ledger.count(bytes) + " at " + Address.format(address) + ")";
    }
}
