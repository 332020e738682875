package kvetch.properties.zoo;

import static kvetch.api.Family.KMALLOC;
import static kvetch.api.Family.KVMALLOC;
import static kvetch.api.Family.PAGES;
import static kvetch.api.Family.VMALLOC;

import io.vavr.collection.Vector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;

/** Right allocators as people write them, each with a habit that a checker might take for a defect. */
final class Right {
    private Right() {}

    static Vector<Animal> all() {
        return Vector.of(
                of("page-by-page", "maps pages one by one", VMALLOC, PageByPage::new),
                of(
                        "quarantine-64",
                        "keeps the last 64 blocks that were freed",
                        KMALLOC,
                        m -> new Quarantine(m, 64, 1 << 30)),
                of("quarantine-1024", "keeps the last 1024 blocks", KMALLOC, m -> new Quarantine(m, 1024, 1 << 30)),
                of(
                        "quarantine-bytes",
                        "keeps what was freed up to a share of memory",
                        KMALLOC,
                        m -> new Quarantine(
                                m, Integer.MAX_VALUE, ((long) m.profile().memoryMib() << 20) / 32)),
                of("lazy-purge", "takes areas down 32 at a time", VMALLOC, LazyPurge::new),
                of("arena", "has 1 MiB, first fit, and no more", KMALLOC, m -> new Arena(m, 8, true)),
                of("never-coalesces", "has 4 MiB and never joins holes", KMALLOC, m -> new Arena(m, 10, false)),
                of("bump-reset", "begins anew when all is freed", KMALLOC, BumpReset::new),
                of("slabs", "objects in pages, with a bit for each", KMALLOC, Slabs::new),
                of("kept-slabs", "keeps empty slabs for good", KMALLOC, KeptSlabs::new),
                of("redzones", "has a header and a redzone at each block, poisoned", KMALLOC, Redzones::new),
                of(
                        "magazine",
                        "keeps up to 128 blocks of kmalloc's of each size",
                        KMALLOC,
                        m -> new Magazine(m, KMALLOC, 128)),
                of(
                        "kv-magazine",
                        "keeps up to 16 blocks of kvmalloc's of each size",
                        KVMALLOC,
                        m -> new Magazine(m, KVMALLOC, 16)),
                of("batch", "frees 32 blocks at once, later", KVMALLOC, m -> new Batch(m, 32)),
                of("fifo", "hands out the block that was freed first", KMALLOC, Fifo::new),
                of("hot-pages", "keeps up to 186 single pages", PAGES, HotPages::new),
                of("anywhere", "puts blocks anywhere, by a seed", KMALLOC, Anywhere::new),
                of("refuses-now-and-then", "refuses each seventh request", KMALLOC, NowAndThen::new),
                of("guarded", "takes whole pages with one more behind, for kvmalloc", KVMALLOC, PageByPage::new));
    }

    private static Animal of(String name, String habit, Family family, Function<Machine, Allocator> maker) {
        return new Animal(name, habit, family, false, maker);
    }

    private static final class Quarantine extends Pagewise {
        private final LinkedHashMap<Long, Integer> held = new LinkedHashMap<>();
        private final int most;
        private final long mostBytes;
        private long bytes;

        Quarantine(Machine machine, int most, long mostBytes) {
            super(machine);
            this.most = most;
            this.mostBytes = mostBytes;
        }

        @Override
        public void free(long address) {
            Integer order = orders.remove(address);
            if (order == null) return;
            held.put(address, order);
            bytes += (long) pageSize << order;
            while (held.size() > most || bytes > mostBytes) release();
        }

        private void release() {
            Map.Entry<Long, Integer> oldest = held.entrySet().iterator().next();
            held.remove(oldest.getKey());
            bytes -= (long) pageSize << oldest.getValue();
            pages.freePages(oldest.getKey(), oldest.getValue());
        }
    }

