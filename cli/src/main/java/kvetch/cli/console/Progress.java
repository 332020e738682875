package kvetch.cli.console;

/** One line on stderr that says how far a command is; only where a person watches. */
public final class Progress {
    private static final int BAR = 20;

    private final Terminal terminal;
    private boolean shown;

    public Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    public void show(long done, long total, String now) {
        if (!terminal.errIsTerminal()) return;
        int filled = total == 0 ? BAR : (int) (done * BAR / total);
        String line = "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] " + done + "/" + total + "  " + now;
        terminal.err().print("\r" + Text.clip(line, terminal.width() - 1) + "\u001b[K");
        terminal.err().flush();
        shown = true;
    }

    /** Takes the line away, to make room for an answer. */
    public void clear() {
        if (!shown) return;
        terminal.err().print("\r\u001b[K");
        terminal.err().flush();
        shown = false;
    }
}
