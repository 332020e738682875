package kvetch.live.guest;

import java.util.List;

/** A guest that answers from a script of the shell, in which {@code id} is the number of a command and {@code name} the command. */
final class ScriptedGuest {
    static final String UP = "echo '=kv ready 6.1.999 4096 2000000 once raid0 loop';";

    private static final long BOOT_MS = 30_000;

    private ScriptedGuest() {}

    /** One that is up and answers each command in such a way. */
    static Guest answering(String answer, long patienceMs) {
        return running(UP + "while read -r id name args; do " + answer + "; done", patienceMs);
    }

    static Guest running(String script, long patienceMs) {
        return Guest.boot(List.of("/bin/sh", "-c", script), "6.1.999", BOOT_MS, patienceMs);
    }
}
