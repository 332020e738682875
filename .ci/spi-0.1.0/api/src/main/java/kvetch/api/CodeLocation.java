package kvetch.api;

/**
 * A place in kernel source, as a splat names it.
 *
 * @param file path from the top of the kernel tree, for example {@code mm/slub.c}
 * @param line line number, or 0 where it is not known
 * @param function the function, for example {@code __kvmalloc_node_noprof}
 */
public record CodeLocation(String file, int line, String function) {

    /**
     * File and line as the kernel prints them.
     *
     * @return for example {@code mm/slub.c:6946}, without the line where it is not known
     */
    public String fileAndLine() {
        return line == 0 ? file : file + ":" + line;
    }
}
