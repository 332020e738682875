package kvetch.live.guest;

import io.vavr.collection.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.api.CodeLocation;
import kvetch.api.Splat;
import org.jspecify.annotations.Nullable;

/** Reads what a kernel has printed. */
public final class KernelLog {
    private static final String UNKNOWN = "unknown";
    private static final String NO_SIGNAL = "Kernel mode signal ";

    private static final Pattern WARNING =
            Pattern.compile("WARNING: (?:CPU: \\d+ PID: \\d+ at )?([\\w/.+-]+):(\\d+) (?:at )?([\\w.]+)\\+0x.*");
    private static final Pattern FRAME = Pattern.compile(
            "\\s*(?:\\[<[0-9a-f]+>\\] )?(\\? )?([\\w.]+)\\+(0x[0-9a-f]+)/0x[0-9a-f]+(?: \\[(\\w+)\\])?\\s*");
    private static final Pattern BUG_AT = Pattern.compile("kernel BUG at ([\\w/.+-]+):(\\d+)!.*");
    private static final Pattern BUG_FAILURE =
            Pattern.compile("BUG: failure at ([\\w/.+-]+):(\\d+)/([\\w.]+)\\(\\)!.*");
    private static final Pattern PANIC = Pattern.compile(".*Kernel panic - not syncing: (.*)");
    private static final Pattern BEYOND = Pattern.compile(
            ".*loop(\\d+): rw=\\d+, (?:sector=(\\d+), nr_sectors = \\d+ limit=.*|want=(\\d+), limit=.*)");

    /** Of kernels into which it is built nothing else tells that a function is the driver's. */
    private static final Pattern OF_DRIVER =
            Pattern.compile("(raid0_\\w+|create_strip_zones|map_sector|find_zone)(\\..*)?");

    /** Where an allocator asks for pages and for room for its own records. */
    private static final Pattern WITHIN =
            Pattern.compile("allocate_slab|new_slab|___slab_alloc|stack_depot_\\w+|_*kasan_\\w+");

    private KernelLog() {}

    /** A line of a call trace. */
    record Frame(String function, String offset, boolean isSure, boolean isDrivers) {}

    /** The lines of all call traces in it. */
    static Vector<Frame> frames(Vector<String> lines) {
        return lines.map(FRAME::matcher)
                .filter(Matcher::matches)
                .map(frame -> new Frame(
                        frame.group(2),
                        frame.group(3),
                        frame.group(1) == null,
                        "raid0".equals(frame.group(4))
                                || OF_DRIVER.matcher(frame.group(2)).matches()));
    }

    /**
     * From where the driver has asked, itself or through others, for the allocation that was made to fail. One allocation may fail in
     * more than one way, as its allocator asks for more itself; all are asked for from one place.
     *
     * @return a function of the driver and the place in it; empty if none was made to fail, or it was nothing that the driver has asked for
     */
    public static String placeOfDriversFailure(Vector<String> lines) {
        int failure = lines.indexWhere(line -> line.contains("FAULT_INJECTION"));
        Vector<Frame> frames = failure < 0 ? Vector.empty() : frames(lines.drop(failure));
        Vector<Frame> above = frames.takeUntil(Frame::isDrivers);
        boolean isWithin = above.exists(
                frame -> frame.isSure && WITHIN.matcher(frame.function).matches());
        return above.size() == frames.size() || isWithin
                ? ""
                : frames.get(above.size()).function + "+" + frames.get(above.size()).offset;
    }

    /** What it says of memory that was used wrongly, in order. */
    public static Vector<MemoryReport> memoryReports(Vector<String> lines) {
        return MemoryReport.in(lines);
    }

    /** An answer of a guest as lines. */
    public static Vector<String> lines(String answer) {
        return Vector.of(answer.split("\037", -1)).reject(String::isEmpty);
    }

