package kvetch.allocators;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A byte for each page frame from a first one on, 0 until set. Sparse: it costs what is set, and little far from the first.
 * Frames at which a block of the largest order may start have theirs side by side, so that many such blocks cost little.
 */
final class FrameBytes {
    private static final int SHIFT = 6;
    private static final int MASK = (1 << SHIFT) - 1;

    private final int firstFrame;
    private final int maxOrder;

    /** Of the frames that start a block, by the number of the block from that of the first frame on. */
    private byte[] starts = new byte[4];

    /** Of all others, by the number of the block and then 64 of its frames together. */
    private byte[] @Nullable [] @Nullable [] others = new byte[4][][];

    FrameBytes(int firstFrame, int maxOrder) {
        this.firstFrame = firstFrame;
        this.maxOrder = maxOrder;
    }

    /** The byte of a frame; 0 for those before the first one. */
    byte get(int frame) {
        if (frame < firstFrame) return 0;
        int block = block(frame);
        int offset = offset(frame);
        if (offset == 0) return block < starts.length ? starts[block] : 0;
        byte[] @Nullable [] inBlock = block < others.length ? others[block] : null;
        byte[] chunk = inBlock == null ? null : inBlock[offset >> SHIFT];
        return chunk == null ? 0 : chunk[offset & MASK];
    }

    void set(int frame, byte value) {
        int offset = offset(frame);
        if (offset == 0) {
            setStarts(frame, 1, value);
            return;
        }
        int block = block(frame);
        if (block >= others.length) others = Arrays.copyOf(others, Math.max(block + 1, 2 * others.length));
        byte[] @Nullable [] inBlock = others[block];
        if (inBlock == null) others[block] = inBlock = new byte[((1 << maxOrder) >> SHIFT) + 1][];
        byte[] chunk = inBlock[offset >> SHIFT];
        if (chunk == null) inBlock[offset >> SHIFT] = chunk = new byte[1 << SHIFT];
        chunk[offset & MASK] = value;
    }

    /** Whether so many blocks, one behind another, start with frames that all have the same byte. */
    boolean areStartsAlike(int frame, int count) {
        int first = block(frame);
        int end = first + count;
        return end <= starts.length && Arrays.mismatch(starts, first, end - 1, starts, first + 1, end) < 0;
    }

    /** Sets the bytes of frames that start so many blocks, one behind another. */
    void setStarts(int frame, int count, byte value) {
        int first = block(frame);
        int end = first + count;
        if (end > starts.length) starts = Arrays.copyOf(starts, Math.max(end, 2 * starts.length));
        Arrays.fill(starts, first, end, value);
    }

    private int block(int frame) {
        return (frame >> maxOrder) - (firstFrame >> maxOrder);
    }

    private int offset(int frame) {
        return frame & ((1 << maxOrder) - 1);
    }
}
