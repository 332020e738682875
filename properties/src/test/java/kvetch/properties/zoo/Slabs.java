package kvetch.properties.zoo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Gfp;
import kvetch.api.Machine;

/**
 * A right allocator of the kmalloc family: a page for the objects of a class, with a bit for each; whole pages for what is
 * larger than half of one. The animals of the zoo change one thing in it.
 */
class Slabs extends Pagewise {
    private static final int[] CLASSES = {8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048};

    private final Map<Long, Slab> slabs = new HashMap<>();
    private final Map<Integer, TreeMap<Long, Slab>> partial = new HashMap<>();

    static final class Slab {
        final long page;
        final int size;
        final int objects;
        final BitSet used = new BitSet();
        int live;

        Slab(long page, int size, int objects) {
            this.page = page;
            this.size = size;
            this.objects = objects;
        }
    }

    Slabs(Machine machine) {
        super(machine);
    }

    int objects(int size) {
        return pageSize / size;
    }

    /** One more object of a slab is live, or one less. */
    void count(Slab slab, int by) {
        slab.live += by;
    }

    boolean keepsEmptySlabs() {
        return false;
    }

    @Override
    public long alloc(long bytes, int gfp) {
        if (bytes <= 0 || bytes > CLASSES[CLASSES.length - 1]) return super.alloc(bytes, gfp);
        int size = classOf((int) bytes);
        TreeMap<Long, Slab> some = partial.computeIfAbsent(size, each -> new TreeMap<>());
        if (some.isEmpty()) {
            long page = pages.allocPages(0, gfp & ~Gfp.ZERO);
            if (page == Address.NULL) return Address.NULL;
            Slab fresh = new Slab(page, size, objects(size));
            slabs.put(page, fresh);
            some.put(page, fresh);
        }
        Slab slab = some.firstEntry().getValue();
        int object = slab.used.nextClearBit(0);
        slab.used.set(object);
        count(slab, 1);
        if (slab.used.cardinality() >= slab.objects) some.remove(slab.page);
        long address = slab.page + (long) object * size;
        if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, size);
        return address;
    }

    private static int classOf(int bytes) {
        for (int i = 0; ; i++) if (bytes <= CLASSES[i]) return CLASSES[i];
    }

    @Override
    public void free(long address) {
        Slab slab = slabs.get(address & -pageSize);
        if (slab == null) {
            super.free(address);
            return;
        }
        int offset = (int) (address - slab.page);
        if (offset % slab.size != 0 || !slab.used.get(offset / slab.size)) return;
        slab.used.clear(offset / slab.size);
        count(slab, -1);
        TreeMap<Long, Slab> some = partial.computeIfAbsent(slab.size, each -> new TreeMap<>());
        some.put(slab.page, slab);
        if (slab.live != 0 || keepsEmptySlabs()) return;
        some.remove(slab.page);
        slabs.remove(slab.page);
        pages.freePages(slab.page, 0);
    }

    @Override
    public long ksize(long address) {
        Slab slab = slabs.get(address & -pageSize);
        return slab == null ? super.ksize(address) : slab.size;
    }
}
