package kvetch.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The 64-bit address space of a simulated kernel: the direct map over all page frames, and whatever is mapped in the vmalloc
 * range. It is sparse: memory costs what is touched, and zeroing gigabytes costs next to nothing. Memory that was never
 * written holds {@link #DIRT}, as memory after a boot holds anything.
 */
public final class AddressSpace implements Memory {

    /** What a byte holds that was never written. */
    public static final byte DIRT = (byte) 0xd7;

    static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Contents are kept in granules, whatever the page size, so that a small object costs little everywhere. */
    private static final int GRANULE_SHIFT = 9;

    static final int GRANULE = 1 << GRANULE_SHIFT;
    static final int OFFSET_MASK = GRANULE - 1;
    private static final int CHUNK_GRANULES = Long.SIZE;
    private static final int CHUNK_SHIFT = GRANULE_SHIFT + 6;
    private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;
    private static final int REGION_CHUNKS = 64;
    private static final int REGION_SHIFT = CHUNK_SHIFT + 6;
    private static final int REGION_BYTES = 1 << REGION_SHIFT;

    private static final byte[] DIRTY_GRANULE = new byte[GRANULE];
    private static final byte[] ZERO_GRANULE = new byte[GRANULE];
    /** Stands for every chunk that was zeroed as a whole; it has no data and is never written. */
    private static final Chunk ZERO_CHUNK = new Chunk(-1);
    /** Stands for every region that was zeroed as a whole; it is never written. */
    private static final Chunk[] ZERO_REGION = new Chunk[REGION_CHUNKS];

    static {
        Arrays.fill(DIRTY_GRANULE, DIRT);
        Arrays.fill(ZERO_REGION, ZERO_CHUNK);
    }

    private final Machine machine;
    private final int pageSize;
    private final int pageShift;
    private final long directMapBytes;
    private final int regionCount;

    /** The region of the first frame that the kernel does not keep for itself: the numbering of regions starts there. */
    private final int firstRegion;

    /** Regions by number, as far as any was touched. A region, and a chunk in it, that is null is all dirt. */
    private @Nullable Chunk[] @Nullable [] regions = new Chunk[4][];

    /** What is mapped in the vmalloc range. */
    private final PageTable mappings = new PageTable();

    /** What looks at this memory through windows, which hold granules. */
    private final List<GuardedMemory> views = new ArrayList<>(1);

    /** See {@link Memory#version}; counted up by every change. */
    long version;

    /** 64 granules of physical memory. One without data is all zero or all dirt. */
    private static final class Chunk {
        private byte @Nullable [] @Nullable [] data;

        /** A bit for each granule: whether it is zero if it has no data. */
        private long zero;

        Chunk(long zero) {
            this.zero = zero;
        }

        boolean isZero(int granule) {
            return (zero >>> granule & 1) != 0;
        }

        byte @Nullable [] data(int granule) {
            return data == null ? null : data[granule];
        }

        byte[] materialise(int granule) {
            if (data == null) data = new byte[CHUNK_GRANULES][];
            byte[] bytes = isZero(granule) ? new byte[GRANULE] : DIRTY_GRANULE.clone();
            data[granule] = bytes;
            return bytes;
        }
    }

    AddressSpace(Machine machine, MachineProfile profile) {
        this.machine = machine;
        this.pageSize = profile.pageSize();
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
        this.directMapBytes = (long) profile.frames() * pageSize;
        this.regionCount = (int) ((directMapBytes + REGION_BYTES - 1) >>> REGION_SHIFT);
        this.firstRegion = (int) (((long) profile.firstFrame() * pageSize) >>> REGION_SHIFT);
    }

    @Override
    public long readU64(long address) {
        int offset = offset(address);
        if (isInGranule(offset, Long.BYTES)) return (long) U64.get(readable(address), offset);
        return readSlowly(address, Long.BYTES);
    }

    @Override
    public int readU32(long address) {
        int offset = offset(address);
        if (isInGranule(offset, Integer.BYTES)) return (int) U32.get(readable(address), offset);
        return (int) readSlowly(address, Integer.BYTES);
    }

    /**
     * Reads a byte.
     *
     * @param address its address
     * @return the value
     */
    public byte readByte(long address) {
        return readable(address)[offset(address)];
    }

    @Override
    public void writeU64(long address, long value) {
        version++;
        int offset = offset(address);
        if (isInGranule(offset, Long.BYTES)) U64.set(writable(address), offset, value);
        else writeSlowly(address, value, Long.BYTES);
    }

    @Override
    public void writeU32(long address, int value) {
        version++;
        int offset = offset(address);
        if (isInGranule(offset, Integer.BYTES)) U32.set(writable(address), offset, value);
        else writeSlowly(address, value, Integer.BYTES);
    }

    /**
     * Writes a byte.
     *
     * @param address its address
     * @param value the value
     */
    public void writeByte(long address, byte value) {
        version++;
        writable(address)[offset(address)] = value;
    }

    /**
     * Fills with zeros. Costs little even for gigabytes.
     *
     * @param address address of the first byte
     * @param bytes how many bytes, 0 or more
     */
    public void zero(long address, long bytes) {
        version++;
        long at = address;
        long left = bytes;
        while (left > 0) {
            long physical = translateOrFault(at);
            if (left <= bytesInGranule(physical)) {
                zeroInGranule(physical, (int) left);
                return;
            }
            long run = contiguousFrom(at, left);
            zeroPhysical(physical, run);
            at += run;
            left -= run;
        }
    }

    private void zeroPhysical(long physical, long bytes) {
        long at = physical;
        long end = physical + bytes;
        while (at < end) {
            if ((at & REGION_BYTES - 1) == 0 && end - at >= REGION_BYTES) {
                at += zeroRegions(at, end);
            } else if ((at & CHUNK_BYTES - 1) == 0 && end - at >= CHUNK_BYTES) {
                zeroChunk(at);
                at += CHUNK_BYTES;
            } else if ((at & OFFSET_MASK) == 0 && end - at >= 2 * GRANULE) {
                at += zeroGranules(at, end);
            } else {
                int run = (int) Math.min(end - at, bytesInGranule(at));
                zeroInGranule(at, run);
                at += run;
            }
        }
    }

    /** Zeroes whole regions, as far as they reach and are numbered one after another; how many bytes. */
    private long zeroRegions(long physical, long end) {
        int first = regionNumber(physical);
        int count = (int) Math.min(regionCount - first, (end - physical) >>> REGION_SHIFT);
        growTo(first + count - 1);
        boolean wereThere = false;
        for (int i = first; i < first + count; i++) wereThere |= regions[i] != null;
        if (wereThere) forgetViews();
        Arrays.fill(regions, first, first + count, ZERO_REGION);
        return (long) count << REGION_SHIFT;
    }

    private void zeroChunk(long physical) {
        Chunk old = chunk(physical);
        if (old == ZERO_CHUNK) return;
        if (old != null) forgetViews();
        writableRegion(regionNumber(physical))[chunkInRegion(physical)] = ZERO_CHUNK;
    }

    /** Zeroes whole granules of one chunk, as far as they reach; how many bytes. What is all zero then needs no chunk of its own. */
    private long zeroGranules(long physical, long end) {
        int first = granuleInChunk(physical);
        int count = (int) Math.min(CHUNK_GRANULES - first, (end - physical) >>> GRANULE_SHIFT);
        long bytes = (long) count << GRANULE_SHIFT;
        Chunk old = chunk(physical);
        if (old == ZERO_CHUNK) return bytes;
        Chunk chunk = old == null ? writableChunk(physical) : old;
        if (chunk.data == null) {
            chunk.zero |= (-1L >>> (Long.SIZE - count)) << first;
            if (chunk.zero == -1) writableRegion(regionNumber(physical))[chunkInRegion(physical)] = ZERO_CHUNK;
        } else for (long at = physical; at < physical + bytes; at += GRANULE) zeroInGranule(at, GRANULE);
        return bytes;
    }

    private void zeroInGranule(long physical, int bytes) {
        Chunk old = chunk(physical);
        if (old == ZERO_CHUNK) return;
        Chunk chunk = old == null ? writableChunk(physical) : old;
        int granule = granuleInChunk(physical);
        byte[] data = chunk.data(granule);
        if (data == null) {
            if (chunk.isZero(granule)) return;
            if (bytes == GRANULE) {
                chunk.zero |= 1L << granule;
                return;
            }
            data = chunk.materialise(granule);
        }
        int offset = offset(physical);
        Arrays.fill(data, offset, offset + bytes, (byte) 0);
    }

    /**
     * Whether all of a range is mapped.
     *
     * @param address address of the first byte
     * @param bytes how many bytes, 0 or more
     * @return true if no access to it would fault
     */
    public boolean isMapped(long address, long bytes) {
        if (bytes <= 0) return true;
        long direct = address - Address.DIRECT_MAP;
        if (isInDirectMap(direct)) return bytes <= directMapBytes - direct;
        if (!Address.isVmalloc(address) || bytes > Address.VMALLOC_END - address) return false;
        return mappings.isMapped(page(address), page(address + bytes - 1) + 1);
    }

    /**
     * The first byte of a mapped range that is not zero.
     *
     * @param address address of the first byte
     * @param bytes how many bytes, 0 or more
     * @return its offset from {@code address}, or -1 if the range reads as zero
     */
    public long firstNonZero(long address, long bytes) {
        long done = 0;
        while (done < bytes) {
            long physical = translateOrFault(address + done);
            long left = bytes - done;
            long run = left <= bytesInGranule(physical) ? left : contiguousFrom(address + done, left);
            long found = firstNonZeroPhysical(physical, run);
            if (found >= 0) return done + found;
            done += run;
        }
        return -1;
    }

    private long firstNonZeroPhysical(long physical, long bytes) {
        long at = physical;
        long end = physical + bytes;
        while (at < end) {
            long zeroTo = zeroRegionsEnd(at, end);
            if (zeroTo > at) {
                at = zeroTo;
                continue;
            }
            Chunk chunk = chunk(at);
            if (chunk == null) return at - physical;
            if (chunk == ZERO_CHUNK) {
                at = (at | CHUNK_BYTES - 1) + 1;
                continue;
            }
            int granule = granuleInChunk(at);
            int offset = offset(at);
            int run = (int) Math.min(end - at, bytesInGranule(at));
            byte[] data = chunk.data(granule);
            if (data == null) {
                if (!chunk.isZero(granule)) return at - physical;
            } else {
                int found = Arrays.mismatch(data, offset, offset + run, ZERO_GRANULE, 0, run);
                if (found >= 0) return at - physical + found;
            }
            at += run;
        }
        return -1;
    }

    /** Where the regions end that were zeroed as a whole, from that of an address on, which starts there if it has none. */
    private long zeroRegionsEnd(long physical, long end) {
        long regionEnd = (physical | REGION_BYTES - 1) + 1;
        int first = regionNumber(physical);
        int most = (int) Math.min(regions.length - first, ((end - regionEnd + REGION_BYTES - 1) >>> REGION_SHIFT) + 1);
        int count = 0;
        while (count < most && regions[first + count] == ZERO_REGION) count++;
        return count == 0 ? physical : regionEnd + ((count - 1L) << REGION_SHIFT);
    }

    /**
     * Maps physical memory into the vmalloc range, as an entry in the page tables does.
     *
     * @param virtual page-aligned address in the vmalloc range, not mapped yet
     * @param direct page-aligned address in the direct map
     * @param bytes a multiple of the page size, not 0
     */
    public void map(long virtual, long direct, long bytes) {
        if (bytes <= 0 || ((virtual | direct | bytes) & (pageSize - 1)) != 0)
            throw new IllegalArgumentException("not whole pages: " + bytes + " bytes at " + Address.format(virtual)
                    + " for " + Address.format(direct));
        long physical = direct - Address.DIRECT_MAP;
        if (physical < 0 || physical > directMapBytes - bytes)
            throw new IllegalArgumentException("not in the direct map: " + Address.format(direct));
        if (!Address.isVmalloc(virtual) || !Address.isVmalloc(virtual + bytes - 1))
            throw new IllegalArgumentException("not in the vmalloc range: " + Address.format(virtual));
        long from = page(virtual);
        long to = page(virtual + bytes);
        if (!mappings.isFree(from, to))
            throw new IllegalArgumentException("mapped already: " + Address.format(virtual));
        mappings.map(from, to, (int) (physical >>> pageShift));
        version++;
    }

    /**
     * Takes down the mappings that start in a range, each as a whole: what one {@link #map} has mapped goes or stays as one.
     *
     * @param virtual an address in the vmalloc range
     * @param bytes length of the range, 0 or more
     */
    public void unmap(long virtual, long bytes) {
        long end = virtual + bytes;
        if (virtual > end) throw new IllegalArgumentException("fromKey > toKey");
        mappings.unmapFrom(pagesBefore(virtual), pagesBefore(end));
        version++;
        forgetViews();
    }

    /**
     * Where in the direct map the memory behind an address is.
     *
     * @param address an address
     * @return the address in the direct map of the same byte, or {@link Address#NULL} if nothing is mapped there
     */
    public long direct(long address) {
        long physical = translate(address);
        return physical < 0 ? Address.NULL : Address.DIRECT_MAP + physical;
    }

    /**
     * The same memory, with every access judged.
     *
     * @param guard judges
     * @return a view of this memory; forgets what the guard has allowed whenever the memory behind an address changes
     */
    public GuardedMemory guarded(MemoryGuard guard) {
        GuardedMemory view = new GuardedMemory(this, guard);
        views.add(view);
        return view;
    }

    /** Granules that were held may be others from now on. */
    private void forgetViews() {
        for (GuardedMemory view : views) view.forget();
    }

    @Override
    public long version() {
        return version;
    }

    private long readSlowly(long address, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) value |= (readByte(address + i) & 0xffL) << (8 * i);
        return value;
    }

    /** A store that faults stores nothing. */
    private void writeSlowly(long address, long value, int bytes) {
        for (int i = 0; i < bytes; i++) translateOrFault(address + i);
        for (int i = 0; i < bytes; i++) writeByte(address + i, (byte) (value >>> (8 * i)));
    }

    /** The granule at an address, for reading: its data, or one of the two that stand for granules without. */
    private byte[] readable(long address) {
        long physical = translateOrFault(address);
        Chunk chunk = chunk(physical);
        if (chunk == null) return DIRTY_GRANULE;
        int granule = granuleInChunk(physical);
        byte[] data = chunk.data(granule);
        if (data == null) return chunk.isZero(granule) ? ZERO_GRANULE : DIRTY_GRANULE;
        return data;
    }

    /** The granule at an address, for reading and writing: its data, which it gets if it has none. */
    byte[] writable(long address) {
        long physical = translateOrFault(address);
        Chunk chunk = writableChunk(physical);
        int granule = granuleInChunk(physical);
        byte[] data = chunk.data(granule);
        return data == null ? chunk.materialise(granule) : data;
    }

    private @Nullable Chunk @Nullable [] region(long physical) {
        int number = regionNumber(physical);
        return number < regions.length ? regions[number] : null;
    }

    private @Nullable Chunk chunk(long physical) {
        @Nullable Chunk[] region = region(physical);
        return region == null ? null : region[chunkInRegion(physical)];
    }

    private @Nullable Chunk[] writableRegion(int number) {
        growTo(number);
        @Nullable Chunk[] region = regions[number];
        if (region == null) regions[number] = region = new Chunk[REGION_CHUNKS];
        else if (region == ZERO_REGION) regions[number] = region = ZERO_REGION.clone();
        return region;
    }

    private Chunk writableChunk(long physical) {
        @Nullable Chunk[] region = writableRegion(regionNumber(physical));
        int index = chunkInRegion(physical);
        Chunk chunk = region[index];
        if (chunk == null) region[index] = chunk = new Chunk(0);
        else if (chunk == ZERO_CHUNK) region[index] = chunk = new Chunk(-1);
        return chunk;
    }

    private void growTo(int number) {
        if (number >= regions.length)
            regions = Arrays.copyOf(regions, Math.min(regionCount, Math.max(number + 1, 2 * regions.length)));
    }

    private int regionNumber(long physical) {
        int number = (int) (physical >>> REGION_SHIFT) - firstRegion;
        return number < 0 ? number + regionCount : number;
    }

    private static int chunkInRegion(long physical) {
        return (int) (physical >>> CHUNK_SHIFT) & (REGION_CHUNKS - 1);
    }

    /** Where in its granule an address is, of whichever kind: memory is mapped in whole granules. */
    private static int offset(long address) {
        return (int) address & OFFSET_MASK;
    }

    private static boolean isInGranule(int offset, int bytes) {
        return offset <= GRANULE - bytes;
    }

    /** How many bytes there are from here to the end of the granule. */
    private static long bytesInGranule(long physical) {
        return GRANULE - (physical & OFFSET_MASK);
    }

    private static int granuleInChunk(long physical) {
        return (int) (physical >>> GRANULE_SHIFT) & (CHUNK_GRANULES - 1);
    }

    private boolean isInDirectMap(long offset) {
        return offset >= 0 && offset < directMapBytes;
    }

    /** The physical address, or -1. */
    private long translate(long address) {
        long direct = address - Address.DIRECT_MAP;
        if (isInDirectMap(direct)) return direct;
        if (!Address.isVmalloc(address)) return -1;
        int frame = mappings.frame(page(address));
        return frame < 0 ? -1 : ((long) frame << pageShift) + (address & pageSize - 1);
    }

    private long translateOrFault(long address) {
        long physical = translate(address);
        if (physical < 0) throw machine.pageFault(address);
        return physical;
    }

    /**
     * How many bytes from a mapped address on lie one behind the other in physical memory.
     *
     * @param atMost where to stop counting, 1 or more
     */
    private long contiguousFrom(long address, long atMost) {
        long direct = address - Address.DIRECT_MAP;
        if (isInDirectMap(direct)) return Math.min(atMost, directMapBytes - direct);
        long most = Math.min(atMost, Address.VMALLOC_END - address);
        long first = page(address);
        long pages = mappings.run(first, page(address + most - 1) + 1 - first);
        return Math.min(most, (pages << pageShift) - (address & pageSize - 1));
    }

    /** The number of the page that an address of the vmalloc range lies in, or for its end the number of its pages. */
    private long page(long address) {
        return (address - Address.VMALLOC_START) >>> pageShift;
    }

    /** How many pages of the vmalloc range start before an address, which may be any. */
    private long pagesBefore(long address) {
        long within = Math.max(Address.VMALLOC_START, Math.min(Address.VMALLOC_END, address));
        return page(within + pageSize - 1);
    }
}
