package kvetch.properties.contract;

import kvetch.api.AddressSpace;
import kvetch.properties.evidence.Fault;

/** What owners write to their blocks, a pattern for each; it has to be there for as long as the block lives. */
final class Marks {
    private static final int MARKED_BYTES = 64;
    private static final int MARKED_PAGES = 12;

    private final Trial trial;
    private final AddressSpace memory;
    private final int pageSize;

    /** Those of the block that is being looked at, as many as {@link #collectOffsets} says. */
    private final long[] offsets = new long[4 * MARKED_BYTES / Long.BYTES + MARKED_PAGES + 8];

    Marks(Trial trial) {
        this.trial = trial;
        this.memory = trial.machine().memory();
        this.pageSize = trial.pageSize();
    }

    /** Writes to a block that is new. */
    void write(Live block) {
        // Two owners of the same bytes would each find the other's; that they overlap has been noted.
        if (trial.ledger().sawOverlap()) return;
        int count = collectOffsets(block);
        for (int i = 0; i < count; i++) {
            long offset = offsets[i];
            if (offset + Long.BYTES <= block.usable())
                memory.writeU64(block.address() + offset, pattern(block, offset));
            else
                for (long at = offset; at < block.usable(); at++)
                    memory.writeByte(block.address() + at, (byte) pattern(block, at));
        }
        for (long at = step(block); at + Long.BYTES <= block.usable(); at += step(block)) writeAcross(block, at);
    }

    /** What is there stays the same, but is stored by other words, one of which begins on one page and ends on the next. */
    private void writeAcross(Live block, long page) {
        long address = block.address() + page;
        memory.writeU32(address - Long.BYTES, (int) pattern(block, page - Long.BYTES));
        memory.writeU64(address - Integer.BYTES, across(block, page));
        memory.writeU32(address + Integer.BYTES, (int) (pattern(block, page) >>> Integer.SIZE));
    }

    /** The word that begins half a word before a page. */
    private static long across(Live block, long page) {
        return (pattern(block, page - Long.BYTES) >>> Integer.SIZE) | (pattern(block, page) << Integer.SIZE);
    }

    /**
     * Reads what was written.
     *
     * @param brief whether the first bytes and the last will do
     */
    void lookAt(Live block, boolean brief) {
        if (block.usable() == 0 || trial.ledger().sawOverlap()) return;
        if (!memory.isMapped(block.address(), block.usable())) {
            trial.note(Fault.CORRUPTED, () -> block + " is no longer mapped", block.number());
            return;
        }
        int count = brief ? collectEnds(block) : collectOffsets(block);
        for (int i = 0; i < count; i++) {
            long offset = offsets[i];
            boolean whole = offset + Long.BYTES <= block.usable();
            long last = whole ? offset : block.usable() - 1;
            for (long at = offset; at <= last; at++) {
                boolean same = whole
                        ? memory.readU64(block.address() + at) == pattern(block, at)
                        : memory.readByte(block.address() + at) == (byte) pattern(block, at);
                if (same) continue;
                long changed = at;
                trial.note(
                        Fault.CORRUPTED,
                        () -> block + " has changed at byte " + changed + ", where its owner had written",
                        block.number());
                return;
            }
        }
        if (!brief) lookAcross(block);
    }

    private void lookAcross(Live block) {
        for (long at = step(block); at + Long.BYTES <= block.usable(); at += step(block)) {
            long address = block.address() + at;
            long written = across(block, at);
            boolean same = memory.readU64(address - Integer.BYTES) == written
                    && memory.readU32(address - Short.BYTES) == (int) (written >>> Short.SIZE);
            if (same) continue;
            long page = at;
            trial.note(
                    Fault.CORRUPTED,
                    () -> block + " has changed where byte " + page + " begins a page, and its owner had written a word"
                            + " across",
                    block.number());
            return;
        }
    }

    /** From one page that is marked to the next. */
    private long step(Live block) {
        return Math.max(1, block.usable() / pageSize / MARKED_PAGES) * pageSize;
    }

    /** Of the offsets that are written to the first and the last ones. */
    private int collectEnds(Live block) {
        offsets[0] = 0;
        offsets[1] = (block.usable() - 1) & -Long.BYTES;
        return block.usable() <= 2 * Long.BYTES ? 1 : 2;
    }

    /** The offsets that are written to and looked at: the first and last bytes, those next to what was asked for, each page. */
    private int collectOffsets(Live block) {
        int count = 0;
        for (long at = 0; at < Math.min(block.usable(), MARKED_BYTES); at += Long.BYTES) offsets[count++] = at;
        if (block.bytes() < block.usable()) count = collectBefore(block.bytes(), count);
        count = collectBefore(block.usable(), count);
        long step = step(block);
        for (long at = step; at < block.usable() && count < offsets.length; at += step) offsets[count++] = at;
        return count;
    }

    private int collectBefore(long end, int before) {
        int count = before;
        long from = Math.max(MARKED_BYTES, (end - MARKED_BYTES) & -Long.BYTES);
        for (long at = from; at < end; at += Long.BYTES) offsets[count++] = at;
        return count;
    }

    private static long pattern(Live block, long offset) {
        return (block.number() + offset * 0x2545_f491_4f6c_dd1dL) * 0x9e37_79b9_7f4a_7c15L | 0x0101_0101_0101_0101L;
    }
}
