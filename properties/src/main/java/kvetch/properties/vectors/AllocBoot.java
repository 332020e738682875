package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.OopsException;
import kvetch.properties.plug.Providers;
import kvetch.properties.vectors.Recording.AllocRecording;
import kvetch.properties.vectors.Recording.AllocResult;
import kvetch.raid0.KernelProfile;

/** One boot of a machine on which recorded allocations are repeated, in file order: a WARN_ON_ONCE fires only for the first. */
final class AllocBoot {
    private final String release;
    private final int memoryMib;
    private final Machine machine;
    private boolean dead;

    AllocBoot(Providers providers, KernelProfile kernel, AllocRecording first) {
        release = first.origin().kernel().release();
        memoryMib = first.memoryMib();
        machine = ModelArray.boot(providers, kernel, memoryMib);
    }

    /** Whether this is a boot that a recording was made on. */
    boolean serves(AllocRecording recording) {
        return !dead && recording.origin().kernel().release().equals(release) && recording.memoryMib() == memoryMib;
    }

    Vector<Difference> compare(AllocRecording recording) {
        int splatsBefore = machine.splatCount();
        List<Difference> differences = new ArrayList<>();
        try {
            Allocator allocator = machine.allocator(recording.family());
            long address = allocator.alloc(recording.bytes(), Gfp.KERNEL | Gfp.ZERO);
            compareBlock(recording, allocator, address, differences);
            allocator.free(address);
        } catch (OopsException e) {
            dead = true;
            return Vector.of(Conformance.death(e));
        }
        Conformance.compareWarn("warn_first", recording.warnFirst(), machine, splatsBefore, differences);
        return Vector.ofAll(differences);
    }

    private static void compareBlock(
            AllocRecording recording, Allocator allocator, long address, List<Difference> differences) {
        AllocResult result = address == Address.NULL
                ? AllocResult.NULL
                : address == Address.ZERO_SIZE_PTR ? AllocResult.ZERO_SIZE_PTR : AllocResult.OK;
        if (result != recording.answer().result())
            differences.add(new Difference(
                    "result", RecordingReader.word(recording.answer().result()), RecordingReader.word(result)));
        boolean vmalloc = Address.isVmalloc(address);
        if (vmalloc != recording.answer().vmalloc())
            differences.add(new Difference("vmalloc", "" + recording.answer().vmalloc(), "" + vmalloc));
        if (recording.answer().usable() != null) {
            String recorded = Long.toUnsignedString(recording.answer().usable());
            String usable = result == AllocResult.OK ? Long.toUnsignedString(allocator.ksize(address)) : "no block";
            if (!usable.equals(recorded)) differences.add(new Difference("usable", recorded, usable));
        }
    }
}
