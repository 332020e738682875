package kvetch.raid0;

/** The error numbers that starting an array or reading from it can end with. */
public enum Errno {
    /** Input/output error. */
    EIO(5),
    /** Out of memory. */
    ENOMEM(12),
    /** Invalid argument. */
    EINVAL(22),
    /** Operation not supported. */
    EOPNOTSUPP(95),
    /** Of the kernel's own, and not meant for anybody outside of it: with it early releases refuse a layout that is not set. */
    ENOTSUPP(524);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /**
     * The number.
     *
     * @return as in errno.h, positive
     */
    public int number() {
        return number;
    }
}
