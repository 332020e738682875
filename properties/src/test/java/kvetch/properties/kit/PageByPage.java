package kvetch.properties.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.PageFrames;

/**
 * The vmalloc family as it is first written down: pages are taken, mapped and given back one by one. Addresses are never used
 * twice.
 */
final class PageByPage implements AllocatorProvider {
    @Override
    public String name() {
        return "page-by-page";
    }

    @Override
    public String description() {
        return "single pages, each mapped by itself; freed with vfree";
    }

    @Override
    public Family family() {
        return Family.VMALLOC;
    }

    @Override
    public Allocator create(Machine machine) {
        return new Areas(machine);
    }

    private static final class Areas implements Allocator {
        private final Machine machine;
        private final AddressSpace memory;
        private final PageFrames pages;
        private final int pageSize;
        private final Map<Long, List<Long>> areas = new HashMap<>();
        private long next = Address.VMALLOC_START;

        Areas(Machine machine) {
            this.machine = machine;
            this.memory = machine.memory();
            this.pages = machine.pages();
            this.pageSize = machine.profile().pageSize();
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) {
                machine.warnOnce(machine.profile().location(KernelSite.VMALLOC_ZERO), Gfp.KERNEL);
                return Address.NULL;
            }
            if (Long.compareUnsigned(bytes, pages.totalPages() * pageSize) > 0) return Address.NULL;
            long start = next;
            List<Long> area = new ArrayList<>();
            for (long done = 0; done < bytes; done += pageSize) {
                long page = pages.allocPages(0, gfp | Gfp.NOWARN);
                if (page == Address.NULL) {
                    giveBack(start, area);
                    return Address.NULL;
                }
                memory.map(start + done, page, pageSize);
                area.add(page);
            }
            areas.put(start, area);
            next = start + ((long) area.size() + 1) * pageSize;
            return start;
        }

        @Override
        public void free(long address) {
            List<Long> area = areas.remove(address);
            if (area != null) giveBack(address, area);
        }

        private void giveBack(long start, List<Long> area) {
            memory.unmap(start, (long) area.size() * pageSize);
            for (long page : area) pages.freePages(page, 0);
        }

        @Override
        public long ksize(long address) {
            List<Long> area = areas.get(address);
            return area == null ? 0 : (long) area.size() * pageSize;
        }
    }
}
