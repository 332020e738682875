package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The frames of a stack that are of an allocator's own code. */
final class Frames {
    private static final int MOST = 8;

    /** What an allocator calls, and is called from. */
    private static final List<String> OTHERS =
            List.of("java.", "javax.", "jdk.", "sun.", "kvetch.api.", "kvetch.allocators.", "io.vavr.");

    private Frames() {}

    static Vector<String> of(Throwable thrown) {
        try {
            return of(thrown.getStackTrace());
        } catch (Throwable thrownByIt) {
            return Vector.empty();
        }
    }

    static Vector<String> of(Thread thread) {
        return of(thread.getStackTrace());
    }

    /** Down to the call of ours; repeated ones, as of a recursion, once. */
    private static Vector<String> of(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        int calls = Vector.of(stack).indexWhere(frame -> frame.getClassName().equals(Watch.class.getName()));
        for (StackTraceElement frame : Arrays.copyOf(stack, calls < 0 ? 0 : calls)) {
            String text = frame.getClassName() + "." + frame.getMethodName()
                    + (frame.getFileName() == null ? "" : "(" + frame.getFileName() + line(frame) + ")");
            boolean isOthers = OTHERS.stream().anyMatch(frame.getClassName()::startsWith);
            if (!isOthers && !frames.contains(text)) frames.add(text);
        }
        return Vector.ofAll(frames).take(MOST);
    }

    private static String line(StackTraceElement frame) {
        return frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "";
    }
}
