package kvetch.allocators;

import java.util.Arrays;

/** A stack of frame numbers. */
final class FrameStack {
    private int[] frames = new int[4];
    private int size;

    /** On top of {@link #frames}: so many, from one on and with the same distance between them, the last on top. */
    private int count;

    private int first;
    private int step;

    boolean isEmpty() {
        return size + count == 0;
    }

    void push(int frame) {
        unfold();
        if (size == frames.length) frames = Arrays.copyOf(frames, 2 * size);
        frames[size++] = frame;
    }

    void push(int frame, int distance, int howMany) {
        unfold();
        first = frame;
        step = distance;
        count = howMany;
    }

    private void unfold() {
        if (size + count > frames.length) frames = Arrays.copyOf(frames, Math.max(size + count, 2 * size));
        for (int i = 0; i < count; i++) frames[size++] = first + i * step;
        count = 0;
    }

    int pop() {
        if (count > 0) return first + --count * step;
        return frames[--size];
    }

    void dropFromTop(int frame) {
        unfold();
        if (size > 0 && frames[size - 1] == frame) size--;
    }
}
