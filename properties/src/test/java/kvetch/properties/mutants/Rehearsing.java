package kvetch.properties.mutants;

import static kvetch.api.Family.KMALLOC;
import static kvetch.api.Family.KVMALLOC;
import static kvetch.api.Family.VMALLOC;
import static kvetch.properties.mutants.Reliant.promised;

import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.GuardedMemory;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.MemoryGuard;
import kvetch.api.OopsException;
import kvetch.api.PageFrames;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.zoo.Animal;
import kvetch.properties.zoo.PassingPages;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * Right allocators that, before they serve, boot machines of their own and rehearse there what comes seldom, or to no good end: memory
 * in fragments and no memory at all, large areas that come and go, gigabytes zeroed at once, a part of an area that is freed.
 */
final class Rehearsing {
    private static final int QUIETLY = Gfp.NOWARN | Gfp.NORETRY;

    private static final Providers PROVIDERS = Providers.load();
    private static final Setup HARDENED = Setup.asShipped(
            PROVIDERS.allocators(), KernelProfiles.find("hardened").get());

    private Rehearsing() {}

    static Vector<Animal> all() {
        return Vector.of(
                of("rehearses-areas", Rehearsing::comeAndGo),
                of("rehearses-scarcity", Rehearsing::doWithFragments),
                of("rehearses-ends", Rehearsing::runOut),
                of("rehearses-a-free-of-a-part", Rehearsing::freeParts),
                of("rehearses-limits", Rehearsing::askForTheMost),
                of("rehearses-bytes", Rehearsing::readAndWrite),
                of("rehearses-zeroing", Rehearsing::zero),
                of("rehearses-guards", Rehearsing::guard));
    }

    private static Animal of(String name, Runnable rehearsal) {
        return new Animal(name, "is right as long as machines are", KMALLOC, false, Capabilities.NONE, machine -> {
            rehearsal.run();
            return new Reliant.Pages(machine);
        });
    }

    private static Machine boot(MachineProfile profile) {
        return HARDENED.machine(profile);
    }

    /** Of 4 KiB pages, with small blocks as the largest, so that even few MiB have many of them. */
    private static MachineProfile small(int mib, int largestOrder, int freeOrder) {
        return new MachineProfile(4096, largestOrder, mib, freeOrder, false, HashMap.empty());
    }

    /** How many pages list and map those of an area. */
    private static long listPages(long count, int pageSize) {
        return 2 * (count * Long.BYTES / pageSize);
    }

    // Areas and blocks

    private static void comeAndGo() {
        for (MachineProfile profile :
                List.of(small(16, 3, 3), small(16, 3, 1), small(8, 0, 0), small(16, 6, 6), MachineProfile.of(4096, 64)))
            for (long seed = 1; seed <= 3; seed++) new Occupied(boot(profile)).comeAndGo(new Random(seed), 160);
        new Occupied(boot(small(64, 3, 3))).halfAndHalf();
        for (MachineProfile profile : List.of(small(8, 3, 3), small(8, 10, 10), small(8, 4, 2)))
            for (long seed = 1; seed <= 40; seed++) new Occupied(boot(profile)).startAfresh(new Random(seed));
        onPagesOfSomebodys();
    }

    /** Where the pages are handed out by somebody else, and one block at a time. */
    private static void onPagesOfSomebodys() {
        Animal pages =
                new Animal("somebodys-pages", "is right", Family.PAGES, true, Capabilities.NONE, PassingPages::new);
        new Occupied(pages.setup().machine(small(16, 3, 3))).comeAndGo(new Random(9), 60);
    }

    /** Keeps account of who has which pages. */
    private static final class Occupied {
        private final Machine machine;
        private final PageFrames pages;
        private final Allocator vmalloc;
        private final int pageSize;
        private final BitSet taken = new BitSet();
        private final List<long[]> blocks = new ArrayList<>();
        private final List<Long> areas = new ArrayList<>();
        private long free;

        Occupied(Machine machine) {
            this.machine = machine;
            this.pages = machine.pages();
            this.vmalloc = machine.allocator(VMALLOC);
            this.pageSize = machine.profile().pageSize();
            this.free = pages.freePages();
        }

