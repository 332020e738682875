package kvetch.properties.sandbox;

import java.io.OutputStream;
import java.io.PrintStream;

/** Keeps what threads in a sandbox print away from the standard output and error of the process. */
public final class OutputCapture implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    public OutputCapture() {
        if (!(out instanceof Diverted)) System.setOut(new Diverted("stdout", out));
        if (!(err instanceof Diverted)) System.setErr(new Diverted("stderr", err));
    }

    /** Puts things back, whatever was done to them meanwhile. */
    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }

    private static final class Diverted extends PrintStream {
        Diverted(String name, PrintStream original) {
            super(new Fork(name, original), true);
        }
    }

    private static final class Fork extends OutputStream {
        private final String name;
        private final PrintStream original;

        Fork(String name, PrintStream original) {
            this.name = name;
            this.original = original;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int count) {
            SandboxThreads inmates = SandboxThreads.ofCurrentThread();
            if (inmates == null) original.write(data, offset, count);
            else inmates.print(name, data, offset, count);
        }

        @Override
        public void flush() {
            if (SandboxThreads.ofCurrentThread() == null) original.flush();
        }
    }
}
