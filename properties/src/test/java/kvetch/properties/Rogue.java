package kvetch.properties;

import java.util.function.Function;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** A provider of an allocator that is kmalloc but for what a test makes of it. */
public record Rogue(String name, Capabilities declared, Function<Machine, Allocator> maker)
        implements AllocatorProvider {

    /** What a test does in place of kmalloc's alloc. */
    public interface Alloc {
        long alloc(Allocator kmalloc, long bytes, int gfp) throws Throwable;
    }

    public static Rogue of(String name, Function<Machine, Allocator> maker) {
        return new Rogue(name, Capabilities.NONE, maker);
    }

    public static Rogue allocating(String name, Alloc alloc) {
        return of(name, machine -> new Base(machine) {
            @Override
            public long alloc(long bytes, int gfp) {
                try {
                    return alloc.alloc(kmalloc, bytes, gfp);
                } catch (Throwable thrown) {
                    throw sneaky(thrown);
                }
            }
        });
    }

    /** Throws anything, checked or not. */
    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    public Rogue declaring(Capabilities capabilities) {
        return new Rogue(name, capabilities, maker);
    }

    @Override
    public String description() {
        return "kmalloc, but for a test";
    }

    @Override
    public Family family() {
        return Family.KMALLOC;
    }

    @Override
    public Capabilities capabilities(MachineProfile machine) {
        return declared;
    }

    @Override
    public Allocator create(Machine machine) {
        return maker.apply(machine);
    }

    /** kmalloc. */
    public static class Base implements Allocator {
        final Allocator kmalloc;

        public Base(Machine machine) {
            this.kmalloc = machine.allocator(Family.KMALLOC);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return kmalloc.alloc(bytes, gfp);
        }

        @Override
        public void free(long address) {
            kmalloc.free(address);
        }

        @Override
        public long ksize(long address) {
            return kmalloc.ksize(address);
        }
    }
}
