package kvetch.live.guest;

import java.nio.file.Path;
import java.util.List;

/** How a kernel is made to run as a process. */
public interface Launcher {
    /**
     * The one for a kernel.
     *
     * @param kernel a user-mode kernel or a bootable image
     * @param memoryMb memory of each guest in MiB
     * @throws LiveProblem if it is neither, or cannot be run here
     */
    static Launcher of(Path kernel, int memoryMb) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        BootableImage image = BootableImage.read(kernel);
        return image == null ? new UmlLauncher(kernel, path, memoryMb) : new QemuLauncher(image, path, memoryMb);
    }

    /**
     * The kernel's release.
     *
     * @throws LiveProblem if it does not say
     */
    String release();

    /**
     * What starts it, with its console on standard input and output.
     *
     * @param initrd the archive with the guest's program
     * @param folder one that is removed when it has ended
     */
    List<String> command(Path initrd, Path folder);

    /** What else could be run where it does not come up, from a semicolon on; empty if nothing. */
    default String otherwise() {
        return "";
    }
}