    /** The WARNs in it. */
    public static Vector<Splat> warnings(Vector<String> lines) {
        Vector<Splat> splats = Vector.empty();
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = WARNING.matcher(lines.get(i));
            if (!matcher.matches()) continue;
            String function = matcher.group(3);
            Vector<String> trace = trace(lines.drop(i + 1));
            int own = trace.indexOf(function);
            splats = splats.append(new Splat(
                    Splat.Kind.WARN,
                    new CodeLocation(matcher.group(1), Integer.parseInt(matcher.group(2)), function),
                    "",
                    trace.drop(own + 1)));
        }
        return splats;
    }

    /** The functions of the first call trace that it holds, as far as the kernel is sure of them. */
    private static Vector<String> trace(Vector<String> lines) {
        Vector<String> functions = Vector.empty();
        boolean isTrace = false;
        for (String line : lines) {
            Matcher frame = FRAME.matcher(line);
            if (line.contains("Call Trace:")) isTrace = true;
            else if (line.contains("WARNING: ")) return functions;
            else if (isTrace && !frame.matches()) return functions;
            else if (isTrace && frame.group(1) == null) functions = functions.append(frame.group(2));
        }
        return functions;
    }

    /** What a kernel died of, whose last words these are. */
    public static Splat death(GuestDied died) {
        Vector<String> lines = died.lastWords();
        if (died.wasSilent()) return splat(Splat.Kind.PANIC, lines, "it gives no answer any more");
        for (String line : lines) {
            Matcher bug = BUG_AT.matcher(line);
            if (bug.find()) return bug(bug, driverFunction(lines));
            Matcher failure = BUG_FAILURE.matcher(line);
            if (failure.find()) return bug(failure, failure.group(3));
        }
        String reason = lines.map(PANIC::matcher)
                .find(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .getOrElse("");
        boolean isKilled = lines.exists(line -> line.contains("Out of memory: Killed process"))
                || reason.contains("deadlocked on memory");
        if (isKilled && !reason.contains("deadlocked")) return splat(Splat.Kind.OOM_KILL, lines, "");
        if (lines.exists(line -> line.contains("divide error")) || reason.startsWith(NO_SIGNAL + "8"))
            return splat(Splat.Kind.DIVIDE_ERROR, lines, "");
        if (lines.exists(line -> line.contains("unable to handle") || line.contains("Kernel mode fault")))
            return splat(Splat.Kind.OOPS, lines, reason);
        return splat(Splat.Kind.PANIC, lines, reason);
    }

    private static Splat bug(Matcher at, String function) {
        return new Splat(
                Splat.Kind.BUG,
                new CodeLocation(at.group(1), Integer.parseInt(at.group(2)), function),
                "",
                Vector.empty());
    }

    private static Splat splat(Splat.Kind kind, Vector<String> lines, String message) {
        return new Splat(kind, new CodeLocation("", 0, driverFunction(lines)), message, trace(lines));
    }

    /** The innermost function of the driver on the stack, whether the kernel is sure of it or not. */
    private static String driverFunction(Vector<String> lines) {
        return frames(lines).find(Frame::isDrivers).map(Frame::function).getOrElse(UNKNOWN);
    }

    /** Whether it says that memory was short, or that more was asked for than there is. */
    public static boolean saysNoMemory(Vector<String> lines) {
        return lines.exists(line -> line.contains("vmalloc error")
                || line.contains("vmalloc: allocation failure")
                || line.contains("page allocation failure")
                || line.contains("exceeds total pages"));
    }

    /** Whether it says that there is no memory for an integrity pool. */
    public static boolean saysNoPool(Vector<String> lines) {
        return lines.exists(line -> line.contains("failed to create integrity pool"));
    }

    /** A place on a disk. */
    public record Beyond(int disk, long sector) {}

    /**
     * Where the last sector went that no disk has; null if it does not say.
     *
     * @param length of what was written there, in sectors, as some kernels tell only where it ends
     */
    public static @Nullable Beyond beyond(Vector<String> lines, int length) {
        Beyond last = null;
        for (String line : lines) {
            Matcher matcher = BEYOND.matcher(line);
            if (!matcher.matches()) continue;
            long sector = matcher.group(2) == null
                    ? Long.parseUnsignedLong(matcher.group(3)) - length
                    : Long.parseUnsignedLong(matcher.group(2));
            last = new Beyond(Integer.parseInt(matcher.group(1)), sector);
        }
        return last;
    }
}
