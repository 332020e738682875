package kvetch.live.guest;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A guest that answers from a script of the shell, in which {@code id} is the number of a command, {@code name} the command and
 * {@code args} the rest of it.
 */
public final class ScriptedGuest {
    /** It says that it is up. */
    public static final String UP = "echo '=kv ready 6.1.999 4096 2000000 once raid0 loop';";

    private static final String SILENCE = "now silent";
    private static final long LONG_MS = 60_000;

    private ScriptedGuest() {}

    /** Says no more, and does not end; on the clock of these guests all the time there is goes by then. */
    static final String SILENT = "echo '" + SILENCE + "'; exec sleep 1000";

    /** One that is up and answers each command in such a way. */
    public static Guest answering(String answer) {
        return running(UP + "while read -r id name args; do " + answer + "; done");
    }

    /** One that does what a script says from the start. */
    static Guest running(String script) {
        return Guest.boot(
                List.of("/bin/sh", "-c", script), "6.1.999", process -> ScriptedGuest::next, LONG_MS, LONG_MS);
    }

    private static @Nullable String next(BlockingQueue<String> lines, long ms) throws InterruptedException {
        if (ms <= 0) return null;
        String line = lines.take();
        return line.equals(SILENCE) ? null : line;
    }
}
