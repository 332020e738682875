/**
 * Real kernels as targets of the laws: a kernel runs as a process, with a small program of Kvetch's own in it, and what can be
 * seen of an array from outside is put before the same laws as a model is.
 *
 * <p>{@link kvetch.live.LiveKernel} is the way in.
 */
module kvetch.live {
    requires transitive kvetch.properties;
    requires com.google.gson;
    requires org.tukaani.xz;

    exports kvetch.live;
    exports kvetch.live.guest to
            kvetch.cli;
}
