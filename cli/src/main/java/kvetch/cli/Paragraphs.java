package kvetch.cli;

/** Writes lines, and no two empty ones in a row. */
final class Paragraphs {
    private final Terminal terminal;
    private boolean lastWasBlank;

    Paragraphs(Terminal terminal) {
        this.terminal = terminal;
    }

    int width() {
        return terminal.width();
    }

    Style style() {
        return terminal.style();
    }

    void say(String line) {
        terminal.say(line);
        lastWasBlank = line.isEmpty();
    }

    /** An empty line, unless there is one already. */
    void blank() {
        if (!lastWasBlank) say("");
    }
}
