package kvetch.live.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An archive as kernels unpack it at boot: cpio in the format newc. */
public final class Initramfs {
    private static final int FOLDER = 0040755;
    private static final int PROGRAM = 0100755;
    private static final int CHARACTER_DEVICE = 0020600;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private int inode;

    public Initramfs folder(String path) {
        entry(path, FOLDER, 0, 0, new byte[0]);
        return this;
    }

    public Initramfs file(String path, byte[] content) {
        entry(path, PROGRAM, 0, 0, content);
        return this;
    }

    public Initramfs device(String path, int major, int minor) {
        entry(path, CHARACTER_DEVICE, major, minor, new byte[0]);
        return this;
    }

    public byte[] end() {
        entry("TRAILER!!!", 0, 0, 0, new byte[0]);
        return archive.toByteArray();
    }

    private void entry(String path, int mode, int major, int minor, byte[] content) {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        // magic, inode, mode, uid, gid, links, mtime, size, device, the device it is, length of the name, check
        int[] fields = {++inode, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, name.length, 0};
        StringBuilder head = new StringBuilder("070701");
        for (int field : fields) head.append(String.format(Locale.ROOT, "%08x", field));
        archive.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        archive.writeBytes(name);
        pad();
        archive.writeBytes(content);
        pad();
    }

    /** Everything begins at a multiple of four. */
    private void pad() {
        while (archive.size() % 4 != 0) archive.write(0);
    }
}