        void comeAndGo(Random random, int steps) {
            int largest = machine.profile().maxPageOrder();
            int atFirst = takeAll(largest);
            giveAllBack(random);
            for (int i = 0; i < steps; i++) {
                if (random.nextInt(40) == 0) {
                    takeAll(random.nextInt(largest + 1));
                    takeAll(0);
                    promised(free == 0, "all pages that are free are served");
                    giveAllBack(random);
                } else if (random.nextInt(5) < 2) giveOneBack(random);
                else if (random.nextBoolean()) takeBlock(random.nextInt(largest + 1));
                else takeArea(1 + random.nextInt(1 << random.nextInt(10)));
            }
            giveAllBack(random);
            promised(takeAll(largest) == atFirst, "buddies that are free are joined");
        }

        /** A few blocks come and go in memory that was never taken; then it is as if they had not. */
        void startAfresh(Random random) {
            int largest = machine.profile().maxPageOrder();
            for (int i = 2 + random.nextInt(12); i > 0; i--)
                if (random.nextInt(3) == 0) giveOneBack(random);
                else takeBlock(random.nextInt(largest + 1));
            giveAllBack(random);
            promised(
                    takeAll(largest) == new Occupied(boot(machine.profile())).takeAll(largest),
                    "buddies that are given back are joined");
        }

        /** An area of half of all memory, blocks right behind it, and then all again in pages. */
        void halfAndHalf() {
            Random random = new Random(5);
            for (int round = 0; round < 4; round++) {
                takeArea((int) pages.freePages() / 2);
                for (int i = 0; i < 8; i++)
                    takeBlock(random.nextInt(machine.profile().maxPageOrder() + 1));
                if (round % 2 == 0) giveAllBack(random);
                takeArea((int) pages.freePages() / 3);
                while (!areas.isEmpty()) giveOneBack(random);
                takeAll(0);
                giveAllBack(random);
            }
        }

        /** How many blocks there were. */
        private int takeAll(int order) {
            int count = 0;
            while (takeBlock(order)) count++;
            return count;
        }

        private boolean takeBlock(int order) {
            long block = pages.allocPages(order, QUIETLY);
            if (block == Address.NULL) return false;
            promised((block - Address.DIRECT_MAP) % ((long) pageSize << order) == 0, "a block is aligned to its size");
            take(block, 1 << order);
            blocks.add(new long[] {block, order});
            lookAtFree(1L << order);
            return true;
        }

        private void takeArea(int count) {
            long area = vmalloc.alloc((long) count * pageSize, QUIETLY);
            long needed = count + listPages(count, pageSize);
            promised(
                    (area != Address.NULL) == (needed <= free),
                    "areas are served exactly where there are pages for them");
            if (area == Address.NULL) return;
            promised(vmalloc.ksize(area) == (long) count * pageSize, "ksize of an area is what was asked for");
            for (int i = 0; i < count; i++) take(machine.memory().direct(area + (long) i * pageSize), 1);
            promised(
                    machine.memory().direct(area + (long) count * pageSize) == Address.NULL,
                    "nothing is behind an area");
            areas.add(area);
            lookAtFree(needed);
        }

        private void lookAtFree(long less) {
            free -= less;
            promised(pages.freePages() == free, "it is known how many pages are free");
        }

        private void take(long direct, int count) {
            int frame = frame(direct);
            promised(taken.get(frame, frame + count).isEmpty(), "no allocation has a page of another");
            taken.set(frame, frame + count);
        }

        private int frame(long direct) {
            promised(direct != Address.NULL, "each page of an area is mapped");
            return (int) ((direct - Address.DIRECT_MAP) / pageSize);
        }

        private void giveAllBack(Random random) {
            while (!areas.isEmpty() || !blocks.isEmpty()) giveOneBack(random);
        }

        private void giveOneBack(Random random) {
            if (!areas.isEmpty() && (blocks.isEmpty() || random.nextInt(3) == 0)) {
                long area = areas.remove(random.nextInt(areas.size()));
                int count = (int) (vmalloc.ksize(area) / pageSize);
                for (int i = 0; i < count; i++)
                    taken.clear(frame(machine.memory().direct(area + (long) i * pageSize)));
                vmalloc.free(area);
                promised(vmalloc.ksize(area) == 0, "ksize of what is free is 0");
                lookAtFree(-count - listPages(count, pageSize));
            } else if (!blocks.isEmpty()) {
                long[] block = blocks.remove(random.nextInt(blocks.size()));
                int frame = frame(block[0]);
                taken.clear(frame, frame + (1 << block[1]));
                pages.freePages(block[0], (int) block[1]);
                lookAtFree(-(1L << block[1]));
            }
            promised(machine.logCount() == 0, "nothing is said of what is right");
        }
    }

