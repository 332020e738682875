package kvetch.properties.zoo;

import static kvetch.api.Family.KMALLOC;
import static kvetch.api.Family.KVMALLOC;
import static kvetch.api.Family.PAGES;
import static kvetch.api.Family.VMALLOC;

import io.vavr.collection.Vector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.PageFrames;
import kvetch.properties.plug.Providers;

/** The zoo: wrong allocators, with one defect each. */
public final class Zoo {
    private static final AllocatorProvider KZALLOC =
            Providers.load().allocators().kernelProvider(KMALLOC);

    private Zoo() {}

    /** All of them. */
    public static Vector<Animal> all() {
        return few().appendAll(Crowds.all());
    }

    /** Those that a few blocks bring out. */
    private static Vector<Animal> few() {
        return Vector.of(
                of(
                        "overlapping",
                        "hands the upper half of a live block to whoever asks for less",
                        KMALLOC,
                        Overlapping::new),
                of("one-byte-short", "takes a byte less than was asked for", KMALLOC, OneByteShort::new),
                of("not-zeroed", "does not zero, and does not say so", KMALLOC, NotZeroed::new),
                of(
                        "zeroed-once",
                        "zeroes a page when it is first taken, not when it is used again",
                        KMALLOC,
                        ZeroedOnce::new),
                of("misaligned", "puts a header of four bytes before each block", KMALLOC, Misaligned::new),
                of("no-guard-page", "maps vmalloc areas one right behind the other", VMALLOC, m -> new Areas(m, 0, 0)),
                of("live-again", "hands out the block that was freed last, again and again", KMALLOC, LiveAgain::new),
                of("frees-the-neighbour", "frees the block behind, if there is one", KMALLOC, FreesTheNeighbour::new),
                of("never-frees", "ignores free", KMALLOC, NeverFrees::new),
                of("frees-twice", "puts a block on its free list however often it is freed", KMALLOC, FreesTwice::new),
                of(
                        "always-vfree",
                        "passes every block to vfree, where kvmalloc took it from",
                        KVMALLOC,
                        AlwaysVfree::new),
                of("warns-anyway", "drops __GFP_NOWARN on the way to the page allocator", KMALLOC, WarnsAnyway::new),
                of(
                        "kills-anyway",
                        "drops __GFP_NORETRY and __GFP_RETRY_MAYFAIL on the way to the page allocator",
                        KMALLOC,
                        KillsAnyway::new),
                replacing("silent", "never warns, where kzalloc must", KMALLOC, m -> new Silent(m)),
                of(
                        "warns-always",
                        "warns at each request above the limit, not once per boot",
                        KMALLOC,
                        WarnsAlways::new),
                replacing(
                        "off-by-one",
                        "takes MAX_PAGE_ORDER for the first order that it need not serve",
                        PAGES,
                        OffByOne::new),
                of("gap", "refuses sizes between one page and two", KMALLOC, Gap::new),
                of("truncates", "keeps the size in 32 bits", KMALLOC, Truncates::new),
                of("wraps", "rounds up to pages without looking for overflow", KMALLOC, Wraps::new),
                of(
                        "leaks-when-short",
                        "keeps what it has taken when memory runs out half way",
                        VMALLOC,
                        m -> new Areas(m, 1, Integer.MAX_VALUE)),
                of(
                        "scribbles",
                        "writes a list pointer into the block that it handed out before",
                        KMALLOC,
                        Scribbles::new),
                replacing("wrong-buddy", "coalesces a block with the one behind it, buddy or not", PAGES, Buddies::new),
                of(
                        "until-fragmented",
                        "takes a smaller block of pages where there is none that is large enough",
                        KMALLOC,
                        UntilFragmented::new),
                of("zero-sized-block", "serves 0 bytes with a block", KMALLOC, ZeroSizedBlock::new),
                of("frees-null", "looks up the page of whatever is freed, NULL included", KMALLOC, FreesNull::new));
    }

    private static Animal of(String name, String defect, Family family, Function<Machine, Allocator> maker) {
        return new Animal(name, defect, family, false, maker);
    }

