package kvetch.properties.cases;

import io.vavr.collection.Vector;
import kvetch.api.MachineProfile;

/**
 * A case that is about an allocator alone: no array, but callers that allocate and free.
 *
 * @param workload what they do
 * @param machine the machine, without the sites of a kernel
 */
public record WorkloadCase(Workload workload, MachineProfile machine) implements Case {
    private static final long serialVersionUID = 1;

    /** What tokens and JSON say where they say what an array is like; of no account. */
    public static final ArrayCase PLACEHOLDER = ArrayCase.of(8, 64);

    /**
     * With other steps, on the same machine.
     *
     * @param value what callers do
     * @return the case
     */
    public WorkloadCase withWorkload(Workload value) {
        return new WorkloadCase(value, machine);
    }

    @Override
    public WorkloadCase onMachine(MachineProfile value) {
        return new WorkloadCase(workload, value);
    }

    /**
     * On the usual machine.
     *
     * @return the case
     */
    public WorkloadCase onUsualMachine() {
        return onMachine(USUAL_MACHINE);
    }

    @Override
    public String noun() {
        return "steps";
    }

    /** Of the text: the hash of a kind of step is another one in each run. */
    @Override
    public int hashCode() {
        return 31 * PLACEHOLDER.hashCode() + workload.format().hashCode();
    }

    /** The case in one line, the usual left out. */
    @Override
    public Vector<String> inShort() {
        return CaseWords.of(this);
    }

    @Override
    public String separator() {
        return "; ";
    }

    @Override
    public String toString() {
        return inShort().mkString(separator());
    }
}
