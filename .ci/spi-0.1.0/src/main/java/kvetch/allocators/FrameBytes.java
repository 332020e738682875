package kvetch.allocators;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A byte for each page frame from a first one on, 0 until set. Sparse: it costs what is set, and little far from the first. */
final class FrameBytes {
    private static final int SHIFT = 6;
    private static final int MASK = (1 << SHIFT) - 1;

    private final int firstFrame;
    private byte[] @Nullable [] chunks = new byte[4][];

    FrameBytes(int firstFrame) {
        this.firstFrame = firstFrame;
    }

    /** The byte of a frame; 0 for those before the first one. */
    byte get(int frame) {
        int at = frame - firstFrame;
        if (at < 0 || at >> SHIFT >= chunks.length) return 0;
        byte[] chunk = chunks[at >> SHIFT];
        return chunk == null ? 0 : chunk[at & MASK];
    }

    void set(int frame, byte value) {
        int at = frame - firstFrame;
        int index = at >> SHIFT;
        if (index >= chunks.length) chunks = Arrays.copyOf(chunks, Math.max(index + 1, 2 * chunks.length));
        byte[] chunk = chunks[index];
        if (chunk == null) chunks[index] = chunk = new byte[1 << SHIFT];
        chunk[at & MASK] = value;
    }
}
