package kvetch.properties.evidence;

import io.vavr.collection.Vector;
import java.io.Serializable;
import java.math.BigInteger;
import kvetch.api.Splat;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a broken law, with its figures. Whoever draws it, tells it or makes a script of it takes the figures from
 * here; the sentence is made from them and never read back. Sectors are unsigned.
 */
public sealed interface Evidence extends Serializable {
    /**
     * All of it in words.
     *
     * @return a sentence without its full stop
     */
    String sentence();

    /**
     * The array sectors that it is about.
     *
     * @return unsigned; mostly none
     */
    default Vector<Long> arraySectors() {
        return Vector.empty();
    }

    /**
     * The places on disks that it is about.
     *
     * @return as many as the sentence names
     */
    default Vector<Place> places() {
        return Vector.empty();
    }

    /**
     * The allocations that it is about.
     *
     * @return how-many-eth of a life or workload each is
     */
    default Vector<Integer> allocations() {
        return Vector.empty();
    }

    /**
     * Sectors of a disk.
     *
     * @param disk index of the disk
     * @param sector the first
     * @param sectors how many
     */
    record Place(int disk, long sector, long sectors) implements Serializable {
        /**
         * One sector.
         *
         * @param disk index of the disk
         * @param sector which
         * @return its place
         */
        public static Place of(int disk, long sector) {
            return new Place(disk, sector, 1);
        }

        String asSector() {
            return "disk " + disk + " sector " + unsigned(sector);
        }

        /** As a range. */
        @Override
        public String toString() {
            return "disk " + disk + " [" + unsigned(sector) + ", " + unsigned(sector + sectors) + ")";
        }
    }

    /**
     * Sectors of the array that are read, written or discarded.
     *
     * @param start the first
     * @param sectors how many
     */
    record Request(long start, long sectors) implements Serializable {
        @Override
        public String toString() {
            return "[" + unsigned(start) + ", " + unsigned(start + sectors) + ")";
        }
    }

    /**
     * The zones are not in order.
     *
     * @param sentence what is wrong with them
     */
    record ZoneOrder(String sentence) implements Evidence {}

    /**
     * The zones do not hold what the disks have.
     *
     * @param zonesEnd where the last zone ends
     * @param wholeChunks the disks' whole chunks, in sectors, which 64 bits may not count
     */
    record Cover(long zonesEnd, BigInteger wholeChunks) implements Evidence {
        @Override
        public String sentence() {
            return "the last zone ends at " + unsigned(zonesEnd) + ", the disks' whole chunks are " + wholeChunks
                    + " sectors";
        }
    }

    /**
     * The array is not as large as its zones.
     *
     * @param reported what md reports, in sectors
     * @param zonesEnd where the last zone ends
     */
    record Size(long reported, long zonesEnd) implements Evidence {
        @Override
        public String sentence() {
            return "md reports " + unsigned(reported) + (reported == 1 ? " sector" : " sectors") + ", the zones hold "
                    + unsigned(zonesEnd);
        }
    }

    /**
     * A sector is outside the whole chunks of its disk.
     *
     * @param arraySector which
     * @param place where it is
     * @param wholeChunks where the whole chunks of that disk end
     */
    record OutsideDisk(long arraySector, Place place, long wholeChunks) implements Evidence {
        @Override
        public String sentence() {
            return "array sector " + unsigned(arraySector) + " goes to " + place.asSector()
                    + ", whose whole chunks end at " + unsigned(wholeChunks);
        }

        @Override
        public Vector<Long> arraySectors() {
            return Vector.of(arraySector);
        }

        @Override
        public Vector<Place> places() {
            return Vector.of(place);
        }
    }

    /**
     * Two sectors share a place.
     *
     * @param first one array sector
     * @param second another
     * @param place where both are
     */
    record SharedPlace(long first, long second, Place place) implements Evidence {
        @Override
        public String sentence() {
            return "array sectors " + unsigned(first) + " and " + unsigned(second) + " both go to " + place.asSector();
        }

        @Override
        public Vector<Long> arraySectors() {
            return Vector.of(first, second);
        }

        @Override
        public Vector<Place> places() {
            return Vector.of(place);
        }
    }

    /**
     * A sector is elsewhere with another kernel or allocator.
     *
     * @param arraySector which
     * @param place where it is
     * @param with what it is compared with
     * @param other where it is there
     */
    record OtherPlace(long arraySector, Place place, String with, Place other) implements Evidence {
        @Override
        public String sentence() {
            return "array sector " + unsigned(arraySector) + " goes to " + place.asSector() + ", " + comparison();
        }

        /**
         * The other side of it.
         *
         * @return words
         */
        public String comparison() {
            return "with " + with + " to " + other.asSector();
        }

        @Override
        public Vector<Long> arraySectors() {
            return Vector.of(arraySector);
        }

        @Override
        public Vector<Place> places() {
            return Vector.of(place, other);
        }
    }

