package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.Arrays;
import java.util.function.Function;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Reach;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.ReplayToken;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * Writes a POSIX shell script that reproduces a counterexample on a real machine: loop devices over sparse files, an array
 * made with mdadm or, where mdadm would not make it, through sysfs. Says, too, why a counterexample has none.
 */
public final class Reproducer {
    /** scsi_debug keeps its disk in memory: 8 MiB of it by default. */
    private static final long LARGEST_PROTECTED = 16384;

    private Reproducer() {}

    /** The script, or why there is none, in one line. */
    public static Either<String, String> of(Replay replay) {
        return written(replay, Script::of);
    }

    /** The same as a test for blktests' md group. */
    public static Either<String, String> asBlktest(Replay replay) {
        return written(replay, Script::asBlktest);
    }

    private static Either<String, String> written(Replay replay, Function<Counterexample, String> write) {
        ReplayToken token = replay.token();
        if (replay.verdict() != Verdict.BROKEN) return none("the case does not break " + token.law() + " any more");
        String obstacle = obstacle(token, replay.violations().head());
        return obstacle == null && token.testCase() instanceof ArrayCase array
                ? Either.right(write.apply(new Counterexample(replay, array)))
                : none(obstacle);
    }

    private static Either<String, String> none(@Nullable String obstacle) {
        return Either.left("there is no reproducer: " + obstacle);
    }

    /** What a replay of a defect can be asked for, each after a space; not every one can be reproduced on a machine. */
    public static Vector<String> replayOptions(Defect defect) {
        boolean isReproducible = ReplayToken.parse(
                        defect.replay(),
                        KnownLaws.standard().having(defect.violation().law()))
                .map(token -> obstacle(token, defect.violation()) == null)
                .getOrElse(false);
        return isReproducible ? Vector.of("", " --as-test", " --as-reproducer") : Vector.of("", " --as-test");
    }

    /** Why a case that breaks its law has no script; null if it has one. */
    private static @Nullable String obstacle(ReplayToken token, Violation violation) {
        // A driver that was plugged in is not known by name alone.
        KernelProfile kernel = KernelProfiles.find(token.kernel()).getOrNull();
        String allocator = token.allocator();
        Law law = token.law();
        if (kernel == null || !kernel.isLinux())
            return "'" + token.kernel() + "' is no kernel that a machine could run";
        if (!allocator.equals(kernel.asShipped()))
            return "a machine with Linux " + kernel.name() + " takes its tables from " + kernel.asShipped()
                    + ", not from " + allocator;
        if (!(token.testCase() instanceof ArrayCase c))
            return "the case is about the allocator alone, without an array";
        if (law.compares() == Law.Comparison.ALLOCATORS)
            return law + " compares allocators, of which a machine has one";
        if (violation.evidence() instanceof Evidence.Note || violation.evidence() instanceof Evidence.OtherLayout)
            return "what breaks " + law + " is told in words, and a script compares figures";
        if (c.disks() == 0) return "the case has no disks";
        if (!c.asAdded().equals(c)) return "the case has a disk that md does not add, of less than 2 sectors";
        if (c.failAt() != 0)
            return "allocation " + c.failAt()
                    + " of the case is made to fail, which takes fault injection on the machine:"
                    + " failslab or fail_page_alloc, with /proc/PID/fail-nth";
        if (c.integrity() == Integrity.SAME)
            return "the case needs several disks with data-integrity profiles, which loop devices do not have (scsi_debug"
                    + " with dif=1 dix=1 does)";
        if (c.integrity() == Integrity.MIXED
                && (!Counterexample.hasWholeKibibytes(c)
                        || c.startsAgainWithOtherDisks()
                        || c.diskSectors()[0] > LARGEST_PROTECTED))
            return "the case needs a first disk of " + c.diskSectors()[0]
                    + " sectors with a data-integrity profile, which scsi_debug is too coarse for";
        if (c.machine().freeOrder() != c.machine().maxPageOrder())
            return "the case needs memory that is fragmented to order "
                    + c.machine().freeOrder() + ", which no script can bring about";
        if (Reach.of(c) == Reach.SUPERBLOCK)
            return "only a forged superblock gets there, and this writes to sysfs, which refuses raid_disks "
                    + c.raidDisks();
        if (!hasUsableSlots(c))
            return "the case needs slots that sysfs does not give: "
                    + Arrays.toString(c.array().disks().slots());
        if (c.blockSize() > c.machine().pageSize())
            return "the case needs disks with blocks of " + c.blockSize()
                    + " bytes, and a loop device has at most a page";
        for (long sector : violation.evidence().arraySectors().take(1))
            if (Counterexample.isOfSectors(violation.evidence()) && Long.compareUnsigned(sector, Disks.LARGEST) > 0)
                return "no file offset reaches array sector " + Long.toUnsignedString(sector);
        for (long sectors : c.diskSectors())
            if (sectors < 0 || sectors > Disks.LARGEST)
                return "no file is as large as a disk of " + Long.toUnsignedString(sectors) + " sectors";
        return null;
    }

    private static boolean hasUsableSlots(ArrayCase c) {
        int[] slots = c.array().disks().slots();
        return Arrays.stream(slots).allMatch(slot -> slot >= 0 && slot < slots.length)
                && Arrays.stream(slots).distinct().count() == slots.length;
    }
}
