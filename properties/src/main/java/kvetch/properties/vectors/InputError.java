package kvetch.properties.vectors;

/**
 * Why a file cannot be used as recordings.
 *
 * @param file the file, as the caller named it
 * @param line the line that is wrong, from 1; 0 where the file as a whole is
 * @param problem what is wrong
 * @param remedy what would be right
 */
public record InputError(String file, int line, String problem, String remedy) {

    /**
     * The error in one line.
     *
     * @return {@code FILE:LINE: what is wrong; what would be right}, without the line number where there is no line
     */
    public String message() {
        return file + (line == 0 ? "" : ":" + line) + ": " + problem + "; " + remedy;
    }
}