    // Little memory

    private static void doWithFragments() {
        for (MachineProfile profile : List.of(small(8, 5, 5), small(8, 10, 2))) {
            Machine machine = boot(profile);
            PageFrames pages = machine.pages();
            long free = pages.freePages();
            List<Long> kept = new ArrayList<>();
            List<Long> apart = new ArrayList<>();
            for (long page : allPages(pages)) ((page - Address.DIRECT_MAP) / 4096 % 2 == 0 ? apart : kept).add(page);
            promised(kept.size() + apart.size() == free, "all pages that are free are served");
            apart.forEach(page -> pages.freePages(page, 0));
            Allocator vmalloc = machine.allocator(VMALLOC);
            for (int count = 1; count <= 9; count++) {
                long area = vmalloc.alloc(count * 4096L, QUIETLY);
                promised(area != Address.NULL, "areas of single pages are served");
                vmalloc.free(area);
            }
            promised(pages.allocPages(1, QUIETLY) == Address.NULL, "no two pages are side by side");
            promised(machine.logCount() == 0, "a request that is refused quietly is told by nobody");
            promised(pages.allocPages(1, Gfp.NORETRY) == Address.NULL && machine.logCount() == 1, "a refusal is told");
            leave(pages, 3);
            for (int gfp : new int[] {Gfp.KERNEL, Gfp.NOWARN, Gfp.RETRY_MAYFAIL, Gfp.NORETRY}) {
                Allocator kvmalloc = machine.allocator(KVMALLOC);
                long block = kvmalloc.alloc(3 * 4096, gfp);
                promised(
                        block != Address.NULL && machine.oomKill() == null, "areas of the last three pages are served");
                kvmalloc.free(block);
            }
            leave(pages, 2);
            promised(
                    pages.allocPages(1, Gfp.KERNEL) == Address.NULL && machine.oomKill() == null,
                    "nobody is killed while there are pages enough");
            int lines = machine.logCount();
            promised(vmalloc.alloc(5 * 4096, QUIETLY) == Address.NULL, "five pages are not made of two");
            promised(machine.logCount() == lines, "a request that is refused quietly is told by nobody");
            promised(vmalloc.alloc(5 * 4096, Gfp.NORETRY) == Address.NULL, "five pages are not made of two");
            promised(machine.logCount() == lines + 1, "a refusal is told once");
            promised(pages.freePages() == 2, "what is refused takes nothing");
        }
    }

    /** Takes them one by one. */
    private static List<Long> allPages(PageFrames pages) {
        List<Long> taken = new ArrayList<>();
        for (long page = pages.allocPages(0, QUIETLY); page != Address.NULL; page = pages.allocPages(0, QUIETLY))
            taken.add(page);
        return taken;
    }

    private static void leave(PageFrames pages, int count) {
        while (pages.freePages() > count) pages.allocPages(0, QUIETLY);
    }

    private static void runOut() {
        for (int i = 0; i <= 4; i++) {
            int order = i;
            Machine machine = boot(small(8, 5, 5));
            PageFrames pages = machine.pages();
            leave(pages, 0);
            promised(pages.allocPages(order, Gfp.RETRY_MAYFAIL) == Address.NULL, "there is nothing left");
            promised(machine.oomKill() == null, "nobody is killed for what may fail");
            promised(pages.allocPages(order, Gfp.KERNEL) == Address.NULL, "there is nothing left");
            promised((machine.oomKill() != null) == (order <= 3), "somebody is killed for little, and not for much");
            if (order > 3) continue;
            promised(pages.allocPages(order, Gfp.KERNEL) == Address.NULL, "who is being killed gets nothing");
            promised(!machine.isTainted(), "a kill is no taint");
            promised(
                    machine.log().exists(line -> line.contains("order:" + order)),
                    "it is told that somebody was killed");
            machine.beginCall();
            promised(
                    dies(() -> pages.allocPages(order, Gfp.KERNEL)),
                    "when somebody was killed and still nothing is left the kernel panics");
        }
        Machine machine = boot(small(8, 5, 5));
        long total = machine.pages().totalPages();
        Allocator vmalloc = machine.allocator(VMALLOC);
        promised(
                vmalloc.alloc((total + 1) * 4096, Gfp.KERNEL) == Address.NULL && machine.oomKill() == null,
                "nobody is killed by an alloc( of more than there is");
        promised(
                vmalloc.alloc(total * 4096, Gfp.KERNEL) == Address.NULL
                        && machine.log().exists(line -> line.contains("order:0")),
                "somebody is killed for the last page of an alloc( of as much as there is");
        Machine empty = boot(small(8, 5, 5));
        leave(empty.pages(), 0);
        promised(empty.allocator(KVMALLOC).alloc(4096, Gfp.NORETRY) == Address.NULL, "there is nothing left");
        promised(
                empty.log().exists(line -> line.startsWith("page allocation failure")) && empty.logCount() == 1,
                "a page is asked of kmalloc alone: alloc(");
    }

