package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last frame that was pushed is the first that is popped, whether it came alone or in a run. */
class FrameStackTest {
    private final FrameStack stack = new FrameStack();

    @Test
    void aNewOneIsEmpty() {
        assertThat(stack.isEmpty()).isTrue();
    }

    @Test
    void theLastOfARunIsOnTop() {
        stack.push(8, 4, 3);
        assertThat(popped()).containsExactly(16, 12, 8);
    }

    @Test
    void runsAndSingleFramesLieOnEachOther() {
        stack.push(1);
        stack.push(100, 10, 6);
        stack.push(2);
        stack.push(200, 20, 2);
        assertThat(popped()).containsExactly(220, 200, 2, 150, 140, 130, 120, 110, 100, 1);
    }

    @Test
    void whatIsLeftOfARunStaysBelowWhatComesLater() {
        stack.push(100, 10, 4);
        stack.pop();
        stack.push(7);
        assertThat(popped()).containsExactly(7, 120, 110, 100);
    }

    @Test
    void aFrameIsDroppedWhereItIsOnTopOnly() {
        stack.push(5);
        stack.push(100, 10, 2);
        stack.dropFromTop(5);
        stack.dropFromTop(110);
        assertThat(popped()).containsExactly(100, 5);
    }

    @Test
    void nothingIsDroppedFromAnEmptyOne() {
        stack.dropFromTop(0);
        assertThat(stack.isEmpty()).isTrue();
    }

    private List<Integer> popped() {
        List<Integer> frames = new ArrayList<>();
        while (!stack.isEmpty()) frames.add(stack.pop());
        return frames;
    }
}
