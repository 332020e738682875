package kvetch.properties.sandbox;

import io.vavr.collection.Vector;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The threads of a sandbox, and what they print. Whatever thread one of them starts is another. */
final class SandboxThreads extends ThreadGroup {
    private static final int LONGEST_LINE = 1024;

    private final Object lock = new Object();
    private byte[] firstLine = new byte[80];
    private int length;
    private boolean firstLineEnded;
    private long bytes;
    private String stream = "";

    SandboxThreads(String allocator) {
        super("kvetch-" + allocator);
    }

    /** The ones among whom the current thread is; null if it is in no sandbox. */
    static @Nullable SandboxThreads ofCurrentThread() {
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent())
            if (group instanceof SandboxThreads inmates) return inmates;
        return null;
    }

    Vector<Thread> threads() {
        Thread[] threads = new Thread[activeCount() + 16];
        int count = enumerate(threads);
        return Vector.of(Arrays.copyOf(threads, count));
    }

    void print(String to, byte[] data, int offset, int count) {
        synchronized (lock) {
            if (bytes == 0) stream = to;
            bytes += count;
            for (int i = offset; i < offset + count && !firstLineEnded; i++) {
                if (length == firstLine.length) firstLine = Arrays.copyOf(firstLine, 2 * length);
                if (data[i] == '\n' ? length > 0 : length == LONGEST_LINE) firstLineEnded = true;
                else firstLine[length++] = data[i];
            }
        }
    }

    /** What was printed since this was last asked, in a few words; empty if nothing was. */
    String takeOutput() {
        synchronized (lock) {
            if (bytes == 0) return "";
            String line = Lines.of(new String(firstLine, 0, length, Charset.defaultCharset()));
            String text = "prints to " + stream + "; the first line is '" + line + "'";
            bytes = 0;
            length = 0;
            firstLineEnded = false;
            return text;
        }
    }

    /** A thread that dies does so quietly. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        byte[] text = ("exception in thread '" + thread.getName() + "': " + Lines.of(thrown) + "\n")
                .getBytes(Charset.defaultCharset());
        if (!(thrown instanceof CallMonitor.AbandonedException)) print("stderr", text, 0, text.length);
    }
}