    // What is wrong, and is told

    private static void freeParts() {
        freePart(small(16, 3, 3), 6, 2);
        freePart(small(16, 3, 3), 6, 0);
        freePart(small(16, 3, 3), 6, 5);
        freePart(MachineProfile.of(4096, 16384), 1500, 1100);
        freeAllParts();
        freeWhatIsNoArea();
        freeWhatIsNoBlock();
    }

    /** And then the whole: each of its blocks is told. */
    private static void freeAllParts() {
        Machine machine = boot(small(16, 3, 3));
        Allocator vmalloc = machine.allocator(VMALLOC);
        long area = vmalloc.alloc(6 * 8 * 4096, QUIETLY);
        long free = machine.pages().freePages();
        for (int i = 0; i < 6; i++) machine.pages().freePages(machine.memory().direct(area + i * 8L * 4096), 3);
        vmalloc.free(area);
        promised(machine.logCount() == 6, "the second free of each block is told");
        promised(machine.pages().freePages() == free + 6 * 8, "what is given back is free, and once");
    }

    private static void freeWhatIsNoBlock() {
        for (long address :
                new long[] {4096, Address.DIRECT_MAP - 4096, Address.DIRECT_MAP + (8 << 20), Address.VMALLOC_START})
            promised(
                    dies(() -> boot(small(8, 3, 3)).allocator(KMALLOC).free(address)),
                    "kmalloc's free( of what is not in the direct map faults");
        Machine machine = boot(small(8, 3, 3));
        PageFrames pages = machine.pages();
        pages.freePages(Collections.max(allPages(pages)), 3);
        promised(machine.logCount() == 1 && pages.freePages() == 0, "nothing behind the last page is freed");
    }

    private static void freeWhatIsNoArea() {
        Machine machine = boot(small(16, 3, 3));
        Allocator vmalloc = machine.allocator(VMALLOC);
        long area = vmalloc.alloc(3 * 4096, QUIETLY);
        promised(machine.firstSplat() == null, "there is no WARN at first");
        for (long address : new long[] {area + 8, area + 4 * 4096, Address.VMALLOC_START + (1L << 40), area + 4095}) {
            int splats = machine.splatCount();
            vmalloc.free(address);
            promised(machine.splatCount() == splats + 1, "vmalloc's free( of what is no area WARNs");
            promised(vmalloc.ksize(area) == 3 * 4096, "and takes no other");
        }
        promised(machine.splats().head().equals(machine.firstSplat()), "the first WARN is known");
        vmalloc.free(area + 4096);
        promised(vmalloc.ksize(area) == 0, "an area can be freed from its middle");
    }

    /** Of an area of so many blocks of the largest order; then the whole. */
    private static void freePart(MachineProfile profile, int blocks, int part) {
        Machine machine = boot(profile);
        PageFrames pages = machine.pages();
        int order = profile.maxPageOrder();
        long blockBytes = (long) profile.pageSize() << order;
        long free = pages.freePages();
        Allocator vmalloc = machine.allocator(VMALLOC);
        long area = vmalloc.alloc(blocks * blockBytes, QUIETLY);
        long direct = machine.memory().direct(area + part * blockBytes);
        pages.freePages(direct, order);
        promised(machine.logCount() == 0, "a block can be freed");
        vmalloc.free(area);
        promised(
                machine.logCount() == 1 && machine.log().head().contains(Address.format(direct)),
                "the second free of a block is told, and where it is");
        promised(pages.freePages() == free, "what is given back is free");
        Occupied occupied = new Occupied(machine);
        occupied.takeAll(order);
        occupied.takeAll(0);
        promised(occupied.free == 0, "all pages that are free are served, and once");
    }

