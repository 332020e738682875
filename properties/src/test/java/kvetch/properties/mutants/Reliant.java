package kvetch.properties.mutants;

import static kvetch.api.Family.KMALLOC;
import static kvetch.api.Family.VMALLOC;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.properties.zoo.Animal;

/**
 * Right allocators that rely on more of what a machine promises than the kernel's do, and throw where it is not so. Check says nothing of
 * them unless the machine is mistaken.
 */
final class Reliant {
    private Reliant() {}

    static Vector<Animal> all() {
        return Vector.of(
                of("relies-on-buddies", KMALLOC, Capabilities.NONE, Buddies::new),
                of("relies-on-orders", KMALLOC, Capabilities.NONE, Orders::new),
                of("relies-on-page-tables", KMALLOC, Capabilities.NONE, PageTables::new),
                of("relies-on-aliases", KMALLOC, Capabilities.NONE, Aliases::new),
                of("relies-on-areas", KMALLOC, Capabilities.NONE, Areas::new),
                of("relies-on-words", VMALLOC, Capabilities.NONE, Words::new),
                of("relies-on-words-of-pages", KMALLOC, Capabilities.NONE, WordsOfPages::new),
                of("relies-on-its-word", KMALLOC, Capabilities.NONE.withoutZeroing(), NotZeroing::new));
    }

    private static Animal of(String name, Family family, Capabilities declares, Function<Machine, Allocator> maker) {
        return new Animal(name, "is right as long as the machine is", family, false, declares, maker);
    }

    static void promised(boolean holds, String what) {
        if (!holds) throw new IllegalStateException("the machine breaks its promise: " + what);
    }

    /** Whole pages for each block. */
    static class Pages implements Allocator {
        final Machine machine;
        final PageFrames pages;
        final int pageSize;

        Pages(Machine machine) {
            this.machine = machine;
            this.pages = machine.pages();
            this.pageSize = machine.profile().pageSize();
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return bytes == 0
                    ? Address.ZERO_SIZE_PTR
                    : pages.allocPages(PageFrames.getOrder(bytes, pageSize), gfp | Gfp.COMP);
        }

        @Override
        public void free(long address) {
            if (!Address.isZeroOrNull(address)) pages.freePages(address, pages.compoundOrder(address));
        }

        @Override
        public long ksize(long address) {
            return Address.isZeroOrNull(address) ? 0 : (long) pageSize << pages.compoundOrder(address);
        }

        long takeQuietly(int order) {
            return pages.allocPages(order, Gfp.NOWARN | Gfp.NORETRY);
        }

        /** Whether blocks of the largest order are as many as there were when nothing was taken. */
        void findLargestAgain() {
            MachineProfile profile = machine.profile();
            int largest = profile.maxPageOrder();
            // Else every second one is in use for good.
            if (profile.freeOrder() < largest) return;
            int first = profile.firstFrame();
            int end = first + profile.availableFrames();
            int most = (end >> largest) - ((first + (1 << largest) - 1) >> largest);
            promised(takeAllOf(largest) == Math.max(0, most), "buddies that are free are joined");
        }

        /** And gives them back, every second one first; how many there were. */
        int takeAllOf(int order) {
            long free = pages.freePages();
            List<Long> blocks = new ArrayList<>();
            Set<Long> seen = new HashSet<>();
            for (long block = takeQuietly(order); block != Address.NULL; block = takeQuietly(order)) {
                promised(seen.add(block), "no two have a page");
                blocks.add(block);
            }
            promised(
                    pages.freePages() == free - ((long) blocks.size() << order), "it is known how many pages are free");
            for (int i = blocks.size() - 1; i >= 0; i -= 2) pages.freePages(blocks.get(i), order);
            for (int i = blocks.size() - 2; i >= 0; i -= 2) pages.freePages(blocks.get(i), order);
            promised(pages.freePages() == free, "what is given back is free");
            return blocks.size();
        }
    }

    /** Takes all that there is, in small memory, gives it back in another order, and finds as large blocks again. */
    private static final class Buddies extends Pages {
        private static final int MOST_FRAMES = 1 << 14;

