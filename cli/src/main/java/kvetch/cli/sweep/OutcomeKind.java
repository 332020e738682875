package kvetch.cli.sweep;

import kvetch.api.Splat;
import kvetch.cli.picture.Texture;
import kvetch.properties.Sweep;
import kvetch.raid0.Errno;

/** What an outcome looks like: a colour, a texture and a letter, each of which is enough to tell it by. */
enum OutcomeKind {
    STARTED("S", "it starts", "good", Texture.PLAIN),
    REFUSED("R", "refused for what the disks are: EINVAL", "quiet", Texture.PLAIN),
    NO_MEMORY("N", "ENOMEM without a word", "quiet", Texture.DOTS),
    LOGGED("L", "ENOMEM with a line in the log", "doubtful", Texture.LEVEL),
    KILLED("K", "the caller is killed, out of memory", "wrong", Texture.GRID),
    WARNED("W", "a WARN", "wrong", Texture.SLANTED),
    DIED("D", "the kernel dies", "wrong", Texture.UPRIGHT),
    OTHER("?", "something else, as the table says", "", Texture.DOTS);

    private final String letter;
    private final String words;
    private final String colour;
    private final Texture texture;

    OutcomeKind(String letter, String words, String colour, Texture texture) {
        this.letter = letter;
        this.words = words;
        this.colour = colour;
        this.texture = texture;
    }

    static OutcomeKind of(Sweep.Outcome outcome) {
        Splat.Kind splat = outcome.splat();
        if (splat == Splat.Kind.OOM_KILL) return KILLED;
        if (splat == Splat.Kind.WARN) return WARNED;
        if (splat != null) return DIED;
        Errno errno = outcome.errno();
        if (errno == Errno.EINVAL) return REFUSED;
        if (errno == Errno.ENOMEM) return outcome.logged() ? LOGGED : NO_MEMORY;
        return errno == null && outcome.reason().isEmpty() ? STARTED : OTHER;
    }

    String letter() {
        return letter;
    }

    String words() {
        return words;
    }

    String style() {
        return colour.isEmpty() ? "area" : "area " + colour;
    }

    Texture texture() {
        return texture;
    }
}
