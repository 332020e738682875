package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.cli.console.Text;
import kvetch.cli.words.Story;
import kvetch.properties.Replay;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.plug.ReplayToken;

/** What a script says of itself in its first lines: what it reproduces, what it does to the machine and what to look for. */
final class ScriptHeader {
    private static final int WIDTH = 100;

    private final Counterexample counterexample;
    private final Replay replay;
    private final ReplayToken token;
    private Vector<String> lines = Vector.empty();

    private ScriptHeader(Counterexample counterexample) {
        this.counterexample = counterexample;
        this.replay = counterexample.replay();
        this.token = counterexample.token();
    }

    /** Lines of comment. */
    static Vector<String> of(Counterexample counterexample) {
        ScriptHeader header = new ScriptHeader(counterexample);
        header.write();
        return header.lines;
    }

    private void write() {
        ArrayCase c = counterexample.arrayCase();
        comment("Reproduces a counterexample of Kvetch on a real machine.");
        paragraph();
        comment("  " + token.law() + " on " + token.kernel() + ": "
                + Story.sentence(counterexample.violation(), replay.splat(), replay.errno(), c));
        comment("  " + c);
        comment("  " + token.format());
        paragraph();
        comment("It sets up loop devices over sparse files"
                + (counterexample.isProtected() ? " and a disk of scsi_debug" : "")
                + ", makes a raid0 array of them "
                + (counterexample.throughMdadm() ? "with mdadm --build" : "through /sys/block/.../md")
                + ", and takes all of it away again. The kernel may hang, corrupt memory or panic: run it only on a"
                + " machine that you can throw away, as root, with KVETCH_THROWAWAY=yes. KVETCH_TMP names a directory on a"
                + " file system that holds sparse files as large as the disks (default: /var/tmp).");
        paragraph();
        String consequence = replay.consequence();
        if (consequence != null) {
            comment(consequence + " KVETCH_RAID_DISKS sets another raid_disks.");
            paragraph();
        }
        if (counterexample.isKill()) {
            comment("It asks the kernel for a table of " + Script.NEARLY_ALL
                    + "% of the machine's memory. The kernel takes page after"
                    + " page for it until none is left, and then kills processes. The one that starts the array"
                    + " offers itself (oom_score_adj 1000) and the script is spared (-1000), but whatever else runs may be"
                    + " killed too, and where nothing is left to kill the machine panics. KVETCH_RAID_DISKS sets another"
                    + " raid_disks.");
            paragraph();
        }
        comment("In dmesg look for: " + lookFor());
        if (counterexample.isDeadly()) {
            paragraph();
            comment(
                    "The machine may die before the script can say so, so watch the console; if it lives on, reboot it.");
        }
    }

    private String lookFor() {
        Splat splat = replay.splat();
        if (splat != null && counterexample.isKill())
            return "\"dd invoked oom-killer\", with " + splat.site().function()
                    + " in the call trace, and \"Out of memory: Killed process\".";
        if (splat != null) {
            Vector<String> callers = throughEntry(splat.callTrace());
            return splat.headline() + (callers.isEmpty() ? "" : ", called from " + callers.mkString(" < "))
                    + " (the line differs from release to release, and the compiler puts small functions into their"
                    + " callers).";
        }
        Evidence evidence = counterexample.evidence();
        if (evidence instanceof Evidence.ZoneOrder)
            return "md's list of zones, which the script turns on and compares with the counterexample";
        if (counterexample.isOfDiscard())
            return counterexample.isEndless()
                    ? "discards past the end of a disk (\"rw=3\", or more with flags), one after another, until the machine is out of memory and"
                            + " panics"
                    : "nothing; the script itself looks at what is left on the disks";
        if (evidence instanceof Evidence.Leaked)
            return "nothing, unless the kernel has CONFIG_DEBUG_KMEMLEAK: then \"kmemleak: N new suspected memory"
                    + " leaks\"";
        if (evidence instanceof Evidence.Blocks)
            return "nothing, unless the kernel has CONFIG_KASAN: then \"BUG: KASAN\"";
        return "nothing; the script itself compares what it reads";
    }

    /** The model starts arrays by ioctl; a script that does so by sysfs is called from elsewhere. */
    private Vector<String> throughEntry(Vector<String> callTrace) {
        if (counterexample.throughMdadm()) return callTrace;
        int ioctl = callTrace.indexOf("md_ioctl");
        return ioctl < 0 ? callTrace : callTrace.take(ioctl).append("array_state_store");
    }

    private void paragraph() {
        lines = lines.append("#");
    }

    private void comment(String words) {
        for (String line : Text.wrap(words.replace('\n', ' '), WIDTH - 2)) lines = lines.append("# " + line);
    }
}