        Buddies(Machine machine) {
            super(machine);
            int largest = machine.profile().maxPageOrder();
            takeAndGiveBack(Math.min(5, largest));
            findLargestAgain();
            if (machine.profile().totalFrames() > MOST_FRAMES) return;
            for (int order = 0; order <= largest; order++) {
                int most = takeAllOf(order);
                takeAllOf(0);
                promised(takeAllOf(order) == most, "buddies that are free are joined, however they were given back");
            }
            promised(takeAllOf(0) == pages.freePages(), "each page that is free is served");
        }

        /** Blocks of any order up to the largest, in any order. */
        private void takeAndGiveBack(int largest) {
            Random random = new Random(3);
            List<long[]> blocks = new ArrayList<>();
            long free = pages.freePages();
            for (int i = 0; i < 300; i++) {
                int order = random.nextInt(largest + 1);
                long block = blocks.size() > random.nextInt(24) ? Address.NULL : takeQuietly(order);
                if (block != Address.NULL) blocks.add(new long[] {block, order});
                else if (!blocks.isEmpty()) giveBack(blocks.remove(random.nextInt(blocks.size())));
            }
            while (!blocks.isEmpty()) giveBack(blocks.remove(random.nextInt(blocks.size())));
            promised(pages.freePages() == free, "what is given back is free");
        }

        private void giveBack(long[] block) {
            pages.freePages(block[0], (int) block[1]);
        }
    }

    /** Asks what is known of a block, and of what is none. */
    private static final class Orders extends Pages {
        Orders(Machine machine) {
            super(machine);
            Allocator sizes = machine.allocator(Family.PAGES);
            for (int order = 0; order <= 3; order++) {
                long plain = takeQuietly(order);
                long compound = pages.allocPages(order, Gfp.NOWARN | Gfp.NORETRY | Gfp.COMP);
                if (plain == Address.NULL || compound == Address.NULL) break;
                promised(pages.compoundOrder(plain) == 0, "only a compound page tells its order");
                promised(pages.compoundOrder(compound) == order, "a compound page tells its order");
                promised(sizes.ksize(compound) == (long) pageSize << order, "a block has its size");
                if (order > 0) promised(sizes.ksize(compound + pageSize) == 0, "what is no block has no size");
                pages.freePages(plain, order);
                pages.freePages(compound, order);
                promised(sizes.ksize(compound) == 0, "what is free has no size");
                promised(pages.compoundOrder(compound) == 0, "what is free has no order");
            }
        }
    }

    /** Maps and unmaps far from where others do, and looks up what is mapped where. */
    private static final class PageTables extends Pages {
        private static final long FAR = Address.VMALLOC_START + (1L << 44);
        private static final int[] COUNTS = {1, 1, 2, 5, 31, 63, 64, 65, 100, 128, 200, 513};

        private final AddressSpace memory;
        private final Random random = new Random(1);

        /** By its first page what is mapped: how many pages, and from which frame on. */
        private final TreeMap<Long, long[]> mapped = new TreeMap<>();

        PageTables(Machine machine) {
            super(machine);
            this.memory = machine.memory();
            for (int i = 0; i < 400; i++) {
                long from = random.nextInt(24) * 32L + random.nextInt(3) - 1 + (random.nextInt(8) == 0 ? 1 << 15 : 64);
                int count = COUNTS[random.nextInt(COUNTS.length)] * (random.nextInt(20) == 0 ? 64 : 1);
                if (random.nextInt(3) == 0) unmap(from, count);
                else map(from, count);
                for (int look = 0; look < 6; look++) lookAt(from + random.nextInt(count + 3) - 1);
                lookAt(from);
                lookAt(from + count - 1);
                lookAt(from + count);
                lookAtAll(from, from + count);
            }
            memory.unmap(FAR, (long) pageSize << 20);
        }

        private long address(long page) {
            return FAR + page * pageSize;
        }

        private void map(long from, int count) {
            int frames = machine.profile().totalFrames();
            if (count > frames) return;
            long frame = random.nextInt(4) == 0 ? 0 : random.nextInt(frames - count + 1);
            Map.Entry<Long, long[]> before = mapped.lowerEntry(from + count);
            boolean isFree = before == null || before.getKey() + before.getValue()[0] <= from;
            boolean isRefused = false;
            try {
                memory.map(address(from), Address.DIRECT_MAP + frame * pageSize, (long) count * pageSize);
            } catch (IllegalArgumentException refused) {
                isRefused = true;
            }
            promised(isRefused != isFree, "what is mapped is not mapped again, and all else can be");
            if (isFree) mapped.put(from, new long[] {count, frame});
        }

