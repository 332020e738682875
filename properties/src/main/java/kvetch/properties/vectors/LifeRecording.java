package kvetch.properties.vectors;

import io.vavr.collection.Vector;

/**
 * The life of arrays on one kernel: started and refused, looked at, written to, stopped and started again, in one boot.
 *
 * @param origin where it stands, and the kernel
 * @param memoryMib memory of the machine in MiB
 * @param steps what was done, in order, and what came of it; at least one
 */
public record LifeRecording(Origin origin, int memoryMib, Vector<LifeStep> steps) implements Recording {
    @Override
    public String kind() {
        return "life";
    }

    @Override
    public String parameters() {
        return steps.mkString("; ") + "; memory_mib " + memoryMib;
    }
}
