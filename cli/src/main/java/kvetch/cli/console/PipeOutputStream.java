package kvetch.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells when whoever reads has gone. What cannot be written into a pipe or a socket is for nobody; a file that cannot be
 * written is another matter, and stays an {@link IOException}.
 */
public final class PipeOutputStream extends FilterOutputStream {
    private final boolean isPipe;

    public PipeOutputStream(OutputStream out, boolean isPipe) {
        super(out);
        this.isPipe = isPipe;
    }

    /** Whether a file descriptor of this process is a pipe or a socket; false where nobody can tell. */
    public static boolean isPipe(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * Writes.
     *
     * @throws OutputClosed if there is no one to read
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (isPipe || "Broken pipe".equals(e.getMessage())) throw new OutputClosed();
            throw e;
        }
    }
}
