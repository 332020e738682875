package kvetch.raid0;

/** Takes the parts that a request or a discard is cut into. */
@FunctionalInterface
public interface ExtentSink {

    /**
     * Takes a part.
     *
     * @param disk index of the disk in {@link Mddev#disks()}
     * @param diskSector first sector on the disk, unsigned
     * @param sectors how many sectors, unsigned
     */
    void accept(int disk, long diskSector, long sectors);
}
