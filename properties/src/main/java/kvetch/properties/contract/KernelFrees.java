package kvetch.properties.contract;

import java.util.HashSet;
import java.util.Set;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/**
 * Looks on at what the kernel's own allocators are asked to free. They believe what they are told, as a kernel's do: whoever
 * frees a block of theirs twice gets the kernel's answer, which is no defect of an allocator that passes frees on.
 */
final class KernelFrees {
    private boolean sawUnknown;

    /** Whether one of them was asked to free what it has not handed out, or has got back. */
    boolean sawUnknown() {
        return sawUnknown;
    }

    /** The same provider, with its allocators looked at. The page allocator notices such a free itself. */
    AllocatorProvider watch(AllocatorProvider provider) {
        return provider.family() == Family.PAGES ? provider : new Watched(provider);
    }

    private final class Watched implements AllocatorProvider {
        private final AllocatorProvider provider;

        Watched(AllocatorProvider provider) {
            this.provider = provider;
        }

        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public String description() {
            return provider.description();
        }

        @Override
        public Family family() {
            return provider.family();
        }

        @Override
        public Capabilities capabilities(MachineProfile machine) {
            return provider.capabilities(machine);
        }

        @Override
        public Allocator create(Machine machine) {
            return new Looking(provider.create(machine));
        }
    }

    private final class Looking implements Allocator {
        private final Allocator allocator;
        private final Set<Long> live = new HashSet<>();

        Looking(Allocator allocator) {
            this.allocator = allocator;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            long address = allocator.alloc(bytes, gfp);
            if (!Address.isZeroOrNull(address)) live.add(address);
            return address;
        }

        @Override
        public void free(long address) {
            if (!Address.isZeroOrNull(address) && !live.remove(address)) sawUnknown = true;
            allocator.free(address);
        }

        @Override
        public long ksize(long address) {
            return allocator.ksize(address);
        }
    }
}
