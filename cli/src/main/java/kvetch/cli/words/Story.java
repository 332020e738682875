package kvetch.cli.words;

import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.cli.console.Text;
import kvetch.properties.LawResult;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Reach;
import kvetch.properties.law.Violation;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/** Puts what was found into the words of a kernel engineer. */
public final class Story {
    private Story() {}

    /** What breaks, in one sentence. */
    public static String sentence(Defect defect) {
        return sentence(defect.violation(), defect.splat(), defect.errno(), defect.counterexample());
    }

    /** What a violation breaks, in one sentence. */
    public static String sentence(Violation violation, @Nullable Splat splat, @Nullable Errno errno, Case c) {
        String what = what(violation.what());
        String message = violation.message();
        String text;
        if (splat != null && violation.evidence() instanceof Evidence.Printed printed) {
            String happens = whenItHappens(splat, subject(c)) + " " + whatHappens(splat);
            text = printed.whileRefusing()
                    ? "a refusal taints the kernel: " + happens
                    : errno == null ? happens : happens + ", and it is refused with " + errno;
        } else text = what + ": " + message;
        // What the kernel calls io_opt has no capital.
        boolean isName = text.matches("\\w*_.*");
        String sentence = isName ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    /** What goes wrong, without the names of our own constants. */
    public static String what(String what) {
        return what.replace("OOM_KILL in ", "out-of-memory kill in ")
                .replace("DIVIDE_ERROR in ", "divide error in ")
                .replace("OOPS in ", "oops in ")
                .replace("PANIC in ", "panic in ")
                .replace("(negative chunk_sectors)", "(chunk_sectors < 0)");
    }

    /** Why a law was not judged. */
    public static String why(LawResult result) {
        if (!result.inapplicable().isEmpty()) return result.inapplicable();
        if (result.tries() == 0) return "not put to the test: the check ended before it";
        if (result.tested() == 0)
            return "not put to the test: none of " + result.tries() + " cases had anything to say";
        if (result.unseen().isEmpty())
            return "not put to the test to the end: the check ended after "
                    + Text.count(result.tries(), "case", "cases");
        return "not put to the test enough: never saw "
                + result.unseen().toVector().sorted().map(Coverage::text).mkString(", ");
    }

    /** A case in one line, the sizes of many disks left out. */
    public static String brief(Case c, int width) {
        Vector<String> parts = c.inShort();
        String whole = parts.mkString(c.separator());
        if (whole.length() <= width) return whole;
        String end = c.separator() + "...";
        while (parts.size() > 1) {
            parts = parts.init();
            String some = parts.mkString(c.separator()) + end;
            if (some.length() <= width) return some;
        }
        return Text.clip(whole, width);
    }

    private static String subject(Case testCase) {
        if (!(testCase instanceof ArrayCase c)) return "an allocator alone";
        return c.raidDisks() != c.disks()
                ? "an array with raid_disks " + c.raidDisks()
                : "an array of " + Text.count(c.disks(), "disk", "disks") + " with chunk_sectors " + c.chunkSectors();
    }

    private static String whenItHappens(Splat splat, String array) {
        Vector<String> trace = splat.callTrace();
        if (trace.contains("do_md_run")) return "starting " + array;
        if (trace.contains("do_md_stop")) return "stopping " + array;
        return trace.contains("raid0_make_request") ? "I/O on " + array : array;
    }

    private static String whatHappens(Splat splat) {
        String function = splat.site().function();
        return switch (splat.kind()) {
            case WARN -> "trips a WARN in " + function;
            case BUG -> "hits a BUG in " + function;
            case OOPS -> "faults in " + function;
            case DIVIDE_ERROR -> "divides by zero in " + function;
            case OOM_KILL -> "gets its caller killed, for want of memory in " + function;
            case PANIC -> "panics in " + function;
        };
    }

    /** The narrowest entry through which a caller gets there, and that wider ones do too. */
    public static String reach(Reach reach) {
        return switch (reach) {
            case MDADM -> "mdadm and wider";
            case IOCTL -> "ioctl SET_ARRAY_INFO and wider";
            case SYSFS -> "sysfs (md/raid_disks, md/chunk_size) and wider";
            case SUPERBLOCK -> "a superblock only";
        };
    }

    /** The narrowest entry of a defect, and what it takes for a narrower one. */
    public static String reach(Defect defect) {
        ArrayCase throughMdadm = defect.throughMdadm();
        return reach(defect.reach())
                + (throughMdadm == null
                        ? ""
                        : "; with chunk_sectors " + throughMdadm.chunkSectors() + ", through mdadm");
    }

    public static String errno(@Nullable Errno errno) {
        return errno == null ? "none" : errno + " (" + errno.number() + ")";
    }

    /** A splat as it stands in the log, between the lines that the kernel puts around it. */
    public static Vector<String> splatInFull(Splat splat) {
        if (splat.kind() == Splat.Kind.OOM_KILL) return splat(splat);
        return Vector.of("------------[ cut here ]------------", splat.headline(), "Call Trace:", " <TASK>")
                .appendAll(splat.callTrace().map(function -> " " + function))
                .append(" </TASK>")
                .append("---[ end trace 0000000000000000 ]---");
    }

    /** A splat in the kernel's own form. */
    public static Vector<String> splat(Splat splat) {
        Vector<String> lines = Vector.of(splat.headline());
        if (splat.callTrace().isEmpty()) return lines;
        return lines.append("Call Trace:").appendAll(splat.callTrace().map(function -> " " + function));
    }
}
