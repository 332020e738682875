package kvetch.properties.mutants;

/**
 * One mistake.
 *
 * @param id file, step, operator, and a number among those of the same operator in that step: independent of line numbers
 * @param operator what kind of mistake it is
 * @param file the source file, without its ending
 * @param step the method
 * @param edit what is written instead of what
 */
record Mutant(String id, Operator operator, String file, String step, Edit edit) {
    private static final int MOST_SHOWN = 90;

    /**
     * A change of a source text.
     *
     * @param start where it begins
     * @param before what is there
     * @param after what a mistaken programmer has written instead
     */
    record Edit(int start, String before, String after) {
        String in(String source) {
            return source.substring(0, start) + after + source.substring(start + before.length());
        }
    }

    /** What was changed, in one line. */
    String change() {
        String after = edit.after.equals(";") ? "nothing" : code(edit.after);
        return code(edit.before) + " -> " + after;
    }

    private static String code(String text) {
        String line =
                text.replaceAll("//[^\n]*\n", "\n").replaceAll("\\s+", " ").strip();
        String shown = line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN - 3) + "...";
        return "`" + shown.replace("|", "\\|") + "`";
    }
}
