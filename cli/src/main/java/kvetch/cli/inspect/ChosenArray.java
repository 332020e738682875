package kvetch.cli.inspect;

import io.vavr.collection.Vector;
import kvetch.cli.compare.Remedy;
import kvetch.cli.console.UsageError;
import kvetch.cli.machine.Machine;
import kvetch.cli.machine.MachineArray;
import kvetch.cli.machine.MachineSources;
import kvetch.cli.options.DisksAndChunk;

/**
 * The one array that a command is about.
 *
 * @param disks how many sectors md can use of each disk, in slots 0, 1, ...
 * @param chunkSectors chunk_sectors
 * @param layout the one that it has: 1 original, 2 alternate, 0 where that is not known
 * @param names what it and its disks are called
 */
public record ChosenArray(Vector<Long> disks, int chunkSectors, int layout, Remedy.Names names) {

    /**
     * The array of the options, or the one that a machine was told to have.
     *
     * @throws UsageError if there is none, there are several, or something about it was not told
     */
    public static ChosenArray of(DisksAndChunk options, MachineSources sources) {
        if (!sources.areGiven())
            return new ChosenArray(options.disks(), options.chunkSectors(), 0, Remedy.Names.UNKNOWN);
        if (options.isGiven())
            throw new UsageError("an array is told by --disks and --chunk, or by files and --array, and not by both");
        Machine machine = sources.read();
        Vector<MachineArray> arrays =
                machine.arrays().filter(array -> "raid0".equals(array.level()) || array.level() == null);
        if (arrays.isEmpty()) throw new UsageError("there is no raid0 in what was told");
        if (arrays.size() > 1)
            throw new UsageError("there are several arrays, "
                    + arrays.map(MachineArray::name).mkString(", ") + ": name one with --array");
        MachineArray array = arrays.head();
        Integer chunk = array.chunkSectors();
        if (array.missing().nonEmpty() || chunk == null)
            throw new UsageError(
                    "of " + array.name() + " was not told: " + array.missing().mkString("; "));
        return new ChosenArray(
                array.diskSectors(), chunk, Inspection.layout(machine, array).number(), names(array));
    }

    private static Remedy.Names names(MachineArray array) {
        String device = array.device();
        return new Remedy.Names(
                device == null ? Remedy.Names.UNKNOWN.device() : device,
                array.members().map(member -> "/dev/" + member.device()),
                array.hasOldMetadata());
    }
}