        private void unmap(long from, int count) {
            memory.unmap(address(from), (long) count * pageSize);
            mapped.subMap(from, from + count).clear();
        }

        private boolean isMapped(long page) {
            Map.Entry<Long, long[]> at = mapped.floorEntry(page);
            return at != null && page - at.getKey() < at.getValue()[0];
        }

        private void lookAtAll(long from, long to) {
            boolean areMapped = true;
            for (long page = from; page < to; page++) areMapped &= isMapped(page);
            promised(
                    memory.isMapped(address(from), (to - from) * pageSize) == areMapped,
                    "it is known whether all of a range is mapped");
        }

        private void lookAt(long page) {
            Map.Entry<Long, long[]> at = mapped.floorEntry(page);
            boolean isMapped = isMapped(page);
            promised(memory.isMapped(address(page), pageSize) == isMapped, "it is known what is mapped");
            int offset = random.nextBoolean() ? 0 : random.nextInt(pageSize);
            promised(
                    memory.direct(address(page) + offset)
                            == (isMapped
                                    ? Address.DIRECT_MAP + (at.getValue()[1] + page - at.getKey()) * pageSize + offset
                                    : Address.NULL),
                    "a page is where it was mapped");
        }
    }

    /** Maps the pages of a block the other way round, and zeroes and reads it through either mapping. */
    private static final class Aliases extends Pages {
        private static final long FAR = Address.VMALLOC_START + (3L << 43);

        Aliases(Machine machine) {
            super(machine);
            AddressSpace memory = machine.memory();
            zeroTwice(memory, 0);
            zeroTwice(memory, 6);
            long block = takeQuietly(3);
            if (block == Address.NULL) return;
            for (int i = 0; i < 8; i++) memory.map(FAR + (long) i * pageSize, block + (7L - i) * pageSize, pageSize);
            long bytes = 8L * pageSize;
            Random random = new Random(2);
            for (int round = 0; round < 30; round++) {
                for (long at = 0; at < bytes; at += Long.BYTES) memory.writeU64(FAR + at, ~at);
                long from = random.nextInt((int) bytes / 8) * 8L;
                long to = from + random.nextInt((int) (bytes - from) / 8 + 1) * 8L;
                memory.zero(FAR + from, to - from);
                promised(memory.firstNonZero(FAR + from, to - from) < 0, "what was zeroed is found to be zero");
                for (long at = 0; at < bytes; at += Long.BYTES) {
                    long there = block + bytes - pageSize - at / pageSize * pageSize + at % pageSize;
                    promised(
                            memory.readU64(there) == (at >= from && at < to ? 0 : ~at),
                            "what is written or zeroed is read through another mapping, and nothing else changes");
                }
            }
            memory.unmap(FAR, bytes);
            pages.freePages(block, 3);
        }

        /** Through two mappings of the first half of a block, one right behind the other. */
        private void zeroTwice(AddressSpace memory, int order) {
            long block = takeQuietly(order + 1);
            if (block == Address.NULL) return;
            long bytes = (long) pageSize << order;
            memory.map(FAR, block, bytes);
            memory.map(FAR + bytes, block, bytes);
            memory.writeU64(block + bytes, 1);
            memory.zero(FAR, 2 * bytes);
            promised(memory.readU64(block + bytes) == 1, "what is mapped twice is zeroed, and nothing behind it");
            memory.unmap(FAR, 2 * bytes);
            pages.freePages(block, order + 1);
        }
    }

    /** Takes areas of many blocks of pages, gives them back in another order, and zeroes parts of a large one. */
    private static final class Areas extends Pages {
        private static final int MIB = 1 << 20;
        private static final int MIBS = 64;

        private final Allocator vmalloc;
        private final Random random = new Random(4);

