package kvetch.properties.laws;

import io.vavr.collection.Set;
import java.math.BigInteger;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;
import org.jspecify.annotations.Nullable;

/** I3: long requests. */
final class RequestsLandTogether extends RunningArrayLaw {
    RequestsLandTogether() {
        super(
                "I3",
                "requests land where sectors do",
                "A request of many sectors lands where its sectors one by one land, all of them and in order, and fails, with"
                        + " EIO, exactly where one of them is outside its disk.",
                "identical I/O mapping");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public Set<Coverage> mustSee() {
        return super.mustSee().add(Coverage.CROSSES_CHUNK);
    }

    @Override
    public Scene scene() {
        return Scene.REQUEST;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        ArrayCase c = array.arrayCase();
        long length = c.requestSectors();
        // Not what the driver says, which is another law's affair.
        if (!array.requestFits() || length > array.longestRequest()) return;
        judgement.tested();
        long chunk = array.chunk();
        if (Long.remainderUnsigned(c.requestStart(), chunk) + length > chunk) judgement.saw(Coverage.CROSSES_CHUNK);
        Parts parts = new Parts();
        Errno errno = array.request(c.requestStart(), length, parts);
        String malformed = malformed(parts, length);
        if (malformed != null) {
            judgement.violationWithAnySign(malformed, new Evidence.SentRequest(array.request(), parts.list(), errno));
            return;
        }
        String failing = failing(c, parts, errno);
        if (failing != null) {
            judgement.violation(failing, new Evidence.SentRequest(array.request(), parts.list(), errno));
            return;
        }
        Mapping mapping = new Mapping();
        long at = c.requestStart();
        for (Evidence.Place part : parts.list()) {
            for (long into : Parts.offsetsToLookAt(part.sectors(), at, chunk)) {
                array.map(at + into, mapping);
                if (mapping.disk() == part.disk() && mapping.sector() == part.sector() + into) continue;
                boolean isUncut = Long.remainderUnsigned(at, chunk) + part.sectors() > chunk;
                judgement.violation(
                        isUncut ? uncut(at == c.requestStart()) : elsewhere(array),
                        new Evidence.PartedRequest(
                                array.request(),
                                at + into,
                                Evidence.Place.of(part.disk(), part.sector() + into),
                                Evidence.Place.of(mapping.disk(), mapping.sector()),
                                errno));
                return;
            }
            at += part.sectors();
        }
    }

    /** What is wrong with how it ends; null if it fails with EIO where a part of it is outside its disk, and nowhere else. */
    private static @Nullable String failing(ArrayCase c, Parts parts, @Nullable Errno errno) {
        boolean isInside = parts.list().forAll(part -> isInside(part, c.diskSectors(part.disk())));
        if (errno == null) return isInside ? null : "a request is outside a disk and does not fail";
        if (isInside) return "a request fails whose sectors are all inside their disks";
        return errno == Errno.EIO ? null : "a request fails with another errno than EIO";
    }

    private static boolean isInside(Evidence.Place part, long diskSectors) {
        return Long.compareUnsigned(part.sector(), diskSectors) < 0
                && Long.compareUnsigned(part.sectors(), diskSectors - part.sector()) <= 0;
    }

    private static String uncut(boolean isFirst) {
        return isFirst
                ? "a request is not cut at the end of its chunk"
                : "the rest of a request is not cut at the next chunk";
    }

    private static String elsewhere(RunningArray array) {
        String what = "within a chunk a request lands elsewhere than its sectors";
        return OneToOneMapping.hasWrapped(array) ? what + OneToOneMapping.WRAPPED : what;
    }

    /** What is wrong with the parts whatever they are parts of; null if they add up to so many sectors. */
    private static @Nullable String malformed(Parts parts, long length) {
        if (parts.hasEmpty()) return "a request has an empty part";
        return parts.total().equals(BigInteger.valueOf(length)) ? null : "the parts of a request do not add up to it";
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        if (!array.isOneToOne()) return null;
        PartChecker parts = new PartChecker(array);
        int most = array.longestRequest();
        int sectors = array.sectors();
        for (int length = 1; length <= most; length++) {
            array.beginStretch();
            for (int start = 0; start + length <= sectors; start++) {
                array.tested();
                parts.begin(start);
                Errno errno = array.request(start, length, parts);
                if (!parts.areThoseUpTo(start + length) || errno != null) {
                    ArrayCase broken = array.arrayCase().withRequest(start, length);
                    if (array.settles(broken)) return broken;
                }
            }
        }
        return null;
    }

    /** Compares the parts of a request with where its sectors are. */
    private static final class PartChecker implements ExtentSink {
        private final int[] disks;
        private final int[] diskSectors;
        private final int sectors;
        private int at;
        private boolean wrong;

        PartChecker(WalkedArray array) {
            this.disks = array.disks();
            this.diskSectors = array.diskSectors();
            this.sectors = array.sectors();
        }

        void begin(int start) {
            at = start;
            wrong = false;
        }

        @Override
        public void accept(int disk, long diskSector, long count) {
            wrong |= count <= 0 || count > sectors - at;
            for (int i = 0; i < count && !wrong; i++, at++)
                wrong = disks[at] != disk || diskSectors[at] != diskSector + i;
        }

        boolean areThoseUpTo(int end) {
            return !wrong && at == end;
        }
    }
}
