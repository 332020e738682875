package kvetch.properties.zoo;

import static kvetch.api.Family.KMALLOC;
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
import kvetch.api.Capabilities;
import kvetch.api.Gfp;
import kvetch.api.Machine;

/** The part of the zoo that only a crowd brings out: hundreds of blocks, thousands of calls, all of memory, frees of long ago. */
final class Crowds {
    private Crowds() {}

    static Vector<Animal> all() {
        return Vector.of(
                of("counts-in-a-byte", "counts the live objects of a slab in 8 bits", CountsInAByte::new),
                of("one-object-too-many", "rounds the number of objects in a slab up", OneObjectTooMany::new),
                of("short-list", "drops what is freed when its list of free blocks is full", ShortList::new),
                of(
                        "looks-at-the-first",
                        "notices a double free of the first block on its list only",
                        LooksAtFirst::new),
                of(
                        "slots-come-round",
                        "keeps its blocks in 4096 slots, which are used round and round",
                        SlotsComeRound::new),
                of(
                        "writes-behind",
                        "links free blocks behind their end when more than 100 are live",
                        WritesBehind::new),
                of("rare-leak", "forgets one free of each thousand", RareLeak::new),
                of(
                                "spends-its-reserve",
                                "promises up to 128 bytes, and lends what it has put aside for them once",
                                SpendsItsReserve::new)
                        .declaring(Capabilities.NONE.contiguousOnly().withNeverFailsBelow(SpendsItsReserve.OBJECT + 1)),
                of("gives-up", "serves nothing any more once memory has ended", GivesUp::new),
                new Animal(
                        "reserves",
                        "puts some pages aside whenever memory ends",
                        VMALLOC,
                        false,
                        machine -> new Areas(machine, 1, 1)));
    }

    private static Animal of(String name, String defect, Function<Machine, Allocator> maker) {
        return new Animal(name, defect, KMALLOC, false, maker);
    }

    private static final class CountsInAByte extends Slabs {
        CountsInAByte(Machine machine) {
            super(machine);
        }

        @Override
        void count(Slab slab, int by) {
            slab.live = (slab.live + by) & 0xff;
        }
    }

    private static final class OneObjectTooMany extends Slabs {
        OneObjectTooMany(Machine machine) {
            super(machine);
        }

        @Override
        int objects(int size) {
            return (pageSize + size - 1) / size;
        }
    }

    /** Pages that were freed go to the next who asks for as many. */
    private static class Lists extends Pagewise {
        final Map<Integer, ArrayDeque<Long>> freed = new HashMap<>();

        Lists(Machine machine) {
            super(machine);
        }

        ArrayDeque<Long> list(int order) {
            return freed.computeIfAbsent(order, each -> new ArrayDeque<>());
        }

        @Override
        long take(int order, int gfp) {
            Long address = list(order).poll();
            if (address == null) return super.take(order, gfp);
            orders.put(address, order);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, (long) pageSize << order);
            return address;
        }
    }

    private static final class ShortList extends Lists {
        private static final int MOST = 64;

        ShortList(Machine machine) {
            super(machine);
        }

        @Override
        public void free(long address) {
            Integer order = orders.remove(address);
            // The defect: there is no else.
            if (order != null && list(order).size() < MOST) list(order).push(address);
        }
    }

    /** What is put aside are 16 pages, or 512 objects: more than are asked for when memory has ended, were they to come back. */
    private static final class SpendsItsReserve extends Pagewise {
        static final int OBJECT = 128;
        private static final int ORDER = 4;

        private final Set<Long> lent = new HashSet<>();
        private final long end;
        private long next;

        SpendsItsReserve(Machine machine) {
            super(machine);
            next = pages.allocPages(ORDER, Gfp.NOWARN | Gfp.NORETRY);
            end = next == Address.NULL ? next : next + ((long) pageSize << ORDER);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (Long.compareUnsigned(bytes, OBJECT) > 0 || next == end) return super.alloc(bytes, gfp);
            long address = super.alloc(bytes, gfp | Gfp.NOWARN | Gfp.NORETRY);
            return address == Address.NULL ? lend(gfp) : address;
        }

        private long lend(int gfp) {
            long address = next;
            next += OBJECT;
            lent.add(address);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, OBJECT);
            return address;
        }

        // The defect: what comes back is not lent again.
        @Override
        public void free(long address) {
            if (!lent.remove(address)) super.free(address);
        }

        @Override
        public long ksize(long address) {
            return lent.contains(address) ? OBJECT : super.ksize(address);
        }
    }

    private static final class LooksAtFirst extends Lists {
        LooksAtFirst(Machine machine) {
            super(machine);
        }

        @Override
        public void free(long address) {
            Integer order = orders.get(address);
            // The defect: only the first on the list is known to be free.
            if (order == null || (!list(order).isEmpty() && list(order).peek() == address)) return;
            list(order).push(address);
        }
    }

    private static final class SlotsComeRound extends Pagewise {
        private static final int SLOTS = 4096;

        private final boolean[] used = new boolean[SLOTS];
        private final Map<Long, Integer> slots = new HashMap<>();
        private int next;

        SlotsComeRound(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            long address = super.take(order, gfp);
            if (address == Address.NULL) return address;
            // The defect: whoever is in the slot still is not asked for.
            slots.put(address, next);
            used[next] = true;
            next = (next + 1) % SLOTS;
            return address;
        }

        @Override
        public void free(long address) {
            Integer slot = slots.remove(address);
            if (slot == null || !used[slot]) return;
            used[slot] = false;
            super.free(address);
        }
    }

    private static final class WritesBehind extends Pagewise {
        private static final int FEW = 100;

        WritesBehind(Machine machine) {
            super(machine);
        }

        @Override
        public void free(long address) {
            long behind = address + ksize(address);
            if (orders.size() > FEW && orders.containsKey(behind))
                machine.memory().writeU64(behind, address);
            super.free(address);
        }
    }

    private static final class RareLeak extends Pagewise {
        private int frees;

        RareLeak(Machine machine) {
            super(machine);
        }

        @Override
        public void free(long address) {
            if (orders.containsKey(address) && ++frees % 1000 == 0) orders.remove(address);
            else super.free(address);
        }
    }

    private static final class GivesUp extends Pagewise {
        private boolean ended;

        GivesUp(Machine machine) {
            super(machine);
        }

        @Override
        long take(int order, int gfp) {
            if (ended) return Address.NULL;
            long address = super.take(order, gfp);
            ended = address == Address.NULL && order <= machine.profile().freeOrder();
            return address;
        }
    }
}
