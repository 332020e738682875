package kvetch.properties.evidence;

/** A limit that a driver gives the block layer. */
public enum QueueLimit {
    /** The size below which reading and writing is slow. */
    IO_MIN("io_min", "minimum_io_size", "the chunk is"),
    /** The size in which reading and writing is best. */
    IO_OPT("io_opt", "optimal_io_size", "the chunk times the disks is"),
    /** The longest request, where it is not shorter than a page. */
    MAX_HW_SECTORS("max_hw_sectors", "max_hw_sectors_kb", "the chunk, or a page if that is more, is");

    private static final String IN_KIB = "_kb";

    private final String field;
    private final String file;
    private final String words;

    QueueLimit(String field, String file, String words) {
        this.field = field;
        this.file = file;
        this.words = words;
    }

    /**
     * Where the kernel shows it.
     *
     * @return the name of a file in {@code queue} of the block device
     */
    public String file() {
        return file;
    }

    /**
     * What that file shows.
     *
     * @param bytes a limit
     * @return the same in bytes, or in KiB
     */
    public long shown(long bytes) {
        return file.endsWith(IN_KIB) ? bytes >> 10 : bytes;
    }

    String words() {
        return words;
    }

    @Override
    public String toString() {
        return field;
    }
}