        Areas(Machine machine) {
            super(machine);
            this.vmalloc = machine.allocator(VMALLOC);
            long free = pages.freePages();
            takeAndGiveBack();
            long area = vmalloc.alloc((long) MIBS * MIB, Gfp.NOWARN | Gfp.NORETRY);
            if (area != Address.NULL) {
                for (int round = 0; round < 12; round++) zero(area);
                vmalloc.free(area);
            }
            promised(pages.freePages() == free, "what is given back is free");
            findLargestAgain();
        }

        private void takeAndGiveBack() {
            long block = (long) pageSize << machine.profile().maxPageOrder();
            List<Long> areas = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                long bytes = random.nextInt(6) * block + random.nextInt(4) * (long) pageSize + 1;
                long area = random.nextInt(3) == 0 ? Address.NULL : vmalloc.alloc(bytes, Gfp.NOWARN | Gfp.NORETRY);
                if (area != Address.NULL) areas.add(area);
                else if (!areas.isEmpty()) vmalloc.free(areas.remove(random.nextInt(areas.size())));
            }
            while (!areas.isEmpty()) vmalloc.free(areas.remove(random.nextInt(areas.size())));
        }

        private void zero(long area) {
            AddressSpace memory = machine.memory();
            for (int mib = 0; mib < MIBS; mib++) memory.writeU64(area + (long) mib * MIB, 1);
            int from = random.nextInt(MIBS);
            int to = from + 1 + random.nextInt(MIBS - from);
            memory.zero(area + (long) from * MIB, (long) (to - from) * MIB);
            for (int mib = 0; mib < MIBS; mib++)
                promised(
                        memory.readU64(area + (long) mib * MIB) == (mib >= from && mib < to ? 0 : 1),
                        "what is zeroed reads as zero, and nothing else changes");
            promised(
                    memory.firstNonZero(area + (long) from * MIB, (long) (MIBS - from) * MIB)
                            == (to < MIBS ? (long) (to - from) * MIB : -1),
                    "the first byte that is not zero is found");
        }
    }

    /** Says of the kernel's vmalloc that it says what it must, and no more. */
    private static final class Words implements Allocator {
        private final Machine machine;
        private final Allocator kernels;

        Words(Machine machine) {
            this.machine = machine;
            this.kernels = machine.allocator(VMALLOC);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            int lines = machine.logCount();
            long free = machine.pages().freePages();
            long address = kernels.alloc(bytes, gfp);
            if (address != Address.NULL) {
                long taken = free - machine.pages().freePages();
                long least = pagesOf(kernels.ksize(address));
                promised(
                        taken >= least && taken <= least + least / 64 + 2,
                        "pages are taken for an area and their list");
            }
            Vector<String> said = machine.logSince(lines);
            promised(said.size() == machine.logCount() - lines, "it is known how much is in the log");
            boolean complains = said.exists(line -> line.contains("vmalloc error"));
            promised(
                    complains == (address == Address.NULL && bytes != 0 && !Gfp.has(gfp, Gfp.NOWARN)),
                    "a request that is refused is told, unless it is not to be");
            return address;
        }

        /** Those of an area, and those that are filled with their addresses. */
        private long pagesOf(long areaBytes) {
            long count = areaBytes / machine.profile().pageSize();
            return count + count * Long.BYTES / machine.profile().pageSize();
        }

        @Override
        public void free(long address) {
            kernels.free(address);
        }

        @Override
        public long ksize(long address) {
            return kernels.ksize(address);
        }
    }

    /** Says the same of the page allocator. */
    private static final class WordsOfPages extends Pages {
        WordsOfPages(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            int lines = machine.logCount();
            long address = super.alloc(bytes, gfp);
            boolean isTooLarge =
                    PageFrames.getOrder(bytes, pageSize) > machine.profile().maxPageOrder();
            promised(
                    machine.logSince(lines).exists(line -> line.startsWith("page allocation failure"))
                            == (address == Address.NULL && !isTooLarge && !Gfp.has(gfp, Gfp.NOWARN)),
                    "a request that is refused is told, unless it is not to be");
            return address;
        }
    }

    /** Does not zero, and says so. */
    private static final class NotZeroing extends Pages {
        NotZeroing(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            return super.alloc(bytes, gfp & ~Gfp.ZERO);
        }
    }
}
