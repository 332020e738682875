package kvetch.raid0;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where the sectors of an array are when no integer is too small: the law that the driver is held against. Nothing of it is
 * taken from the driver.
 */
final class Oracle {

    /** A sector of a disk. */
    record Place(int disk, BigInteger sector) {
        static Place of(int disk, long sector) {
            return new Place(disk, new BigInteger(Long.toUnsignedString(sector)));
        }
    }

    /** A band across the disks that are longer than {@code from}, up to the end {@code to} of the shortest of them. */
    record Band(BigInteger start, BigInteger end, BigInteger from, BigInteger to, List<Integer> disks) {}

    final List<Band> bands = new ArrayList<>();

    private final Rig.Layout layout;
    private final BigInteger chunk;

    Oracle(Spec spec) {
        layout = spec.layout();
        chunk = BigInteger.valueOf(spec.chunk());
        List<BigInteger> sizes = spec.sectors().stream()
                .map(sectors -> BigInteger.valueOf(sectors).divide(chunk).multiply(chunk))
                .toList();
        BigInteger from = BigInteger.ZERO;
        BigInteger start = BigInteger.ZERO;
        boolean first = true;
        for (BigInteger to : new TreeSet<>(sizes)) {
            List<Integer> disks = new ArrayList<>();
            for (int disk = 0; disk < sizes.size(); disk++)
                if (first || sizes.get(disk).compareTo(from) > 0) disks.add(disk);
            BigInteger end = start.add(to.subtract(from).multiply(BigInteger.valueOf(disks.size())));
            bands.add(new Band(start, end, from, to, disks));
            from = to;
            start = end;
            first = false;
        }
    }

    BigInteger size() {
        return bands.get(bands.size() - 1).end;
    }

    /** Where one sector is, by arithmetic. */
    Place place(BigInteger sector) {
        for (Band band : bands) {
            if (sector.compareTo(band.end) >= 0) continue;
            BigInteger disks = BigInteger.valueOf(band.disks.size());
            BigInteger chunkInBand = sector.subtract(band.start).divide(chunk);
            BigInteger turn = layout == Rig.Layout.ORIGINAL ? sector.divide(chunk) : chunkInBand;
            int disk = band.disks.get(turn.mod(disks).intValueExact());
            BigInteger row = chunkInBand.divide(disks);
            return new Place(disk, band.from.add(row.multiply(chunk)).add(sector.mod(chunk)));
        }
        throw new IllegalArgumentException("past the end: " + sector);
    }

    /** Where all sectors are, by dealing out chunk after chunk, row after row. */
    List<Place> dealtOut() {
        List<Place> places = new ArrayList<>();
        int dealt = 0;
        for (Band band : bands) {
            for (BigInteger row = band.from; row.compareTo(band.to) < 0; row = row.add(chunk)) {
                for (int i = 0; i < band.disks.size(); i++, dealt++) {
                    int turn = layout == Rig.Layout.ORIGINAL ? dealt % band.disks.size() : i;
                    for (BigInteger s = BigInteger.ZERO; s.compareTo(chunk) < 0; s = s.add(BigInteger.ONE))
                        places.add(new Place(band.disks.get(turn), row.add(s)));
                }
            }
        }
        return places;
    }

    /** Sectors at the edges of bands, rows and chunks, and one anywhere: {@code anywhere} is taken modulo the size. */
    List<BigInteger> sectorsOfInterest(long anywhere) {
        TreeSet<BigInteger> sectors = new TreeSet<>();
        sectors.add(new BigInteger(Long.toUnsignedString(anywhere)));
        for (Band band : bands) {
            BigInteger row = chunk.multiply(BigInteger.valueOf(band.disks.size()));
            for (BigInteger edge :
                    List.of(band.start, band.start.add(chunk), band.start.add(row), band.end.subtract(row), band.end))
                for (int i = -1; i <= 1; i++) sectors.add(edge.add(BigInteger.valueOf(i)));
        }
        return size().signum() == 0
                ? List.of()
                : sectors.stream().map(sector -> sector.mod(size())).distinct().toList();
    }
}