    private static final class LazyPurge implements Allocator {
        private final Areas areas;
        private final List<Long> lazy = new ArrayList<>();

        LazyPurge(Machine machine) {
            this.areas = new Areas(machine, 1, 0);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            long address = areas.alloc(bytes, gfp);
            if (address != Address.NULL || lazy.isEmpty()) return address;
            purge();
            return areas.alloc(bytes, gfp);
        }

        private void purge() {
            lazy.forEach(areas::free);
            lazy.clear();
        }

        @Override
        public void free(long address) {
            if (areas.ksize(address) == 0 || lazy.contains(address)) return;
            lazy.add(address);
            if (lazy.size() == 32) purge();
        }

        @Override
        public long ksize(long address) {
            return areas.ksize(address);
        }
    }

    /** A run of pages that is taken at boot. */
    private static final class Arena implements Allocator {
        private final Machine machine;
        private final boolean coalesces;
        private final TreeMap<Long, Long> holes = new TreeMap<>();
        private final Map<Long, Long> live = new HashMap<>();

        Arena(Machine machine, int order, boolean coalesces) {
            this.machine = machine;
            this.coalesces = coalesces;
            int largest = Math.min(order, machine.profile().freeOrder());
            long start = machine.pages().allocPages(largest, Gfp.KERNEL);
            if (start != Address.NULL) holes.put(start, (long) machine.profile().pageSize() << largest);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.ZERO_SIZE_PTR;
            if (bytes < 0 || bytes > 1L << 40) return Address.NULL;
            long size = (bytes + 7) & -8;
            long alignment = Long.bitCount(bytes) == 1 ? Math.max(8, bytes) : 8;
            long address = fit(size, alignment);
            if (address == Address.NULL) return address;
            Map.Entry<Long, Long> hole = holes.floorEntry(address);
            long start = hole.getKey();
            long end = start + hole.getValue();
            holes.remove(start);
            if (start < address) holes.put(start, address - start);
            if (address + size < end) holes.put(address + size, end - address - size);
            live.put(address, size);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, size);
            return address;
        }

        private long fit(long size, long alignment) {
            for (Map.Entry<Long, Long> hole : holes.entrySet()) {
                long address = (hole.getKey() + alignment - 1) & -alignment;
                if (address + size <= hole.getKey() + hole.getValue()) return address;
            }
            return Address.NULL;
        }

        @Override
        public void free(long address) {
            Long size = live.remove(address);
            if (size == null) return;
            long start = address;
            long end = address + size;
            if (coalesces) {
                Map.Entry<Long, Long> before = holes.lowerEntry(address);
                if (before != null && before.getKey() + before.getValue() == address) start = before.getKey();
                Long behind = holes.remove(end);
                if (behind != null) end += behind;
            }
            holes.put(start, end - start);
        }