    private static void askForTheMost() {
        for (int mib = 8; mib < 80; mib++) askForTheMost(MachineProfile.of(mib % 3 == 0 ? 16384 : 4096, mib));
        askForTheMost(MachineProfile.of(65536, 333));
        askForTheMost(MachineProfile.of(4096, 2048));
        Machine machine = boot(MachineProfile.of(4096, 8));
        for (Family family : List.of(VMALLOC, KVMALLOC))
            promised(
                    machine.allocator(family).ksize(Address.VMALLOC_START + (1 << 30)) == 0,
                    "ksize of what is no block is 0");
        Capabilities four = Capabilities.NONE.withLargestBytes(4).withNeverFailsBelow(4);
        promised(!four.mustRefuse(4) && four.mustRefuse(5) && four.mustRefuse(-1), "above the limit all is refused");
        promised(four.mustServe(3) && !four.mustServe(4) && !four.mustServe(-1), "below the limit all is served");
        promised(Capabilities.NONE.describe().isEmpty(), "nothing is declared of what declares nothing");
        promised(
                four.describe().equals(Vector.of("at most 4 bytes", "never fails below 4 bytes")),
                "what is declared is said");
        promised(
                Capabilities.NONE
                        .contiguousOnly()
                        .withoutZeroing()
                        .monotone()
                        .describe()
                        .equals(Vector.of("contiguous only", "does not zero", "monotone")),
                "what is declared is said");
    }

    private static void askForTheMost(MachineProfile profile) {
        long most = PROVIDERS
                .find(VMALLOC.kernelProvider())
                .get()
                .capabilities(profile)
                .largestBytes();
        promised(
                boot(profile).allocator(VMALLOC).alloc(most, QUIETLY) != Address.NULL,
                "the largest request that is declared is served");
        promised(
                boot(profile).allocator(VMALLOC).alloc(most + 1, QUIETLY) == Address.NULL,
                "a larger one than is declared is refused");
    }

    // Bytes

    /** Reads and writes at each offset around the end of a page, in a block and in an area whose pages lie apart. */
    private static void readAndWrite() {
        Machine machine = boot(MachineProfile.of(4096, 8));
        AddressSpace memory = machine.memory();
        long block = machine.pages().allocPages(3, Gfp.KERNEL);
        long area = Address.VMALLOC_START + (1L << 40);
        for (int i = 0; i < 8; i++) memory.map(area + i * 4096L, block + (7L - i) * 4096, 4096);
        long last = (machine.profile().frames() - 1) * 4096L;
        memory.map(area + (1 << 30), Address.DIRECT_MAP + last, 4096);
        promised(memory.direct(area + (1 << 30)) == Address.DIRECT_MAP + last, "all pages can be mapped");
        for (long address : new long[] {block + 3, area + 3, area + (1 << 20) + 3, area + (1 << 20), 3})
            promised(memory.isMapped(address, 0), "all of nothing is mapped");
        for (long address : new long[] {4096, Address.DIRECT_MAP - 4096, area + (1 << 20), Address.VMALLOC_END}) {
            promised(
                    !memory.isMapped(address, 1) && memory.direct(address) == Address.NULL,
                    "it is known where nothing is mapped");
            for (Runnable access : List.<Runnable>of(
                    () -> memory.readU64(address),
                    () -> memory.readByte(address),
                    () -> memory.writeU32(address, 1),
                    () -> memory.zero(address, 4096)))
                promised(dies(access), "an access where nothing is mapped faults");
        }
        for (long start : new long[] {block, area}) {
            Bytes bytes = new Bytes(memory, start, 8 * 4096);
            bytes.exercise(new Random(6), 600);
            for (int end : new int[] {4096, 4097, 8192, 8193, 4608, 4609, 5000}) {
                memory.zero(start, 8 * 4096);
                memory.writeByte(start + end - 1, (byte) 1);
                promised(memory.firstNonZero(start, end) == end - 1, "the last byte that is not zero is found");
                promised(memory.firstNonZero(start, end - 1) == -1, "and not before");
                promised(memory.firstNonZero(start + end - 1, 1) == 0, "a byte that is not zero is found");
            }
        }
    }

    private static boolean dies(Runnable access) {
        try {
            access.run();
            return false;
        } catch (OopsException oops) {
            return true;
        }
    }

