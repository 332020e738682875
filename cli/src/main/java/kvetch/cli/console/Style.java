package kvetch.cli.console;

/**
 * Colours text, or leaves it alone.
 *
 * @param coloured whether it colours
 */
public record Style(boolean coloured) {

    public String bold(String text) {
        return paint("1", text);
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("1;31", text);
    }

    public String doubtful(String text) {
        return paint("33", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
