package kvetch.cli.console;

/** Writes lines, and no two empty ones in a row. */
public final class Paragraphs {
    private final Terminal terminal;
    private boolean lastWasBlank;

    public Paragraphs(Terminal terminal) {
        this.terminal = terminal;
    }

    public int width() {
        return terminal.width();
    }

    public Style style() {
        return terminal.style();
    }

    public void say(String line) {
        terminal.say(line);
        lastWasBlank = line.isEmpty();
    }

    /** An empty line, unless there is one already. */
    public void blank() {
        if (!lastWasBlank) say("");
    }
}
