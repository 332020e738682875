package kvetch.properties.contract;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The live blocks of a workload, the oldest first. Costs little at both ends, however many there are. */
final class LiveBlocks {
    private @Nullable Live[] blocks = new Live[16];
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The one in a place, counted from the oldest. */
    Live get(int index) {
        return Objects.requireNonNull(blocks[first + index]);
    }

    void add(Live block) {
        if (first + size == blocks.length) makeRoom();
        blocks[first + size++] = block;
    }

    private void makeRoom() {
        @Nullable Live[] larger = size > blocks.length / 2 ? new Live[2 * blocks.length] : blocks;
        System.arraycopy(blocks, first, larger, 0, size);
        if (larger == blocks) Arrays.fill(blocks, size, first + size, null);
        blocks = larger;
        first = 0;
    }

    void remove(int index) {
        if (index < size / 2) {
            System.arraycopy(blocks, first, blocks, first + 1, index);
            blocks[first++] = null;
        } else {
            System.arraycopy(blocks, first + index + 1, blocks, first + index, size - index - 1);
            blocks[first + size - 1] = null;
        }
        size--;
        if (size == 0) first = 0;
    }
}
