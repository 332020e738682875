package kvetch.live;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Objects;
import kvetch.api.Splat;
import kvetch.live.guest.Guest;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.KernelLog;
import kvetch.live.guest.MemoryReport;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.vectors.LifeStep;
import kvetch.raid0.Errno;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;

/** An array of md in a guest. */
final class GuestMd {
    /** No file, and so no loop device, has more sectors, and nobody reads or writes beyond them. */
    static final long MOST_SECTORS = (1L << 54) - 1;

    /** As large the guest makes disks behind md's back, to find what goes past their ends. */
    static final long FAR_SECTORS = (1L << 54) - 64;

    /** As many sectors as the guest writes at once. */
    static final long LONGEST_REQUEST = 4096;

    /** More than starting an array takes, of whoever's. */
    private static final int MOST_ALLOCATIONS = 1000;

    private static final int MOST_LOOKS = 2;
    private static final int LOG_INTERVAL_S = 6;
    private static final int EIO = 5;
    private static final int ENOMEM = 12;
    private static final int EINVAL = 22;

    private final Guest guest;
    private final Minutes minutes;
    private Vector<MemoryReport> reports = Vector.empty();
    private Vector<Splat> warnings = Vector.empty();
    private boolean isMade;
    private boolean isDamaged;
    private boolean isSilent;
    private boolean hasWarned;
    private boolean hasInferred;

    /** Of the last array that was started, in bytes. */
    private int blockSize = BlockSizes.USUAL;

    GuestMd(Guest guest, Minutes minutes) {
        this.guest = guest;
        this.minutes = minutes;
    }

    /**
     * What the kernel said of a start.
     *
     * @param log its lines
     * @param warnings the WARNs
     * @param isInferred whether the last of them was silent, as it had fired before in this boot
     */
    record Said(Vector<String> log, Vector<Splat> warnings, boolean isInferred) {}

    /**
     * What came of starting an array.
     *
     * @param refusedDisks those that md did not take, by index
     * @param errno 0 if it started
     * @param sectors its size; 0 if it did not
     * @param limits io_min, io_opt and max_hw_sectors_kb; empty if it did not
     * @param said what the kernel said
     */
    record Start(Vector<Integer> refusedDisks, int errno, long sectors, Vector<Long> limits, Said said) {
        Vector<Splat> warnings() {
            return said.warnings;
        }

        boolean isInferred() {
            return said.isInferred;
        }

        boolean isStarted() {
            return errno == 0;
        }

        RunResult result() {
            return isStarted() ? RunResult.Started.STARTED : new RunResult.Refused(error());
        }

        /** Of one that did not start. */
        Errno error() {
            return Objects.requireNonNull(GuestMd.error(errno));
        }
    }

    /** The errno of a number; null where starting an array does not end with it. */
    private static @Nullable Errno error(int number) {
        for (Errno each : Errno.values()) if (each.number() == number) return each;
        return null;
    }

    /** Makes an array with disks that nobody has used, and starts it. */
    Start start(Array array) {
        return noted(array, true, 0, assembled(array, 0, 0).start);
    }

    /** The same, and the allocation of the case fails, if it is of the first start. */
    Start start(ArrayCase c) {
        return Trial.failsAtFirst(c) ? startFailing(c.array(), c.failAt(), 0) : start(c.array());
    }

    /**
     * The same, and an allocation of the driver fails. To find it every allocation before it, whoever's it is, is made to fail in a start of its
     * own; these are looked at for what the kernel says in anger, and are no part of the life.
     *
     * @param failAt the how-many-eth of the driver's in this start, from 1
     * @param before how many there were in the life before it
     */
    Start startFailing(Array array, int failAt, int before) {
        Set<String> places = HashSet.empty();
        for (int nth = 1; nth <= MOST_ALLOCATIONS; nth++) {
            Assembled assembled = assembled(array, before + failAt, nth);
            String place = placeInDriver(assembled.start);
            if (!place.isEmpty()) places = places.add(place);
            if (places.size() == failAt || !assembled.hasFailed)
                return noted(array, true, assembled.hasFailed ? before + failAt : 0, assembled.start);
            warnings = warnings.appendAll(assembled.start.warnings());
            discardArray();
        }
        throw new Untriable("starting takes more than " + MOST_ALLOCATIONS + " allocations");
    }

