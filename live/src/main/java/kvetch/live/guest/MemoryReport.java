package kvetch.live.guest;

import io.vavr.collection.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel says of memory that was used wrongly: KASAN, or slub with slub_debug. One that dies in a free says so, too.
 *
 * @param kind what was done
 * @param sentence the kernel's words
 */
public record MemoryReport(Kind kind, String sentence) {
    private static final Pattern KASAN =
            Pattern.compile("BUG: KASAN: ([\\w-]+(?: or [\\w-]+)?) in ([\\w.]+?)(?:\\+0x.*)?");
    private static final Pattern SLUB = Pattern.compile("BUG ([\\w-]+) \\([^)]*\\): (.*?)\\s*");

    /** Functions that give memory back. */
    private static final Pattern FREE =
            Pattern.compile("k[vz]?free(_sensitive)?|vfree|free_large_kmalloc|_*(kmem_cache|slab)_free|___cache_free");

    /** What a trace follows of a kernel that is angry. */
    private static final Pattern ANGER = Pattern.compile(
            "Kernel panic - not syncing: Kernel mode|kernel BUG at mm/|unable to handle|free_large_kmalloc\\+|Trying to vfree|"
                    + "BUG: KASAN");

    /** What another trace follows: the next, or that of someone who has done nothing wrong. */
    private static final Pattern END = Pattern.compile(ANGER.pattern() + "|Allocated by task|Freed by task");

    /** Frames between a free and the driver that called it: some are inlined and others only guessed. */
    private static final int NEAR = 3;

    /** What was done with memory. */
    public enum Kind {
        DOUBLE_FREE,
        INVALID_FREE,
        READ_AFTER_FREE,
        WRITE_AFTER_FREE,
        READ_OUTSIDE,
        WRITE_OUTSIDE
    }

    /** Those in a log. */
    static Vector<MemoryReport> in(Vector<String> lines) {
        Vector<MemoryReport> reports = Vector.empty();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher kasan = KASAN.matcher(line);
            Matcher slub = SLUB.matcher(line);
            if (kasan.matches()) {
                boolean isWrite = lines.drop(i + 1).take(2).exists(next -> next.startsWith("Write of size"));
                reports = reports.append(new MemoryReport(
                        kasanKind(kasan.group(1), isWrite), "BUG: KASAN: " + kasan.group(1) + " in " + kasan.group(2)));
            } else if (slub.matches()) {
                Kind kind = slubKind(slub.group(2));
                if (kind != null)
                    reports = reports.append(new MemoryReport(kind, "BUG " + slub.group(1) + ": " + slub.group(2)));
            }
        }
        String free = freeThatFails(lines);
        if (!free.isEmpty()) reports = reports.append(new MemoryReport(Kind.INVALID_FREE, free));
        return reports;
    }

    private static Kind kasanKind(String words, boolean isWrite) {
        if (words.startsWith("double-free")) return Kind.DOUBLE_FREE;
        if (words.startsWith("invalid-free")) return Kind.INVALID_FREE;
        if (words.endsWith("after-free")) return isWrite ? Kind.WRITE_AFTER_FREE : Kind.READ_AFTER_FREE;
        return isWrite ? Kind.WRITE_OUTSIDE : Kind.READ_OUTSIDE;
    }

    private static @Nullable Kind slubKind(String words) {
        if (words.startsWith("Object already free")) return Kind.DOUBLE_FREE;
        if (words.startsWith("Invalid object pointer")) return Kind.INVALID_FREE;
        if (words.contains("oison overwritten") || words.startsWith("Free")) return Kind.WRITE_AFTER_FREE;
        return words.contains("edzone") || words.contains("padding overwritten") ? Kind.WRITE_OUTSIDE : null;
    }

    /** Where the kernel dies in a free, or is angry about what it is to free, and the driver has called that; empty if not. */
    private static String freeThatFails(Vector<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (!ANGER.matcher(lines.get(i)).find()) continue;
            String failing = freeThatFailed(
                    lines.drop(i + 1).takeUntil(line -> END.matcher(line).find()));
            if (!failing.isEmpty()) return failing;
        }
        return "";
    }

    private static String freeThatFailed(Vector<String> lines) {
        Vector<KernelLog.Frame> frames = KernelLog.frames(lines);
        for (int i = 0; i < frames.size(); i++) {
            if (!frames.get(i).isDrivers()) continue;
            String free = frames.subSequence(Math.max(0, i - NEAR), i)
                    .map(KernelLog.Frame::function)
                    .find(function -> FREE.matcher(function).matches())
                    .getOrElse("");
            if (!free.isEmpty())
                return "the kernel fails in " + free + ", called by "
                        + frames.get(i).function();
        }
        return "";
    }
}
