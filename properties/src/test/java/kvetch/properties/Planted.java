package kvetch.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;

/**
 * Allocators with a defect in them, each around the kernel's own.
 *
 * @param name its name
 * @param family its family
 * @param defect makes the allocator of a machine from the sound one
 */
public record Planted(String name, Family family, BiFunction<Machine, Allocator, Allocator> defect)
        implements AllocatorProvider {

    /** An allocator beside kvzalloc. */
    static Setup beside(Setup sound, BiFunction<Machine, Allocator, Allocator> defect) {
        Planted planted = new Planted("planted", Family.KVMALLOC, defect);
        return new Setup(sound.allocators().and(planted), sound.kernel(), planted);
    }

    /** In the place of kzalloc, from which conf and the bio pool for integrity come too. */
    static Setup inPlaceOfKzalloc(Setup sound, BiFunction<Machine, Allocator, Allocator> defect) {
        AllocatorProvider kzalloc = sound.allocators().kernelProvider(Family.KMALLOC);
        Planted planted = new Planted(
                kzalloc.name(), Family.KMALLOC, (machine, none) -> defect.apply(machine, kzalloc.create(machine)));
        Providers providers =
                Providers.of(sound.allocators().all().remove(kzalloc).append(planted));
        return new Setup(providers.allocators(), sound.kernel(), planted);
    }

    @Override
    public String description() {
        return "with a planted defect";
    }

    @Override
    public Allocator create(Machine machine) {
        boolean isKernels = name.equals(family.kernelProvider());
        return defect.apply(machine, isKernels ? NONE : machine.allocator(family));
    }

    private static final Allocator NONE = new Allocator() {
        @Override
        public long alloc(long bytes, int gfp) {
            throw new AssertionError();
        }

        @Override
        public void free(long address) {
            throw new AssertionError();
        }

        @Override
        public long ksize(long address) {
            throw new AssertionError();
        }
    };

    /** Does what the sound allocator does, and knows which zeroed blocks are live, oldest first. */
    public abstract static class Around implements Allocator {
        final Machine machine;
        final Allocator sound;
        final List<Long> live = new ArrayList<>();

        public Around(Machine machine, Allocator sound) {
            this.machine = machine;
            this.sound = sound;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            long address = sound.alloc(bytes, gfp);
            if (address != 0 && Gfp.has(gfp, Gfp.ZERO)) live.add(address);
            return address;
        }

        @Override
        public void free(long address) {
            live.remove(address);
            sound.free(address);
        }

        @Override
        public long ksize(long address) {
            return sound.ksize(address);
        }
    }
}