    /** What an allocator itself asks for on the way, as room for its own records, may fail, and the driver does not see it. */
    private static String placeInDriver(Start start) {
        Vector<String> log = start.said.log;
        boolean isRefused = start.errno() == ENOMEM || (start.errno() == EINVAL && KernelLog.saysNoPool(log));
        return isRefused ? KernelLog.placeOfDriversFailure(log) : "";
    }

    /** WARNs of starts in which an allocation of somebody else failed, since this was last asked. */
    Vector<Splat> warningsOnTheWay() {
        Vector<Splat> all = warnings;
        warnings = Vector.empty();
        return all;
    }

    /** An array that was started, and whether the allocation was reached that was to fail. */
    private record Assembled(Start start, boolean hasFailed) {}

    private Assembled assembled(Array array, int failAt, int nth) {
        blockSize = array.blockSizes().largest();
        Vector<String> answers = minutes.orDeath(
                death -> Minutes.startDies(array, true, failAt, death),
                () -> guest.ask(List.of(
                        "log",
                        Commands.disks(array),
                        Commands.make(array),
                        "fail " + nth,
                        Commands.start(array),
                        "failed",
                        "log")));
        String disks = answers.get(1);
        if (!disks.equals("0")) throw new Untriable("the guest cannot have such a disk: errno " + disks);
        Vector<String> made = Vector.of(answers.get(2).split(" ", -1));
        if (!made.head().equals("0")) throw new Untriable("the guest cannot make an array: errno " + answers.get(2));
        isMade = true;
        Vector<Integer> refused = made.tail().map(GuestMd::refusedDisk);
        Start start = started(refused, answers.get(4), answers.get(6));
        return new Assembled(start, nth != 0 && answers.get(5).equals("0"));
    }

    /** Of a disk that is too small md says that it is invalid; any other refusal is of the guest's own making. */
    private static int refusedDisk(String diskAndErrno) {
        int colon = diskAndErrno.indexOf(':');
        if (!diskAndErrno.endsWith(":" + EINVAL)) throw new Untriable("md does not take a disk: " + diskAndErrno);
        return Integer.parseInt(diskAndErrno.substring(0, Math.max(0, colon)));
    }

    /** Starts the array that was made, and does not run, with other parameters. */
    Start startWith(Array parameters) {
        Vector<String> answers = startAgain(parameters, List.of(Commands.start(parameters), "log"));
        return noted(parameters, false, 0, started(Vector.empty(), answers.get(0), answers.get(1)));
    }

    /** The same with its disks in other slots. */
    Start startWithSlots(Array parameters) {
        Vector<String> answers =
                startAgain(parameters, List.of(Commands.slots(parameters), Commands.start(parameters), "log"));
        if (!answers.head().equals("0"))
            throw new Untriable("the disks do not change their slots: errno " + answers.head());
        return noted(parameters, false, 0, started(Vector.empty(), answers.get(1), answers.get(2)));
    }

    private Vector<String> startAgain(Array parameters, List<String> commands) {
        return minutes.orDeath(death -> Minutes.startDies(parameters, false, 0, death), () -> guest.ask(commands));
    }

    private Start noted(Array array, boolean isAnew, int failAt, Start start) {
        minutes.started(array, isAnew, failAt, start);
        return start;
    }

