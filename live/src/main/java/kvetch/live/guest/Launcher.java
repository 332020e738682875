package kvetch.live.guest;

import java.nio.file.Path;
import java.util.List;

/** How a kernel is made to run as a process. */
public interface Launcher {
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
}
