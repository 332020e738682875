package kvetch.dist;

/** Completion for zsh: that for bash, which zsh understands, as a function that is loaded when it is first asked. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String of(String bash) {
        // What sets zsh up where the script is read by hand: here the shell has done so.
        String functions = bash.substring(bash.indexOf("\nfi\n", bash.indexOf("ZSH_VERSION")) + "\nfi\n".length());
        return "#compdef kvetch\n\nautoload -U +X bashcompinit && bashcompinit\n" + functions
                + "\n_bash_complete -o default -F _complete_kvetch\n";
    }
}