    private Start started(Vector<Integer> refused, String answer, String said) {
        Vector<String> words = Vector.of(answer.split(" ", -1));
        int errno = Integer.parseInt(words.head());
        if (errno < 0) throw new Untriable("md does not take " + words.last() + " through sysfs: errno " + -errno);
        if (errno != 0 && error(errno) == null)
            throw new Untriable("starting ends with errno " + errno + ", which Kvetch does not know");
        Vector<String> log = KernelLog.lines(said);
        Vector<Splat> warnings = KernelLog.warnings(log);
        look(log);
        // A refusal that warns harms nobody; what else is said in anger may come of memory that is no more what it was.
        isDamaged |= warnings.nonEmpty() && errno != ENOMEM;
        Splat before = guest.fired();
        warnings.forEach(guest::fired);
        // Once per boot: whoever is refused for want of memory, and is not told why, has met it again.
        boolean isAgain = errno == ENOMEM && warnings.isEmpty() && before != null && !KernelLog.saysNoMemory(log);
        hasWarned |= warnings.nonEmpty();
        hasInferred |= isAgain && !hasWarned;
        return new Start(
                refused,
                errno,
                errno == 0 ? Long.parseUnsignedLong(words.get(1)) : 0,
                errno == 0 ? words.drop(2).map(Long::parseUnsignedLong) : Vector.empty(),
                new Said(log, isAgain && before != null ? Vector.of(before) : warnings, isAgain));
    }

    /** What the kernel has said since this was last asked, or the array was started. */
    Vector<String> log() {
        Vector<String> log = KernelLog.lines(guest.ask("log"));
        Vector<Splat> warnings = KernelLog.warnings(log);
        look(log);
        isDamaged |= warnings.nonEmpty();
        warnings.forEach(guest::fired);
        minutes.warned(warnings);
        return log;
    }

    private void look(Vector<String> log) {
        Vector<MemoryReport> seen = KernelLog.memoryReports(log);
        reports = reports.appendAll(seen);
        isDamaged |= seen.nonEmpty();
    }

    /** What the kernel has said of memory that was used wrongly. */
    Vector<MemoryReport> reports() {
        return reports;
    }

    /**
     * Leaves the guest to others. One that may have been damaged is not for them.
     *
     * @param validates whether the kernel is to look at all memory that was freed
     */
    void leave(boolean validates) {
        try {
            stop();
            if (validates && !guest.isDead()) guest.ask("validate");
            if (!guest.isDead()) log();
        } catch (GuestDied died) {
            note(died);
        }
        if (isDamaged) guest.close();
    }

    /**
     * Whether a refusal was taken for a WARN that had fired in this boot before there was this array. It may have had another reason, of which kernels
     * tell once in ten seconds.
     */
    boolean hasInferred() {
        return hasInferred;
    }

    /** What it said at last. */
    void note(GuestDied died) {
        look(died.lastWords());
        isSilent |= died.wasSilent();
    }

    /** Whether it gave no answer any more, which says nothing of why. */
    boolean isSilent() {
        return isSilent;
    }

    /** Stops the array, whether it runs or not; it is gone then, with its disks. */
    void stop() {
        if (!isMade || guest.isDead()) return;
        String errno = minutes.orDeath(LifeStep.Stop::new, this::discardArray);
        minutes.stopped();
        // Whatever holds it, the next array is not to find its disks in use.
        if (!errno.equals("0")) guest.close();
    }

    private String discardArray() {
        isMade = false;
        return guest.ask("stop");
    }

    // Sectors

    /**
     * Array sectors that are in a row on a disk.
     *
     * @param sector the first, of the array
     * @param count how many
     * @param disk by index among those that were named
     * @param at the first, of the disk
     */
    record Run(long sector, long count, int disk, long at) {
        static Run parse(String word) {
            String[] fields = word.split(",", -1);
            return new Run(
                    Long.parseUnsignedLong(fields[0]),
                    Long.parseUnsignedLong(fields[1]),
                    Integer.parseInt(fields[2]),
                    Long.parseUnsignedLong(fields[3]));
        }
    }

