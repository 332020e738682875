package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import kvetch.properties.vectors.Recording.Run;
import org.jspecify.annotations.Nullable;

/**
 * Merges the parts of an array, given in the order of its sectors, into maximal contiguous runs and compares them with the
 * recorded ones as they come, so that a large array needs no memory.
 */
final class RunComparison {
    private final Vector<Run> recorded;
    private int index;
    private long arraySector;
    private long length;
    private int disk;
    private long diskSector;
    private @Nullable Difference difference;

    RunComparison(Vector<Run> recorded) {
        this.recorded = recorded;
    }

    /** Adds the next part of the array. */
    void add(int partDisk, long partDiskSector, long partLength) {
        if (length != 0 && partDisk == disk && partDiskSector == diskSector + length) {
            length += partLength;
            return;
        }
        compareRun();
        disk = partDisk;
        diskSector = partDiskSector;
        length = partLength;
    }

    /** The first run that differs so far, or null. */
    @Nullable
    Difference difference() {
        return difference;
    }

    /** Says that the array ends here. Returns the first run that differs, or null. */
    @Nullable
    Difference end() {
        compareRun();
        if (difference == null && index < recorded.size())
            difference = new Difference(name(), recorded.get(index).toString(), "none");
        return difference;
    }

    private void compareRun() {
        if (length == 0) return;
        Run run = new Run(arraySector, length, disk, diskSector);
        if (difference == null) {
            if (index >= recorded.size()) difference = new Difference(name(), "none", run.toString());
            else if (!recorded.get(index).equals(run))
                difference = new Difference(name(), recorded.get(index).toString(), run.toString());
        }
        arraySector += length;
        length = 0;
        index++;
    }

    private String name() {
        return "runs[" + index + "] of " + recorded.size();
    }
}
