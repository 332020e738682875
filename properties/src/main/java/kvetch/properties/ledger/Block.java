package kvetch.properties.ledger;

import kvetch.api.Address;
import kvetch.api.Family;

/**
 * A block that an allocator handed out.
 *
 * @param number the how-many-eth allocation of the life it was, from 1
 * @param address its address
 * @param bytes what was asked for, unsigned
 * @param family the family whose free it must come back through
 * @param contents which of its bytes the driver may read
 * @param from what to say that it came from: the kernel's function, or the author's own allocator
 */
record Block(int number, long address, long bytes, Family family, Contents contents, String from) {
    @Override
    public String toString() {
        return "allocation " + number + " (" + Ledger.count(bytes) + " at " + Address.format(address) + " from " + from
                + ")";
    }
}
