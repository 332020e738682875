package kvetch.properties.narrow;

import io.vavr.collection.Vector;

/**
 * An array with integers of other widths.
 *
 * @param disks how large each is, in sectors
 * @param chunkSectors chunk_sectors, an int of that width
 * @param layout 1 original, 2 alternate
 */
public record NarrowArray(Vector<Long> disks, int chunkSectors, int layout) implements Comparable<NarrowArray> {

    @Override
    public int compareTo(NarrowArray other) {
        int order = Integer.compare(disks.size(), other.disks.size());
        if (order == 0) order = Long.compare(sectors(), other.sectors());
        if (order == 0) order = Integer.compare(Math.abs(chunkSectors), Math.abs(other.chunkSectors));
        if (order == 0) order = Integer.compare(other.chunkSectors, chunkSectors);
        if (order == 0) order = Integer.compare(layout, other.layout);
        for (int i = 0; order == 0 && i < disks.size(); i++) order = Long.compare(disks.get(i), other.disks.get(i));
        return order;
    }

    private long sectors() {
        return disks.sum().longValue();
    }

    @Override
    public String toString() {
        return disks.size() + (disks.size() == 1 ? " disk of " : " disks of ") + disks.mkString(", ")
                + " sectors, chunk_sectors " + chunkSectors + ", layout " + layout;
    }
}