    /** Where sectors are, and which of them no disk can have. */
    record Mapped(Vector<Run> runs, Vector<Long> nowhere) {}

    /** Each sector is written alone. */
    Mapped map(long... sectors) {
        String question = Commands.map(sectors);
        Vector<String> words =
                words(minutes.orDeath(death -> Minutes.mapDies(sectors, death), () -> guest.ask(question)));
        Vector<Run> runs = words.reject(word -> word.endsWith("!")).map(Run::parse);
        minutes.mapped(runs);
        return new Mapped(
                runs,
                words.filter(word -> word.endsWith("!"))
                        .map(word -> Long.parseUnsignedLong(word.substring(0, word.length() - 1))));
    }

    /** Where a sector goes that no disk can have; null if the kernel does not say, which it does ten times in five seconds. */
    KernelLog.@Nullable Beyond beyond(long sector) {
        String question = "map " + Long.toUnsignedString(sector);
        KernelLog.Beyond beyond = null;
        for (int tries = 0; beyond == null && tries < MOST_LOOKS; tries++) {
            if (tries > 0) guest.ask("sleep " + LOG_INTERVAL_S);
            String said = guest.ask(List.of("log", question, "log")).last();
            beyond = KernelLog.beyond(KernelLog.lines(said), blockSize / BlockSizes.USUAL);
        }
        if (beyond != null) {
            long intoBlock = Long.remainderUnsigned(sector, blockSize / BlockSizes.USUAL);
            minutes.mapped(Vector.of(new Run(sector - intoBlock, 1, beyond.disk(), beyond.sector())));
        }
        return beyond;
    }

    /** Parts of a request, and what it fails with; null if it does not. */
    record Sent(Vector<Run> parts, @Nullable Errno errno) {}

    Sent request(long start, long count) {
        if (count > LONGEST_REQUEST) throw new Untriable("the guest writes no " + count + " sectors at once");
        String answer = minutes.orDeath(
                death -> new LifeStep.Request(start, count, 0, Vector.empty(), death),
                () -> guest.ask("request " + Long.toUnsignedString(start) + " " + count));
        int errno = Integer.parseInt(answer.split(" ", 2)[0]);
        if (errno != 0 && errno != EIO) throw new Untriable("the request fails with errno " + errno);
        Sent sent = new Sent(words(answer).map(Run::parse), errno == 0 ? null : Errno.EIO);
        minutes.sent(start, count, sent);
        return sent;
    }

    /** What a discard throws away, with sectors of disks to look at. */
    Vector<Evidence.Place> discard(long start, long count, Vector<Long> hints) {
        String places = hints.map(sector -> " " + Long.toUnsignedString(sector)).mkString();
        String answer = minutes.orDeath(
                death -> new LifeStep.Discard(start, count, Vector.empty(), death),
                () -> guest.askBriefly("discard " + Long.toUnsignedString(start) + " " + count + places));
        String errno = answer.split(" ", 2)[0];
        if (!errno.equals("0")) throw new Untriable("the discard fails with errno " + errno);
        Vector<Evidence.Place> gone = words(answer).map(word -> {
            String[] fields = word.split(",", -1);
            return new Evidence.Place(
                    Integer.parseInt(fields[0]), Long.parseUnsignedLong(fields[1]), Long.parseUnsignedLong(fields[2]));
        });
        minutes.discarded(start, count, gone);
        return gone;
    }

    /** Has the kernel look for partitions, for which it reads what it lets nobody else read. */
    void scan() {
        guest.ask("scan");
    }

    /** All but the errno, with which every answer begins. */
    private static Vector<String> words(String answer) {
        Vector<String> words = Vector.of(answer.split(" ", -1));
        if (words.head().equals("-" + EINVAL)) throw new Untriable("the guest does not understand it");
        return words.tail().reject(String::isEmpty);
    }
}