    private static Animal replacing(String name, String defect, Family family, Function<Machine, Allocator> maker) {
        return new Animal(name, defect, family, true, maker);
    }

    private static final class Overlapping extends Pagewise {
        private long last;

        Overlapping(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            Integer order = orders.get(last);
            if (order != null && bytes > 0 && bytes <= pageSize / 2) {
                long upper = last + ((long) pageSize << order) / 2;
                if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(upper, bytes);
                return upper;
            }
            long address = super.alloc(bytes, gfp);
            last = address;
            return address;
        }

        @Override
        public long ksize(long address) {
            long ksize = super.ksize(address);
            return ksize == 0 ? pageSize / 2 : ksize;
        }
    }

    private static final class OneByteShort extends Passing {
        OneByteShort(Machine machine) {
            super(machine.allocator(KMALLOC));
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return super.alloc(bytes > 1 ? bytes - 1 : bytes, gfp);
        }
    }

    private static final class NotZeroed extends Passing {
        NotZeroed(Machine machine) {
            super(machine.allocator(KMALLOC));
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return super.alloc(bytes, gfp & ~Gfp.ZERO);
        }
    }

    private static final class ZeroedOnce extends Pagewise {
        private final Set<Long> used = new HashSet<>();

        ZeroedOnce(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            long address = super.take(order, gfp & ~Gfp.ZERO);
            if (address == Address.NULL) return address;
            for (long page = address; page < address + ((long) pageSize << order); page += pageSize)
                if (used.add(page)) machine.memory().zero(page, pageSize);
            return address;
        }
    }

    private static final class Misaligned extends Passing {
        private static final int HEADER = 4;

        Misaligned(Machine machine) {
            super(machine.allocator(KMALLOC));
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0 || bytes + HEADER < 0) return super.alloc(bytes, gfp);
            long address = super.alloc(bytes + HEADER, gfp);
            return address == Address.NULL ? address : address + HEADER;
        }

        @Override
        public void free(long address) {
            super.free(Address.isZeroOrNull(address) ? address : address - HEADER);
        }