        @Override
        public long ksize(long address) {
            return live.getOrDefault(address, 0L);
        }
    }

    /** Blocks one behind the other in one run of pages. */
    private static final class BumpReset implements Allocator {
        private final Machine machine;
        private final Map<Long, Long> live = new HashMap<>();
        private long start;
        private long next;
        private long end;

        BumpReset(Machine machine) {
            this.machine = machine;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.ZERO_SIZE_PTR;
            if (bytes < 0 || bytes > 1L << 40) return Address.NULL;
            if (start == 0) {
                int order = Math.min(9, machine.profile().freeOrder());
                start = next = machine.pages().allocPages(order, gfp & ~Gfp.ZERO);
                if (start == Address.NULL) return Address.NULL;
                end = start + ((long) machine.profile().pageSize() << order);
            }
            long alignment = Long.bitCount(bytes) == 1 ? Math.max(8, bytes) : 8;
            long address = (next + alignment - 1) & -alignment;
            if (address + bytes > end) return Address.NULL;
            next = address + bytes;
            live.put(address, bytes);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, bytes);
            return address;
        }

        @Override
        public void free(long address) {
            if (live.remove(address) != null && live.isEmpty()) next = start;
        }

        @Override
        public long ksize(long address) {
            return live.getOrDefault(address, 0L);
        }
    }

    private static final class KeptSlabs extends Slabs {
        KeptSlabs(Machine machine) {
            super(machine);
        }

        @Override
        boolean keepsEmptySlabs() {
            return true;
        }
    }

    /** A header in front, a redzone behind, and poison in what is free. */
    private static final class Redzones implements Allocator {
        private static final long LIVE = 0x6c697665_6c697665L;
        private static final long DEAD = 0x64656164_64656164L;

        private final Machine machine;
        private final Pagewise pages;
        private final Map<Long, Long> starts = new HashMap<>();

        Redzones(Machine machine) {
            this.machine = machine;
            this.pages = new Pagewise(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.ZERO_SIZE_PTR;
            if (bytes < 0 || bytes > 1L << 40) return Address.NULL;
            long header = Long.bitCount(bytes) == 1 ? Math.max(16, bytes) : 16;
            long start = pages.alloc(header + bytes + 8, (gfp & ~Gfp.ZERO) | Gfp.NOWARN);
            if (start == Address.NULL) return start;
            long address = start + header;
            machine.memory().writeU64(address - 16, LIVE);
            machine.memory().writeU64(address - 8, bytes);
            for (int i = 0; i < 8; i++) machine.memory().writeByte(address + bytes + i, (byte) 0xbb);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, bytes);
            starts.put(address, start);
            return address;
        }

        @Override
        public void free(long address) {
            Long start = starts.get(address);
            if (start == null || machine.memory().readU64(address - 16) != LIVE) return;
            machine.memory().writeU64(address - 16, DEAD);
            machine.memory().writeU64(address, DEAD);
            starts.remove(address);
            pages.free(start);
        }

        @Override
        public long ksize(long address) {
            return starts.containsKey(address) ? machine.memory().readU64(address - 8) : 0;
        }
    }

    /** Blocks of a kernel's allocator, of which some are kept for the next caller. */
    private static final class Magazine extends Passing {
        private final Machine machine;
        private final int most;
        private final Map<Long, ArrayDeque<Long>> kept = new HashMap<>();
        private final Map<Long, Long> live = new HashMap<>();

        Magazine(Machine machine, Family family, int most) {
            super(machine.allocator(family));
            this.machine = machine;
            this.most = most;
        }

        private ArrayDeque<Long> kept(long bytes) {
            return kept.computeIfAbsent(bytes, each -> new ArrayDeque<>());
        }

        @Override
        public long alloc(long bytes, int gfp) {
            Long address = kept(bytes).poll();
            if (address == null) address = super.alloc(bytes, gfp);
            else if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, bytes);
            if (!Address.isZeroOrNull(address)) live.put(address, bytes);
            return address;
        }

        @Override
        public void free(long address) {
            Long bytes = live.remove(address);
            if (bytes == null) return;
            if (bytes <= 65536 && kept(bytes).size() < most) kept(bytes).push(address);
            else super.free(address);
        }
    }

    /** What is freed is freed later, with others. It does not look for what is freed twice, as kvfree does not. */
    private static final class Batch extends Passing {
        private final int size;
        private final List<Long> later = new ArrayList<>();

        Batch(Machine machine, int size) {
            super(machine.allocator(KVMALLOC));
            this.size = size;
        }

        @Override
        public void free(long address) {
            if (Address.isZeroOrNull(address)) return;
            later.add(address);
            if (later.size() < size) return;
            later.forEach(super::free);
            later.clear();
        }
    }

    private static final class Fifo extends Pagewise {
        private final Map<Integer, ArrayDeque<Long>> freed = new HashMap<>();

        Fifo(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            ArrayDeque<Long> list = freed.get(order);
            if (list == null || list.size() < 8) return super.take(order, gfp);
            long address = list.poll();
            orders.put(address, order);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, (long) pageSize << order);
            return address;
        }

        @Override
        public void free(long address) {
            Integer order = orders.remove(address);
            if (order != null)
                freed.computeIfAbsent(order, each -> new ArrayDeque<>()).add(address);
        }
    }

    /** The page allocator, with some single pages at hand. */
    private static final class HotPages extends Passing {
        private final Machine machine;
        private final ArrayDeque<Long> hot = new ArrayDeque<>();
        private final Map<Long, Boolean> live = new HashMap<>();

        HotPages(Machine machine) {
            super(machine.allocator(PAGES));
            this.machine = machine;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            boolean single = bytes > 0 && bytes <= machine.profile().pageSize();
            Long address = single ? hot.poll() : null;
            if (address == null) address = super.alloc(bytes, gfp);
            else if (Gfp.has(gfp, Gfp.ZERO))
                machine.memory().zero(address, machine.profile().pageSize());
            if (address != Address.NULL) live.put(address, single);
            return address;
        }

        @Override
        public void free(long address) {
            Boolean single = live.remove(address);
            if (single == null) return;
            if (single && hot.size() < 186) hot.add(address);
            else super.free(address);
        }
    }

    /** Of some pages at hand, any. */
    private static final class Anywhere extends Pagewise {
        private static final int AT_HAND = 16;

        private final Random random = new Random(42);
        private final List<Long> atHand = new ArrayList<>();

        Anywhere(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            if (order > 0) return super.take(order, gfp);
            while (atHand.size() < AT_HAND) {
                long page = pages.allocPages(0, (gfp & ~Gfp.ZERO) | Gfp.NOWARN);
                if (page == Address.NULL) break;
                atHand.add(page);
            }
            if (atHand.isEmpty()) return Address.NULL;
            long address = atHand.remove(random.nextInt(atHand.size()));
            orders.put(address, 0);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, pageSize);
            return address;
        }
    }

    private static final class NowAndThen extends Pagewise {
        private int asked;

        NowAndThen(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            return ++asked % 7 == 0 ? Address.NULL : super.take(order, gfp);
        }
    }

    /** Vmalloc as one writes it: page by page. */
    private static final class PageByPage implements Allocator {
        private final Machine machine;
        private final int pageSize;
        private final TreeMap<Long, List<Long>> areas = new TreeMap<>();

        PageByPage(Machine machine) {
            this.machine = machine;
            this.pageSize = machine.profile().pageSize();
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.NULL;
            long count = ((bytes - 1) >>> Integer.numberOfTrailingZeros(pageSize)) + 1;
            if (count > machine.pages().totalPages()) return Address.NULL;
            List<Long> taken = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                long page = machine.pages().allocPages(0, (gfp & Gfp.ZERO) | Gfp.NOWARN);
                if (page == Address.NULL) {
                    for (long each : taken) machine.pages().freePages(each, 0);
                    return Address.NULL;
                }
                taken.add(page);
            }
            long start = Address.VMALLOC_START;
            for (Map.Entry<Long, List<Long>> area : areas.entrySet()) {
                if (area.getKey() - start >= (count + 1) * pageSize) break;
                start = area.getKey() + (area.getValue().size() + 1L) * pageSize;
            }
            for (int i = 0; i < taken.size(); i++)
                machine.memory().map(start + (long) i * pageSize, taken.get(i), pageSize);
            areas.put(start, taken);
            return start;
        }

        @Override
        public void free(long address) {
            List<Long> taken = areas.remove(address);
            if (taken == null) return;
            machine.memory().unmap(address, (long) taken.size() * pageSize);
            for (long page : taken) machine.pages().freePages(page, 0);
        }

        @Override
        public long ksize(long address) {
            List<Long> taken = areas.get(address);
            return taken == null ? 0 : (long) taken.size() * pageSize;
        }
    }
}
