package kvetch.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which page of the vmalloc range is mapped to which page frame: a tree over page numbers, as a kernel's page tables are.
 *
 * <p>At its bottom are leaves with a frame number for each of 64 pages, so millions of pages that are mapped one by one take
 * four bytes each. What a mapping fills of the tree is one entry, as high up as it fills, that stands for the whole mapping,
 * so gigabytes that are mapped at once cost little too. Tables grow from the low pages, where allocators begin, and go when
 * nothing is left in them.
 *
 * <p>Pages are numbered from the start of the vmalloc range. It knows where each mapping starts, since that is how one is
 * taken down.
 */
final class PageTable {
    private static final int LEAF_SHIFT = 6;
    private static final int LEAF_PAGES = 1 << LEAF_SHIFT;
    private static final int NODE_SHIFT = 9;
    private static final int ROOT_SHIFT = LEAF_SHIFT + 2 * NODE_SHIFT;

    /** So many bits has the number of a page: the vmalloc range has 2^33 pages of 4 KiB. */
    private static final int PAGE_BITS = ROOT_SHIFT + NODE_SHIFT;

    private final Node root = new Node(ROOT_SHIFT);

    /** What was found last, and for which 64 pages: pages are looked up one after another. */
    private @Nullable Object last;

    private long lastNumber = -1;

    /** What is mapped to a run of frames at once, where it fills entries of the tree. Of its ends the leaves tell. */
    private record Extent(long start, long end, int firstFrame) {
        int frame(long page) {
            return firstFrame + (int) (page - start);
        }
    }

    /** The frames of 64 pages. */
    private static final class Leaf {
        private static final int MAPPED = 1 << 31;
        /** A mapping starts with this page. */
        private static final int STARTS = 1 << 30;

        private static final int FRAME = STARTS - 1;

        private final int[] entries = new int[LEAF_PAGES];
        private int used;

        boolean isMapped(long page) {
            return entries[index(page)] < 0;
        }

        boolean continues(long page) {
            return (entries[index(page)] & (MAPPED | STARTS)) == MAPPED;
        }

        /** The frame of a page, or -1. */
        int frame(long page) {
            int entry = entries[index(page)];
            return entry < 0 ? entry & FRAME : -1;
        }

        void map(long from, long to, int frame, boolean starts) {
            int count = (int) (to - from);
            int first = index(from);
            for (int i = 0; i < count; i++) entries[first + i] = MAPPED | frame + i;
            if (starts) entries[first] |= STARTS;
            used += count;
        }

        void clear(long from, long to) {
            for (long page = from; page < to; page++) if (isMapped(page)) used--;
            Arrays.fill(entries, index(from), index(from) + (int) (to - from), 0);
        }

        private static int index(long page) {
            return (int) page & (LEAF_PAGES - 1);
        }
    }

    /** A table above the leaves. An entry is null, a table of the next level, a leaf, or the mapping that fills it. */
    private static final class Node {
        private static final @Nullable Object[] NONE = {};

        private final int shift;
        private @Nullable Object[] entries = NONE;
        private int used;

        Node(int shift) {
            this.shift = shift;
        }

        private int index(long page) {
            return (int) (page >>> shift) & ((1 << NODE_SHIFT) - 1);
        }

        @Nullable
        Object get(long page) {
            int index = index(page);
            return index < entries.length ? entries[index] : null;
        }

        /** Puts something where nothing is: into all entries of a range. */
        void fill(long from, long to, Object entry) {
            int first = index(from);
            int end = first + entriesOf(from, to);
            if (end > entries.length)
                entries = Arrays.copyOf(
                        entries, Math.min(1 << NODE_SHIFT, Math.max(4, Math.max(end, 2 * entries.length))));
            Arrays.fill(entries, first, end, entry);
            used += end - first;
        }

        /** Empties all entries of a range. */
        void clear(long from, long to) {
            int first = index(from);
            int end = Math.min(first + entriesOf(from, to), entries.length);
            for (int i = first; i < end; i++)
                if (entries[i] != null) {
                    entries[i] = null;
                    used--;
                }
        }

        /** Empties the entry that a page is in, which has something. */
        void remove(long page) {
            entries[index(page)] = null;
            used--;
        }

        private int entriesOf(long from, long to) {
            return (int) ((to - from) >>> shift);
        }

        boolean isLowest() {
            return shift == LEAF_SHIFT;
        }

        /** The first page past the entry that a page is in. */
        long entryEnd(long page) {
            return ((page >>> shift) + 1) << shift;
        }

        /** The end of the entries that a range has whole from its first page on; not past that page if it has no such. */
        long wholeEntriesEnd(long from, long to) {
            return (from & ((1L << shift) - 1)) == 0 ? (to >>> shift) << shift : from;
        }

        Node below(long page) {
            if (get(page) instanceof Node node) return node;
            Node node = new Node(shift - NODE_SHIFT);
            fill(page, page + (1L << shift), node);
            return node;
        }

        Leaf leaf(long page) {
            if (get(page) instanceof Leaf leaf) return leaf;
            Leaf leaf = new Leaf();
            fill(page, page + (1L << shift), leaf);
            return leaf;
        }
    }