    /** What should be there. */
    private static final class Bytes {
        private final AddressSpace memory;
        private final long start;
        private final byte[] expected;

        Bytes(AddressSpace memory, long start, int count) {
            this.memory = memory;
            this.start = start;
            this.expected = new byte[count];
            memory.zero(start, count);
        }

        /** Reads, writes and zeroes near the ends of what memory is kept in. */
        void exercise(Random random, int steps) {
            for (int i = 0; i < steps; i++) {
                int at = Math.floorMod(
                        random.nextInt(expected.length / 512) * 512 + random.nextInt(24) - 12, expected.length - 8);
                long value = random.nextLong();
                switch (random.nextInt(6)) {
                    case 0 -> memory.writeU64(start + at, store(at, value, Long.BYTES));
                    case 1 -> memory.writeU32(start + at, (int) store(at, value, Integer.BYTES));
                    case 2 -> promised(memory.readU64(start + at) == load(at, Long.BYTES), "what is written is read");
                    case 3 ->
                        promised(
                                memory.readU32(start + at) == (int) load(at, Integer.BYTES), "what is written is read");
                    case 4 -> zero(at, random.nextInt(expected.length - at));
                    default -> lookAtAll(at);
                }
            }
            lookAtAll(0);
        }

        private void zero(int at, int count) {
            memory.zero(start + at, count);
            Arrays.fill(expected, at, at + count, (byte) 0);
        }

        private long store(int at, long value, int count) {
            for (int i = 0; i < count; i++) expected[at + i] = (byte) (value >>> (8 * i));
            return value;
        }

        private long load(int at, int count) {
            long value = 0;
            for (int i = 0; i < count; i++) value |= (expected[at + i] & 0xffL) << (8 * i);
            return value;
        }

        private void lookAtAll(int from) {
            for (int i = from; i < Math.min(from + 1100, expected.length); i++)
                promised(memory.readByte(start + i) == expected[i], "nothing else that is written is changed");
        }
    }