    /**
     * An array keeps another layout than it was made with.
     *
     * @param kept what conf says
     * @param right what it ought to say
     */
    record OtherLayout(int kept, int right) implements Evidence {
        @Override
        public String sentence() {
            return "conf says layout " + kept + ", the array was made with " + right;
        }
    }

    /**
     * A sector of a request lands elsewhere than alone.
     *
     * @param request the request
     * @param arraySector which sector of it
     * @param atOnce where it lands with the others
     * @param alone where it lands alone
     * @param errno what the request fails with; null if it does not
     */
    record PartedRequest(
            Request request,
            long arraySector,
            Place atOnce,
            Place alone,
            @Nullable Errno errno) implements Evidence {
        @Override
        public String sentence() {
            return "in " + request + ", array sector " + unsigned(arraySector) + " lands on " + atOnce.asSector()
                    + " but alone on " + alone.asSector() + (errno == null ? "" : "; the request fails with " + errno);
        }

        @Override
        public Vector<Long> arraySectors() {
            return Vector.of(arraySector);
        }

        @Override
        public Vector<Place> places() {
            return Vector.of(atOnce, alone);
        }
    }

    /**
     * A request is not sent as it should be.
     *
     * @param request the request
     * @param parts what is asked of the disks, in order
     * @param errno what the request fails with; null if it does not
     */
    record SentRequest(
            Request request, Vector<Place> parts, @Nullable Errno errno) implements Evidence {
        @Override
        public String sentence() {
            return request + " is sent as " + some(parts) + (errno == null ? "" : "; the request fails with " + errno);
        }
    }

    /**
     * A discard leaves a sector that it was to throw away.
     *
     * @param request the discard
     * @param arraySector which
     * @param place where that is
     * @param thrownAway what it throws away
     */
    record MissedDiscard(Request request, long arraySector, Place place, Vector<Place> thrownAway) implements Evidence {
        @Override
        public String sentence() {
            return "the discard of " + request + " leaves array sector " + unsigned(arraySector) + " ("
                    + place.asSector() + "); it throws away " + some(thrownAway);
        }

        @Override
        public Vector<Long> arraySectors() {
            return Vector.of(arraySector);
        }

        @Override
        public Vector<Place> places() {
            return thrownAway.take(MOST_PLACES).prepend(place);
        }
    }

    /**
     * A discard throws away more or less than it was to.
     *
     * @param request the discard
     * @param sectors how many sectors it throws away, which 64 bits may not count
     * @param thrownAway what it throws away
     */
    record OtherDiscard(Request request, BigInteger sectors, Vector<Place> thrownAway) implements Evidence {
        @Override
        public String sentence() {
            return "the discard of " + request + " throws away " + sectors
                    + (sectors.equals(BigInteger.ONE) ? " sector: " : " sectors: ") + some(thrownAway);
        }

        @Override
        public Vector<Place> places() {
            return thrownAway.take(MOST_PLACES);
        }
    }

    /**
     * A limit of the array's queue is not what it ought to be.
     *
     * @param limit which
     * @param given what the driver gives the block layer, in bytes
     * @param exact what it stands for, in bytes
     * @param right what the driver ought to give: that, or the largest request where it is more
     */
    record WrongLimit(QueueLimit limit, long given, long exact, long right) implements Evidence {
        @Override
        public String sentence() {
            return limit + " is " + given + (given == 1 ? " byte" : " bytes") + ", and " + limit.words() + " " + exact
                    + (exact == right ? "" : " (a request has " + right + " at most)");
        }
    }

    /**
     * Something is wrong with blocks of memory.
     *
     * @param allocations which
     * @param sentence what
     */
    record Blocks(Vector<Integer> allocations, String sentence) implements Evidence {}

    /**
     * A block of memory is kept for ever.
     *
     * @param allocation which
     * @param sentence what
     */
    record Leaked(int allocation, String sentence) implements Evidence {
        @Override
        public Vector<Integer> allocations() {
            return Vector.of(allocation);
        }
    }

    /**
     * The kernel prints something.
     *
     * @param kind what it is
     * @param sentence its first line
     * @param whileRefusing whether it is held against the kernel that it does so while it refuses an array
     */
    record Printed(Splat.Kind kind, String sentence, boolean whileRefusing) implements Evidence {
        /**
         * Of a splat.
         *
         * @param splat what is printed
         * @return its kind and first line
         */
        public static Printed of(Splat splat) {
            return new Printed(splat.kind(), splat.headline(), false);
        }
    }

    /**
     * An array is refused as it should not be, or leaves something behind.
     *
     * @param sentence what
     */
    record UncleanRefusal(String sentence) implements Evidence {}

    /**
     * Anything else, for laws whose evidence is of no kind of these: it is told, but nothing of it is drawn.
     *
     * @param sentence what
     */
    record Note(String sentence) implements Evidence {}

    /** So many places of a request or discard are named. */
    int MOST_PLACES = 6;

    private static String some(Vector<Place> places) {
        return places.isEmpty()
                ? "nothing"
                : places.take(MOST_PLACES).mkString(", ") + (places.size() > MOST_PLACES ? ", ..." : "");
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
