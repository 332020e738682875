package kvetch.properties.sandbox;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The frames of a stack that are of an allocator's or a driver's own code. */
final class Frames {
    private static final int MOST = 8;

    private static final String DRIVER = "kvetch.raid0.";

    private static final List<String> MACHINE = List.of("kvetch.api.", "kvetch.allocators.");

    /** What an allocator or a driver calls, and is called from, besides the machine. */
    private static final List<String> OTHERS = List.of("java.", "javax.", "jdk.", "sun.", DRIVER, "io.vavr.");

    private Frames() {}

    static Vector<String> of(Throwable thrown) {
        try {
            StackTraceElement[] stack = thrown.getStackTrace();
            Vector<String> frames = of(stack);
            return frames.isEmpty() ? ofMachine(stack) : frames;
        } catch (Throwable thrownByIt) {
            return Vector.empty();
        }
    }

    /** Of whoever is at work on a thread: the allocator in a call of it, else the driver. */
    static Vector<String> of(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        Vector<String> frames = of(stack);
        if (frames.isEmpty()) frames = above(stack, driver(stack));
        return frames.isEmpty() ? ofMachine(stack) : frames;
    }

    /** Whether something was thrown by a driver, or by what it calls or is part of. */
    static boolean isOfDriver(Throwable thrown) {
        // Of a stack that is too deep only the top is known.
        return thrown instanceof StackOverflowError || driver(thrown.getStackTrace()) >= 0;
    }

    /** Of what it inherits where none is of its own: it may have answered what that cannot go on with. */
    static Vector<String> ofDriver(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        int calls = thrown instanceof StackOverflowError ? stack.length : driver(stack);
        Vector<String> frames = above(stack, calls);
        return frames.isEmpty() ? above(stack, stack.length, Frames::isOfModel) : frames;
    }

    /** The outermost frame of the driver's; below zero if there is none. */
    private static int driver(StackTraceElement[] stack) {
        return Vector.of(stack).lastIndexWhere(Frames::isOfModel);
    }

    /** Down to the call of ours. */
    private static Vector<String> of(StackTraceElement[] stack) {
        return above(stack, call(stack));
    }

    /** Where the kernel's own allocators or the machine fail, and nobody else is at work: then it is they who are wrong. */
    private static Vector<String> ofMachine(StackTraceElement[] stack) {
        return above(stack, call(stack), Frames::isOfMachine);
    }

    /** The frame of ours that an allocator is called from; below zero if there is none. */
    private static int call(StackTraceElement[] stack) {
        return Vector.of(stack).indexWhere(frame -> frame.getClassName().equals(CallMonitor.class.getName()));
    }

    private static boolean isOfMachine(StackTraceElement frame) {
        return MACHINE.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static boolean isOfModel(StackTraceElement frame) {
        return frame.getClassName().startsWith(DRIVER);
    }

    private static boolean isOfNobodyWeKnow(StackTraceElement frame) {
        return !isOfMachine(frame) && OTHERS.stream().noneMatch(frame.getClassName()::startsWith);
    }

    /** Those of nobody we know. */
    private static Vector<String> above(StackTraceElement[] stack, int calls) {
        return above(stack, calls, Frames::isOfNobodyWeKnow);
    }

    /** Some of those above a place in the stack; repeated ones, as of a recursion, once. */
    private static Vector<String> above(StackTraceElement[] stack, int calls, Predicate<StackTraceElement> whose) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : Arrays.copyOf(stack, calls < 0 ? 0 : calls)) {
            String text = frame.getClassName() + "." + frame.getMethodName()
                    + (frame.getFileName() == null ? "" : "(" + frame.getFileName() + line(frame) + ")");
            if (whose.test(frame) && !frames.contains(text)) frames.add(text);
        }
        return Vector.ofAll(frames).take(MOST);
    }

    private static String line(StackTraceElement frame) {
        return frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "";
    }
}
