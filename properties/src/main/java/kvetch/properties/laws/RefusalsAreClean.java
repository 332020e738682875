package kvetch.properties.laws;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import kvetch.api.Splat;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Expected;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Population;
import kvetch.raid0.Errno;
import kvetch.raid0.RunResult;

/** W3: refused exactly when the rules say so, and cleanly; and nothing left of an array that was stopped. */
final class RefusalsAreClean extends LifeLaw {
    RefusalsAreClean() {
        super(
                "W3",
                "refusals are clean",
                "An array is refused exactly when the rules say so, and that is clean: the errno that Linux gives, no taint (log"
                        + " lines are allowed), and the same machine then starts a good array; once stopped, an array leaves"
                        + " nothing behind and starts again like new.",
                "the kernel survives");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public String lookFirstAt() {
        return "the first violation of M1 to M4, and whether a refusal leaves the allocator fit for the next request";
    }

    @Override
    public Population population() {
        return Population.REFUSED;
    }

    @Override
    public Set<Coverage> mustSee() {
        return HashSet.of(
                Coverage.REFUSED,
                Coverage.ODD_RAID_DISKS,
                Coverage.SECOND_ALLOCATION_FAILED,
                Coverage.THIRD_ALLOCATION_FAILED,
                Coverage.INTEGRITY_FAILED);
    }

    @Override
    public boolean followsUpRefusals() {
        return true;
    }

    @Override
    public void judge(Life life, Judgement judgement) {
        Set<String> told = HashSet.empty();
        for (Life.Event event : life.events()) {
            if (event instanceof Life.Start) judgement.tested();
            for (Complaint complaint : complaint(event)) {
                if (told.contains(complaint.what)) continue;
                told = told.add(complaint.what);
                if (complaint.hasSign) judgement.violation(complaint.what, complaint.evidence);
                else judgement.violationWithAnySign(complaint.what, complaint.evidence);
            }
        }
    }

    /** What is wrong with something that happened, and whether the sign of the chunk may have its part in it. */
    private record Complaint(String what, Evidence evidence, boolean hasSign) {}

    private static Option<Complaint> complaint(Life.Event event) {
        if (event instanceof Life.Start start) return ofStart(start);
        if (event instanceof Life.Tainted tainted) return Option.some(ofTaint(tainted.splat()));
        if (event instanceof Life.Sized sized) return ofSize(sized);
        if (event instanceof Life.Placed placed) return ofPlace(placed);
        if (event instanceof Life.Integrated integrated) return ofIntegrity(integrated);
        if (event instanceof Life.LetGo letGo) return ofRefused(letGo);
        return event instanceof Life.Stopped stopped ? ofStop(stopped) : Option.none();
    }

    private static Option<Complaint> ofStart(Life.Start start) {
        if (start.result() instanceof RunResult.Refused refused)
            return start.expected() instanceof Expected.Refused expected
                    ? ofErrno(start.which(), refused.errno(), expected)
                    : ofRefusal(start, refused.errno());
        return start.expected() instanceof Expected.Refused expected
                ? note(
                        "an array starts that must be refused",
                        start.which() + ", it runs, and must be refused with " + expected)
                : Option.none();
    }

    private static Option<Complaint> ofErrno(Life.Which which, Errno errno, Expected.Refused expected) {
        return errno == expected.errno()
                ? Option.none()
                : dirty(
                        "the wrong errno",
                        (which == Life.Which.FIRST ? "starting" : which + ", it") + " fails with " + errno
                                + ", not with " + expected);
    }

    private static Option<Complaint> ofRefusal(Life.Start start, Errno errno) {
        return switch (start.which()) {
            case FIRST -> dirty("an array is refused that should start", "starting fails with " + errno);
            case GOOD_ARRAY ->
                dirty(
                        "no good array starts after a refusal",
                        "an array of 2 disks of 64 sectors does not start afterwards");
            case MENDED ->
                dirty(
                        "a refused array cannot be mended",
                        parameters(start) + " the same disks do not start either: " + errno);
            case AGAIN, OTHERWISE, IN_VAIN ->
                note("a stopped array does not start again", parameters(start) + " it is refused: " + errno);
        };
    }

    private static Complaint ofTaint(Splat splat) {
        return new Complaint(
                "a refusal taints the kernel: " + splat.kind() + " in "
                        + splat.site().function(),
                new Evidence.Printed(splat.kind(), splat.headline(), true),
                false);
    }

    private static Option<Complaint> ofSize(Life.Sized sized) {
        if (sized.sectors().equals(sized.wholeChunks())) return Option.none();
        Life.Start start = sized.start();
        String of = sized.sectors() + " of " + sized.wholeChunks() + " sectors";
        return switch (start.which()) {
            case GOOD_ARRAY ->
                dirty(
                        "no good array starts after a refusal",
                        "an array of 2 disks of 64 sectors has " + of + " afterwards");
            case MENDED ->
                dirty(
                        "disks keep the size that a refused start gave them",
                        "started again " + parameters(start) + ", the same disks hold " + of);
            default ->
                note("a stopped array starts again with another size", parameters(start) + " its zones hold " + of);
        };
    }

    private static Option<Complaint> ofPlace(Life.Placed placed) {
        return placed.place().equals(placed.right())
                ? Option.none()
                : note(
                        "a stopped array starts again with other places",
                        parameters(placed.start()) + " array sector " + Long.toUnsignedString(placed.arraySector())
                                + " goes to " + words(placed.place()) + ", and belongs on " + words(placed.right()));
    }

    private static String words(Evidence.Place place) {
        return "disk " + place.disk() + " sector " + Long.toUnsignedString(place.sector());
    }

    private static Option<Complaint> ofIntegrity(Life.Integrated integrated) {
        return integrated.isRegistered() == integrated.mustBe()
                ? Option.none()
                : note(
                        "data integrity is not registered as the disks have it",
                        parameters(integrated.start()) + " it has "
                                + (integrated.isRegistered() ? "an integrity pool" : "no integrity pool") + ", and "
                                + (integrated.mustBe()
                                        ? "all its disks have the same profile"
                                        : "its disks have no profile"));
    }

    private static Option<Complaint> ofRefused(Life.LetGo letGo) {
        return letGo.kept().isEmpty()
                ? Option.none()
                : dirty("a refused start leaves something of the array", "refused, it still has " + letGo.kept());
    }

    private static Option<Complaint> ofStop(Life.Stopped stopped) {
        return stopped.kept().isEmpty()
                ? Option.none()
                : note("stopping leaves something of the array", "once it is stopped, it still has " + stopped.kept());
    }

    private static String parameters(Life.Start start) {
        return "with raid_disks " + start.raidDisks() + " and chunk_sectors " + start.chunkSectors();
    }

    private static Option<Complaint> dirty(String what, String message) {
        return Option.some(new Complaint(what, new Evidence.UncleanRefusal(message), true));
    }

    /** Of an array that runs or has run, which no script for a refused one shows. */
    private static Option<Complaint> note(String what, String message) {
        return Option.some(new Complaint(what, new Evidence.Note(message), true));
    }
}