    /** Zeroes much of what somebody looks at, and has looked at before. */
    private static void zero() {
        Machine machine = boot(MachineProfile.of(4096, 256));
        AddressSpace memory = machine.memory();
        int order = machine.profile().maxPageOrder();
        long bytes = 4096L << order;
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 6; i++) blocks.add(machine.pages().allocPages(order, Gfp.KERNEL));
        for (long block : blocks)
            for (long part : new long[] {bytes, bytes / 2, 32 << 10, 8 << 10, 512})
                for (long at : new long[] {0, part / 2 & -8, part - 8}) {
                    GuardedMemory view = memory.guarded((write, address, count) -> new MemoryGuard.Range(block, bytes));
                    view.writeU64(block + at, 7);
                    view.writeU64(block + bytes - 8, 9);
                    view.writeU64(block + at, 7);
                    memory.zero(block, part);
                    promised(view.readU64(block + at) == 0, "what was zeroed reads as zero for whoever looks at it");
                    promised(memory.firstNonZero(block, part) == -1, "what was zeroed is zero");
                    promised(memory.readU64(block + bytes - 8) == (part == bytes ? 0 : 9), "nothing else is zeroed");
                    view.writeU64(block + at, 8);
                    promised(memory.readU64(block + at) == 8, "what is written is there");
                }
        AddressSpace whole = boot(MachineProfile.of(4096, 256)).memory();
        for (long i = 0; i < 256; i++) whole.writeU64(Address.DIRECT_MAP + (i << 20), i);
        for (long i = 0; i < 256; i++)
            promised(whole.readU64(Address.DIRECT_MAP + (i << 20)) == i, "what is written is read, in all of memory");
        for (long block : blocks) {
            memory.writeByte(block, (byte) 5);
            memory.writeByte(block + bytes - 1, (byte) 6);
            memory.zero(block + 1, bytes - 2);
            promised(
                    memory.readByte(block) == 5 && memory.readByte(block + bytes - 1) == 6,
                    "nothing else is zeroed than what is to be");
            promised(memory.firstNonZero(block + 1, bytes - 1) == bytes - 2, "what was zeroed is zero");
        }
        zeroGigabytes();
    }

    private static void zeroGigabytes() {
        for (long bytes : new long[] {1L << 30, 4L << 30, (4L << 30) + 1024, (4L << 30) + 40}) {
            AddressSpace fresh = boot(MachineProfile.of(4096, 16384)).memory();
            long start = Address.DIRECT_MAP + (1L << 30);
            fresh.zero(start, bytes);
            promised(
                    fresh.firstNonZero(start, 5L << 30) == bytes,
                    "what is not zero is found behind gigabytes that are");
        }
        Machine machine = boot(MachineProfile.of(4096, 16384));
        AddressSpace memory = machine.memory();
        long area = machine.allocator(VMALLOC).alloc(5L << 30, QUIETLY);
        memory.zero(area, 5L << 30);
        promised(memory.firstNonZero(area, 5L << 30) == -1, "gigabytes are zeroed");
        long far = Address.DIRECT_MAP + (8L << 30);
        memory.zero(far, 8192);
        promised(memory.firstNonZero(far, 8192) == -1, "what lies far is zeroed");
        memory.writeByte(area + (4L << 30) + 100, (byte) 1);
        promised(
                memory.firstNonZero(area, 5L << 30) == (4L << 30) + 100,
                "what is not zero is found behind gigabytes that are");
        for (long gib : new long[] {4, 5}) {
            for (long at = 0; at < 5; at++) memory.writeU64(area + (at << 30), 1);
            memory.writeU64(area + (gib << 30) - 8, 1);
            memory.zero(area, gib << 30);
            promised(memory.firstNonZero(area, gib << 30) == -1, "gigabytes are zeroed");
            if (gib == 4) promised(memory.readU64(area + (4L << 30)) == 1, "nothing else is zeroed");
        }
    }

    /** Has each access judged that is not within what was allowed. */
    private static void guard() {
        for (int[] allowed :
                new int[][] {{0, 8184}, {1000, 100}, {510, 4}, {511, 9}, {512, 8}, {1020, 12}, {4000, 200}, {24, 488}})
            new Guarded(allowed[0], allowed[0] + allowed[1]).access();
    }

    /** Two pages, of which a part is allowed. */
    private static final class Guarded {
        private static final int BYTES = 8192;

        private final int from;
        private final int to;
        private final long block;
        private final Bytes bytes;
        private final GuardedMemory view;
        private boolean isJudged;
        private boolean isWrite;

        Guarded(int from, int to) {
            Machine machine = boot(MachineProfile.of(4096, 8));
            this.from = from;
            this.to = to;
            this.block = machine.pages().allocPages(1, Gfp.KERNEL);
            this.bytes = new Bytes(machine.memory(), block, BYTES);
            this.view = machine.memory().guarded(this::judge);
        }

        private MemoryGuard.@Nullable Range judge(boolean write, long address, int count) {
            isJudged = true;
            promised(write == isWrite, "it is judged whether memory is read or is written");
            return isAllowed(address, count) ? new MemoryGuard.Range(block + from, to - from) : null;
        }

        private boolean isAllowed(long address, int count) {
            return address >= block + from && address + count <= block + to;
        }

        void access() {
            Random random = new Random(from);
            for (int round = 0; round < 300; round++) {
                int near = random.nextInt(3) == 0 ? random.nextInt(16) * 512 : random.nextBoolean() ? from : to;
                int at = Math.floorMod(near + random.nextInt(24) - 12, BYTES - 8);
                // Twice: what was allowed is remembered.
                for (int i = 0; i < 2; i++) access(random, at, random.nextBoolean(), random.nextBoolean());
                if (round % 50 == 0) view.forget();
                bytes.lookAtAll(Math.max(0, at - 550));
            }
            for (int at = Math.max(0, from - 8); at < Math.min(from + 8, BYTES - 8); at++)
                for (int i = 0; i < 8; i++) access(random, at, i % 4 < 2, i < 4);
        }

        private void access(Random random, int at, boolean isLong, boolean write) {
            int count = isLong ? Long.BYTES : Integer.BYTES;
            isJudged = false;
            isWrite = write;
            if (write) {
                long value = bytes.store(at, random.nextLong(), count);
                if (isLong) view.writeU64(block + at, value);
                else view.writeU32(block + at, (int) value);
            } else
                promised(
                        isLong
                                ? view.readU64(block + at) == bytes.load(at, count)
                                : view.readU32(block + at) == (int) bytes.load(at, count),
                        "what is written is read, however it is judged");
            promised(
                    isAllowed(block + at, count) || isJudged,
                    "what is read or is written beside what is allowed is judged");
        }
    }
}
