package kvetch.properties.ledger;

import java.util.HashMap;
import java.util.Map;

/** Which bytes of a block hold what somebody has put there. */
sealed interface Contents {

    /** All of them: it was asked for with __GFP_ZERO. Where the allocator does not zero, that is a fault of its own. */
    enum Zeroed implements Contents {
        /** The only one. */
        ZEROED
    }

    /** Those that the driver has stored to. */
    final class Stored implements Contents {
        private static final int BITS = 6;

        /** For each 64 bytes of the block, from its beginning, which of them. */
        private final Map<Long, Long> masks = new HashMap<>();

        /** Somebody stores to some bytes. */
        void store(long into, int bytes) {
            for (long at = into; at < into + bytes; at++) masks.merge(at >>> BITS, 1L << at, (mask, bit) -> mask | bit);
        }

        /** The first of some bytes that nobody has stored to; -1 if there is none. */
        long firstMissing(long into, int bytes) {
            for (long at = into; at < into + bytes; at++)
                if ((masks.getOrDefault(at >>> BITS, 0L) & 1L << at) == 0) return at;
            return -1;
        }
    }

    /** Of a block that was asked for with or without __GFP_ZERO. */
    static Contents of(boolean isZeroed) {
        return isZeroed ? Zeroed.ZEROED : new Stored();
    }
}