    /**
     * The frame that a page is mapped to.
     *
     * @return its number, or -1 if the page is not mapped
     */
    int frame(long page) {
        Object entry = entry(page);
        if (entry instanceof Leaf leaf) return leaf.frame(page);
        return entry instanceof Extent extent ? extent.frame(page) : -1;
    }

    /**
     * How many pages, from one on, are mapped to frames that lie one behind another.
     *
     * @param atMost where to stop counting, 1 or more
     * @return 0 if the page is not mapped
     */
    long run(long page, long atMost) {
        int frame = frame(page);
        if (frame < 0) return 0;
        long end = page + atMost;
        long at = page;
        while (at < end) {
            Object entry = entry(at);
            if (entry instanceof Extent extent) {
                if (extent.frame(at) != frame + (int) (at - page)) break;
                at = extent.end;
            } else if (entry instanceof Leaf leaf) {
                long leafEnd = Math.min(end, leafEnd(at));
                while (at < leafEnd && leaf.frame(at) == frame + (int) (at - page)) at++;
                if (at < leafEnd) break;
            } else break;
        }
        return Math.min(at, end) - page;
    }

    /** Whether all pages of a range are mapped. */
    boolean isMapped(long from, long to) {
        long at = from;
        while (at < to) {
            Object entry = entry(at);
            if (entry instanceof Extent extent) at = extent.end;
            else if (entry instanceof Leaf leaf) {
                for (long end = Math.min(to, leafEnd(at)); at < end; at++) if (!leaf.isMapped(at)) return false;
            } else return false;
        }
        return true;
    }

    /** Whether no page of a range is mapped. */
    boolean isFree(long from, long to) {
        return isFree(root, from, to);
    }

    private static boolean isFree(Node node, long from, long to) {
        for (long at = from; at < to; ) {
            long end = Math.min(to, node.entryEnd(at));
            Object entry = node.get(at);
            if (entry instanceof Extent) return false;
            if (entry instanceof Node below && !isFree(below, at, end)) return false;
            if (entry instanceof Leaf leaf)
                for (long page = at; page < end; page++) if (leaf.isMapped(page)) return false;
            at = end;
        }
        return true;
    }

    /**
     * Maps a range of pages, none of which is mapped, to frames that lie one behind another.
     *
     * @param frame the first of the frames
     */
    void map(long from, long to, int frame) {
        if (to - from < LEAF_PAGES) mapInLeaves(from, to, frame, true);
        else map(root, from, to, new Extent(from, to, frame));
    }

    private void map(Node node, long from, long to, Extent extent) {
        for (long at = from; at < to; ) {
            long end = node.wholeEntriesEnd(at, to);
            if (end > at) node.fill(at, end, extent);
            else {
                end = Math.min(to, node.entryEnd(at));
                if (node.isLowest()) mapInLeaves(at, end, extent.frame(at), at == extent.start);
                else map(node.below(at), at, end, extent);
            }
            at = end;
        }
    }

    private void mapInLeaves(long from, long to, int frame, boolean starts) {
        for (long at = from; at < to; ) {
            long end = Math.min(to, leafEnd(at));
            Node node = root;
            while (!node.isLowest()) node = node.below(at);
            node.leaf(at).map(at, end, frame + (int) (at - from), starts && at == from);
            at = end;
        }
    }

    /** Takes down the mappings that start in a range, each as a whole. */
    void unmapFrom(long from, long to) {
        long first = endOfMappingBefore(from);
        long end = endOfMappingBefore(to);
        clear(root, first, end);
        last = null;
        lastNumber = -1;
    }

    /** The first page, from one on, at which no mapping goes on that started before it. */
    private long endOfMappingBefore(long page) {
        long at = page;
        while (true) {
            Object entry = entry(at);
            if (entry instanceof Extent extent) return extent.start == at ? at : extent.end;
            if (!(entry instanceof Leaf leaf) || !leaf.continues(at)) return at;
            at++;
        }
    }

    /** Clears a range that no mapping lies in with only a part of it. */
    private static void clear(Node node, long from, long to) {
        for (long at = from; at < to; ) {
            long end = node.wholeEntriesEnd(at, to);
            if (end > at) node.clear(at, end);
            else {
                end = Math.min(to, node.entryEnd(at));
                Object entry = node.get(at);
                if (entry != null && isEmptyWithout(entry, at, end)) node.remove(at);
            }
            at = end;
        }
    }

    /** Clears a part of what an entry stands for; whether nothing is left of it. */
    private static boolean isEmptyWithout(Object entry, long from, long to) {
        if (entry instanceof Leaf leaf) {
            leaf.clear(from, to);
            return leaf.used == 0;
        }
        Node below = (Node) entry;
        clear(below, from, to);
        return below.used == 0;
    }

    /** The leaf or the extent that has to do with a page; null if there is none, and so nothing mapped. */
    private @Nullable Object entry(long page) {
        long number = page >>> LEAF_SHIFT;
        if (number == lastNumber) return last;
        if (page >>> PAGE_BITS != 0) return null;
        Node node = root;
        while (true) {
            Object entry = node.get(page);
            if (entry == null) return null;
            if (!(entry instanceof Node below)) {
                // What is not there is not remembered: it may come, while a leaf and an extent stay until they are
                // unmapped.
                last = entry;
                lastNumber = number;
                return entry;
            }
            node = below;
        }
    }

    private static long leafEnd(long page) {
        return (page | LEAF_PAGES - 1) + 1;
    }
}