        @Override
        public long ksize(long address) {
            return super.ksize(address - HEADER) - HEADER;
        }
    }

    private static final class LiveAgain extends Passing {
        private long freedLast;

        LiveAgain(Machine machine) {
            super(machine.allocator(KMALLOC));
        }

        @Override
        public long alloc(long bytes, int gfp) {
            // The defect: freedLast stays set.
            if (freedLast == Address.NULL || bytes == 0 || Long.compareUnsigned(bytes, ksize(freedLast)) > 0)
                return super.alloc(bytes, gfp);
            return freedLast;
        }

        @Override
        public void free(long address) {
            if (Address.isZeroOrNull(address) || address == freedLast) return;
            if (freedLast == Address.NULL) {
                freedLast = address;
                // Blocks come back as zeros, so that nothing else is wrong with them.
                clear(address);
            } else super.free(address);
        }

        private void clear(long address) {
            super.free(address);
            freedLast = super.alloc(ksize(address), Gfp.ZERO | Gfp.NOWARN);
        }
    }

    private static final class FreesTheNeighbour extends Pagewise {
        FreesTheNeighbour(Machine machine) {
            super(machine);
        }

        @Override
        public void free(long address) {
            long behind = address + ksize(address);
            super.free(orders.containsKey(behind) ? behind : address);
        }
    }

    private static final class NeverFrees extends Passing {
        NeverFrees(Machine machine) {
            super(machine.allocator(KMALLOC));
        }

        @Override
        public void free(long address) {}
    }

    private static final class FreesTwice extends Pagewise {
        private final Map<Integer, ArrayDeque<Long>> freed = new HashMap<>();

        FreesTwice(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            ArrayDeque<Long> list = freed.get(order);
            if (list == null || list.isEmpty()) return super.take(order, gfp);
            long address = list.pop();
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, (long) pageSize << order);
            return address;
        }

        @Override
        public void free(long address) {
            Integer order = orders.get(address);
            if (order != null)
                freed.computeIfAbsent(order, o -> new ArrayDeque<>()).push(address);
        }
    }

    private static final class AlwaysVfree extends Passing {
        private final Machine machine;

        AlwaysVfree(Machine machine) {
            super(machine.allocator(KVMALLOC));
            this.machine = machine;
        }

        @Override
        public void free(long address) {
            machine.allocator(VMALLOC).free(address);
        }
    }

    private static final class WarnsAnyway extends Pagewise {
        WarnsAnyway(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            return super.take(order, gfp & ~Gfp.NOWARN);
        }
    }

    private static final class KillsAnyway extends Pagewise {
        KillsAnyway(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            return super.take(order, gfp & ~(Gfp.NORETRY | Gfp.RETRY_MAYFAIL));
        }
    }

    private static final class Silent extends Passing {
        Silent(Machine machine) {
            super(KZALLOC.create(machine));
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return super.alloc(bytes, gfp | Gfp.NOWARN);
        }
    }

    private static final class WarnsAlways extends Pagewise {
        WarnsAlways(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            if (order <= machine.profile().maxPageOrder()) return super.take(order, gfp);
            if (!Gfp.has(gfp, Gfp.NOWARN)) machine.warn(machine.profile().location(KernelSite.PAGE_ORDER), "");
            return Address.NULL;
        }
    }

    private static final class OffByOne extends PassingPages {
        private final Machine machine;

        OffByOne(Machine machine) {
            super(machine);
            this.machine = machine;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return allocPages(PageFrames.getOrder(bytes, machine.profile().pageSize()), gfp);
        }

        @Override
        public long allocPages(int order, int gfp) {
            if (order < machine.profile().maxPageOrder()) return super.allocPages(order, gfp);
            machine.warnOnce(machine.profile().location(KernelSite.PAGE_ORDER), gfp);
            return Address.NULL;
        }
    }

    private static final class Gap extends Pagewise {
        Gap(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            boolean betweenClasses = bytes > pageSize && bytes < 2L * pageSize;
            return betweenClasses ? Address.NULL : super.alloc(bytes, gfp);
        }
    }

    private static final class Truncates extends Pagewise {
        Truncates(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return super.alloc(bytes & 0xffff_ffffL, gfp);
        }
    }

    private static final class Wraps extends Pagewise {
        Wraps(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.ZERO_SIZE_PTR;
            long rounded = (bytes + pageSize - 1) & -pageSize;
            return take(rounded == 0 ? 0 : PageFrames.getOrder(rounded, pageSize), gfp);
        }
    }

    private static final class Scribbles extends Passing {
        private final Machine machine;
        private long before;

        Scribbles(Machine machine) {
            super(machine.allocator(KMALLOC));
            this.machine = machine;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            long address = super.alloc(bytes, gfp);
            if (Address.isZeroOrNull(address)) return address;
            // In strip_zone it is dev_start of the first zone, which the driver trusts to be zero.
            if (before != Address.NULL && ksize(before) >= 16) machine.memory().writeU64(before + 8, 64);
            before = address;
            return address;
        }

        @Override
        public void free(long address) {
            if (address == before) before = Address.NULL;
            super.free(address);
        }
    }

    private static final class UntilFragmented extends Pagewise {
        UntilFragmented(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            if (order > machine.profile().maxPageOrder()) return super.take(order, gfp);
            for (int smaller = order; smaller >= 0; smaller--) {
                long address = super.take(smaller, gfp | Gfp.NOWARN);
                if (address != Address.NULL) return address;
            }
            return Address.NULL;
        }
    }

    private static final class ZeroSizedBlock extends Pagewise {
        ZeroSizedBlock(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return super.alloc(bytes == 0 ? 1 : bytes, gfp);
        }
    }

    private static final class FreesNull extends Pagewise {
        FreesNull(Machine machine) {
            super(machine);
        }

        @Override
        public void free(long address) {
            if (!machine.memory().isMapped(address, 1)) throw machine.pageFault(address);
            super.free(address);
        }
    }
}
