package kvetch.properties.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
    /** From so many live blocks on they are looked up by address. */
    private static final int MANY = 64;

    private final Notes notes;
    private final Machine machine;
    private final List<Block> freed = new ArrayList<>();

    /** The live blocks, in no order. */
    private Block[] live = new Block[4];

    private int liveCount;

    /**
     * Where in {@link #live} the block at an address is, in the order of addresses: from so many blocks on that going through
     * all takes longer, and as long as no two of them overlap. Null otherwise.
     */
    private @Nullable NavigableMap<Long, Integer> places;

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

    /** One of the live ones; each has another place once one was freed. */
    Block get(int index) {
        return live[index];
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
        if (places != null) return places.getOrDefault(address, -1);
        for (int i = liveCount - 1; i >= 0; i--) if (live[i].address() == address) return i;
        return -1;
    }

    /** The first that was freed of those that started at an address; null if there is none. */
    @Nullable
    Block freedAt(long address) {
        for (Block block : freed) if (block.address() == address) return block;
        return null;
    }

    void add(Block block) {
        if (liveCount == live.length) live = Arrays.copyOf(live, 2 * liveCount);
        live[liveCount] = block;
        if (places != null) places.put(block.address(), liveCount);
        liveCount++;
        if (Long.compareUnsigned(block.address() + block.bytes(), block.address()) < 0) {
            overlapped = true;
            places = null;
        }
        if (places == null && liveCount == MANY && !overlapped) {
            places = new TreeMap<>(Long::compareUnsigned);
            for (int i = 0; i < liveCount; i++) places.put(live[i].address(), i);
        }
    }

    void free(int index) {
        Block gone = live[index];
        liveCount--;
        live[index] = live[liveCount];
        if (places != null) {
            places.remove(gone.address());
            if (index < liveCount) places.put(live[index].address(), index);
            if (liveCount < MANY / 2) places = null;
        }
        freed.add(gone);
    }

    // Where blocks overlap

    /** Looks at a block that is about to be added. */
    void lookForOverlap(Block block) {
        if (places != null && !touchesNeighbour(places, block)) return;
        for (int i = 0; i < liveCount; i++) {
            Block other = live[i];
            if (areApart(block, other)) continue;
            overlapped = true;
            places = null;
            sawOverlap = true;
            if (notes.isEnough(Fault.OVERLAP)) return;
            notes.add(Fault.OVERLAP, () -> block + " overlaps " + other, block.number(), other.number());
        }
    }

    private boolean touchesNeighbour(NavigableMap<Long, Integer> sorted, Block block) {
        if (block.bytes() <= 0 || block.address() + block.bytes() < block.address()) return true;
        Map.Entry<Long, Integer> before = sorted.floorEntry(block.address());
        Map.Entry<Long, Integer> behind = sorted.ceilingEntry(block.address());
        return (before != null && !areApart(block, live[before.getValue()]))
                || (behind != null && !areApart(block, live[behind.getValue()]));
    }

    private static boolean areApart(Block a, Block b) {
        return Long.compareUnsigned(b.address() + b.bytes(), a.address()) <= 0
                || Long.compareUnsigned(a.address() + a.bytes(), b.address()) <= 0;
    }

    // What a driver accesses

    @Override
    public @Nullable Range judge(boolean write, long address, int bytes) {
        for (int i = liveCount - 1; i >= 0; i--) {
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
