package kvetch.properties.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Machine;
import kvetch.api.MemoryGuard;
import kvetch.properties.evidence.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that a driver has and had: finds one by its address, and notes where two overlap. The driver may access the live
 * ones, and what it accesses beside is noted.
 */
final class Blocks implements MemoryGuard {
    private final Notes notes;
    private final Machine machine;
    private final List<Block> freed = new ArrayList<>();

    /** The live blocks by address, unsigned; of those at the same address the one that was added last is behind the others. */
    private Block[] live = new Block[4];

    private int liveCount;

    /** Whether bytes may be shared among live blocks, so that more than a block's neighbours have to be looked at. */
    private boolean overlapped;

    private boolean sawOverlap;

    Blocks(Notes notes, Machine machine) {
        this.notes = notes;
        this.machine = machine;
    }

    /** How many are live. */
    int live() {
        return liveCount;
    }

    /** One of the live ones; others have other places once one is added or freed. */
    Block get(int index) {
        return live[index];
    }

    /** The live ones in the order in which they were handed out. */
    List<Block> inOrder() {
        return Arrays.stream(live, 0, liveCount)
                .sorted(Comparator.comparingInt(Block::number))
                .toList();
    }

    /** How many were freed. */
    int freed() {
        return freed.size();
    }

    /** Whether it was noted that one shares bytes with another. */
    boolean sawOverlap() {
        return sawOverlap;
    }

    /** Where the live one is that starts at an address; -1 if there is none. */
    int indexOf(long address) {
        int last = behind(address) - 1;
        return last >= 0 && live[last].address() == address ? last : -1;
    }

    /** How many live ones start at an address or before it. */
    private int behind(long address) {
        int from = 0;
        int to = liveCount;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(live[middle].address(), address) <= 0) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /** The first that was freed of those that started at an address; null if there is none. */
    @Nullable
    Block freedAt(long address) {
        for (Block block : freed) if (block.address() == address) return block;
        return null;
    }

    void add(Block block) {
        if (liveCount == live.length) live = Arrays.copyOf(live, 2 * liveCount);
        int index = behind(block.address());
        System.arraycopy(live, index, live, index + 1, liveCount - index);
        live[index] = block;
        liveCount++;
        overlapped |= reachesPastAll(block);
    }

    void free(int index) {
        freed.add(live[index]);
        liveCount--;
        System.arraycopy(live, index + 1, live, index, liveCount - index);
    }

    private static boolean reachesPastAll(Block block) {
        return Long.compareUnsigned(block.address() + block.bytes(), block.address()) < 0;
    }

    // Where blocks overlap

    /** Looks at a block that is about to be added. */
    void lookForOverlap(Block block) {
        if (!overlapped && !touchesNeighbour(block)) return;
        for (int i = 0; i < liveCount; i++) {
            Block other = live[i];
            if (areApart(block, other)) continue;
            overlapped = true;
            sawOverlap = true;
            if (notes.isEnough(Fault.OVERLAP)) return;
            notes.add(Fault.OVERLAP, () -> block + " overlaps " + other, block.number(), other.number());
        }
    }

    private boolean touchesNeighbour(Block block) {
        if (block.bytes() <= 0 || reachesPastAll(block)) return true;
        int behind = behind(block.address());
        return (behind > 0 && !areApart(block, live[behind - 1]))
                || (behind < liveCount && !areApart(block, live[behind]));
    }

    private static boolean areApart(Block a, Block b) {
        return Long.compareUnsigned(b.address() + b.bytes(), a.address()) <= 0
                || Long.compareUnsigned(a.address() + a.bytes(), b.address()) <= 0;
    }

    // What a driver accesses

    @Override
    public @Nullable Range judge(boolean write, long address, int bytes) {
        for (int i = behind(address) - 1; i >= 0; i--) {
            Block block = live[i];
            long into = address - block.address();
            if (into >= 0 && into <= block.bytes() - bytes)
                return block.contents() instanceof Contents.Stored stored
                        ? judge(write, into, bytes, block, stored)
                        : new Range(block.address(), block.bytes());
        }
        noteBadAccess(write, address, bytes);
        return null;
    }

    /** Nothing but the bytes of this access is allowed from now on: those beside them may not have been stored to. */
    private @Nullable Range judge(boolean write, long into, int bytes, Block block, Contents.Stored stored) {
        if (write) stored.store(into, bytes);
        long missing = stored.firstMissing(into, bytes);
        if (missing < 0) return new Range(block.address() + into, bytes);
        notes.add(
                Fault.READ_BEFORE_STORE,
                () -> "read of " + Ledger.count(bytes) + " in "
                        + machine.callTrace().headOption().getOrElse("the driver")
                        + ": byte " + Long.toUnsignedString(missing) + " of " + block
                        + " was asked for without __GFP_ZERO, and nobody has stored to it",
                block.number());
        return null;
    }

    private void noteBadAccess(boolean write, long address, int bytes) {
        String access = (write ? "write" : "read") + " of " + Ledger.count(bytes) + " at " + Address.format(address);
        for (Block block : freed) {
            long into = address - block.address();
            if (into >= 0 && into < block.bytes()) {
                notes.add(
                        write ? Fault.WRITE_AFTER_FREE : Fault.READ_AFTER_FREE,
                        () -> access + ", in freed " + block,
                        block.number());
                return;
            }
        }
        notes.add(write ? Fault.WRITE_OUTSIDE : Fault.READ_OUTSIDE, () -> access + ", in no live block");
    }
}
