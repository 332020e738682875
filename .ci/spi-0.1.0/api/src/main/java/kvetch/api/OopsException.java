package kvetch.api;

/**
 * Unwinds the simulated kernel when it dies: a BUG, a fault, a divide error or a panic. It stands for the death of the kernel
 * task, so it carries a {@link Splat} and no Java stack trace. Only the machine throws it and only the driver's entry points
 * catch it; an allocator lets it pass.
 */
public final class OopsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Splat splat;

    OopsException(Splat splat) {
        super(splat.headline(), null, false, false);
        this.splat = splat;
    }

    /**
     * What the kernel printed.
     *
     * @return a splat, never of kind WARN
     */
    public Splat splat() {
        return splat;
    }
}
