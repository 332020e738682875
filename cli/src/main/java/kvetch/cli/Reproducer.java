package kvetch.cli;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.math.BigInteger;
import java.util.Arrays;
import kvetch.api.Splat;
import kvetch.properties.ArrayCase;
import kvetch.properties.Evidence;
import kvetch.properties.Law;
import kvetch.properties.LifeLaw;
import kvetch.properties.Reach;
import kvetch.properties.Replay;
import kvetch.properties.ReplayToken;
import kvetch.properties.Step;
import kvetch.properties.Verdict;
import kvetch.properties.Violation;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Writes a POSIX shell script that reproduces a counterexample on a real machine: loop devices over sparse files, an array
 * made with mdadm or, where mdadm would not make it, through sysfs.
 */
final class Reproducer {
    private static final int WIDTH = 100;

    /** A file of 2^63 - 1 bytes is the largest there is. */
    private static final long LARGEST_DISK = (1L << 54) - 1;

    /** scsi_debug keeps its disk in memory: 8 MiB of it by default. */
    private static final long LARGEST_PROTECTED = 16384;

    private static final int MOST_WATCHED = 32;
    private static final int POINTER_BYTES = 8;

    /** In percent, how much of memory a table takes that is to be refused by nobody and to leave nothing. */
    private static final int NEARLY_ALL = 98;

    private final Replay replay;
    private final ReplayToken token;
    private final ArrayCase c;
    private final KernelProfile kernel;
    private final Violation violation;
    private final Evidence evidence;
    private final StringBuilder text = new StringBuilder();

    private Reproducer(Replay replay) {
        this.replay = replay;
        this.token = replay.token();
        this.c = token.arrayCase();
        this.kernel = replay.setup().kernel();
        this.violation = replay.violations().head();
        this.evidence = violation.evidence();
    }

    /** The script, or why there is none, in one line. */
    static Either<String, String> of(Replay replay) {
        String obstacle = replay.verdict() == Verdict.BROKEN
                ? obstacle(replay.token(), replay.violations().head())
                : "the case does not break " + replay.token().law() + " any more";
        return obstacle == null
                ? Either.right(new Reproducer(replay).script())
                : Either.left("there is no reproducer: " + obstacle);
    }

    /** Why a case that breaks its law has no script; null if it has one. */
    static @Nullable String obstacle(ReplayToken token, Violation violation) {
        ArrayCase c = token.arrayCase();
        KernelProfile kernel = Choice.kernel(token.kernel());
        String allocator = token.allocator();
        Law law = token.law();
        if (!kernel.isLinux()) return "'" + kernel.name() + "' is no kernel that a machine could run";
        if (!allocator.equals(kernel.asShipped()))
            return "a machine with Linux " + kernel.name() + " takes its tables from " + kernel.asShipped()
                    + ", not from " + allocator;
        if (c.workload() != null) return "the case is about the allocator alone, without an array";
        if (law.compares() == Law.Comparison.ALLOCATORS)
            return law + " compares allocators, of which a machine has one";
        if (violation.evidence() instanceof Evidence.Note)
            return "what breaks " + law + " is told in words, and a script compares figures";
        if (c.failAt() != 0)
            return "allocation " + c.failAt()
                    + " of the case is made to fail, which takes fault injection on the machine:"
                    + " failslab or fail_page_alloc, with /proc/PID/fail-nth";
        if (c.integrity() == ArrayCase.Integrity.SAME)
            return "the case needs several disks with data-integrity profiles, which loop devices do not have (scsi_debug"
                    + " with dif=1 dix=1 does)";
        if (c.integrity() == ArrayCase.Integrity.MIXED
                && (!hasWholeKibibytes(c) || c.again() != null || c.diskSectors()[0] > LARGEST_PROTECTED))
            return "the case needs a first disk of " + c.diskSectors()[0]
                    + " sectors with a data-integrity profile, which scsi_debug is too coarse for";
        if (c.machine().freeOrder() != c.machine().maxPageOrder())
            return "the case needs memory that is fragmented to order "
                    + c.machine().freeOrder() + ", which no script can bring about";
        if (Reach.of(c) == Reach.SUPERBLOCK)
            return "only a forged superblock gets there, and this writes to sysfs, which refuses raid_disks "
                    + c.raidDisks();
        if (!hasUsableSlots(c)) return "the case needs slots that sysfs does not give: " + Arrays.toString(c.slots());
        if (c.blockSize() > c.machine().pageSize())
            return "the case needs disks with blocks of " + c.blockSize()
                    + " bytes, and a loop device has at most a page";
        for (long sector : violation.evidence().arraySectors().take(1))
            if (isOfSectors(violation.evidence()) && Long.compareUnsigned(sector, LARGEST_DISK) > 0)
                return "no file offset reaches array sector " + Long.toUnsignedString(sector);
        for (long sectors : c.diskSectors())
            if (sectors < 0 || sectors > LARGEST_DISK)
                return "no file is as large as a disk of " + Long.toUnsignedString(sectors) + " sectors";
        return null;
    }

    private static boolean isOfSectors(Evidence evidence) {
        return evidence instanceof Evidence.SharedPlace
                || evidence instanceof Evidence.OutsideDisk
                || evidence instanceof Evidence.OtherPlace;
    }

    private boolean isOfSizes() {
        return evidence instanceof Evidence.Size || evidence instanceof Evidence.Cover;
    }

    private boolean isOfDiscard() {
        return evidence instanceof Evidence.MissedDiscard || evidence instanceof Evidence.OtherDiscard;
    }

    private boolean isOfRefusal() {
        return evidence instanceof Evidence.UncleanRefusal
                || (evidence instanceof Evidence.Printed printed && printed.whileRefusing());
    }

    private static boolean hasUsableSlots(ArrayCase c) {
        int[] slots = c.slots();
        if (slots == null) return true;
        return Arrays.stream(slots).allMatch(slot -> slot >= 0 && slot < slots.length)
                && Arrays.stream(slots).distinct().count() == slots.length;
    }

    /** Whether sysfs, which takes sizes in KiB, can say how large the disks are. */
    private static boolean hasWholeKibibytes(ArrayCase c) {
        long[] again = c.again();
        return Arrays.stream(c.diskSectors()).allMatch(sectors -> sectors % 2 == 0)
                && (again == null || Arrays.stream(again).allMatch(sectors -> sectors % 2 == 0));
    }

    /** Whether the first disk has a data-integrity profile. */
    private boolean isProtected() {
        return c.integrity() == ArrayCase.Integrity.MIXED;
    }

    /** The size of the array as md reports it, where the first start does not end otherwise. */
    private Option<Long> arraySectors() {
        return replay.steps()
                .find(step ->
                        step instanceof Step.Started || step instanceof Step.Refused || step instanceof Step.Killed)
                .flatMap(step ->
                        step instanceof Step.Started started ? Option.some(started.arraySectors()) : Option.none());
    }

    private boolean throughMdadm() {
        return Reach.of(c) == Reach.MDADM && !isOfRefusal() && !isProtected();
    }

    // The script

    private String script() {
        header();
        guards();
        functions();
        if (evidence instanceof Evidence.ZoneOrder) {
            say("debug=/sys/kernel/debug/dynamic_debug/control");
            say("(echo 'module raid0 +p' > \"$debug\") 2> /dev/null || die \"this needs dynamic debug, in $debug\"");
        }
        say("echo \"kvetch: begin $$\" > /dev/kmsg");
        say("[ ! -w /sys/kernel/debug/clear_warn_once ] || echo 1 > /sys/kernel/debug/clear_warn_once");
        say("");
        life();
        return text.toString();
    }

    private void header() {
        say("#!/bin/sh");
        comment("Reproduces a counterexample of Kvetch on a real machine.");
        say("#");
        comment("  " + token.law() + " on " + token.kernel() + ": "
                + Story.sentence(violation, replay.splat(), replay.errno(), c));
        comment("  " + c);
        comment("  " + token.format());
        say("#");
        comment("It sets up loop devices over sparse files" + (isProtected() ? " and a disk of scsi_debug" : "")
                + ", makes a raid0 array of them "
                + (throughMdadm() ? "with mdadm --build" : "through /sys/block/.../md")
                + ", and takes all of it away again. The kernel may hang, corrupt memory or panic: run it only on a"
                + " machine that you can throw away, as root, with KVETCH_THROWAWAY=yes. KVETCH_TMP names a directory on a"
                + " file system that holds sparse files as large as the disks (default: /var/tmp).");
        say("#");
        String consequence = replay.consequence();
        if (consequence != null) {
            comment(consequence + " KVETCH_RAID_DISKS sets another raid_disks.");
            say("#");
        }
        if (isKill()) {
            comment("It asks the kernel for a table of " + NEARLY_ALL
                    + "% of the machine's memory. The kernel takes page after"
                    + " page for it until none is left, and then kills processes. The one that starts the array"
                    + " offers itself (oom_score_adj 1000) and the script is spared (-1000), but whatever else runs may be"
                    + " killed too, and where nothing is left to kill the machine panics. KVETCH_RAID_DISKS sets another"
                    + " raid_disks.");
            say("#");
        }
        comment("In dmesg look for: " + lookFor());
        say("#");
        if (isDeadly()) {
            comment(
                    "The machine may die before the script can say so, so watch the console; if it lives on, reboot it.");
            say("#");
        }
        comment("Exits with 1 if it is reproduced, 0 if it is not, 2 if it could not be tried.");
        say("");
        say("set -u");
        say("");
    }

    private String lookFor() {
        Splat splat = replay.splat();
        if (splat != null && isKill())
            return "\"dd invoked oom-killer\", with " + splat.site().function()
                    + " in the call trace, and \"Out of memory: Killed process\".";
        if (splat != null) {
            Vector<String> callers = throughEntry(splat.callTrace());
            return splat.headline() + (callers.isEmpty() ? "" : ", called from " + callers.mkString(" < "))
                    + " (the line differs from release to release, and the compiler puts small functions into their"
                    + " callers).";
        }
        if (evidence instanceof Evidence.ZoneOrder)
            return "md's list of zones, which the script turns on and compares with the counterexample";
        if (isOfDiscard())
            return isEndless()
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
        if (throughMdadm()) return callTrace;
        int ioctl = callTrace.indexOf("md_ioctl");
        return ioctl < 0 ? callTrace : callTrace.take(ioctl).append("array_state_store");
    }

    private void guards() {
        say("die() {");
        say("    echo \"reproduce: $*\" >&2");
        say("    exit 2");
        say("}");
        say("");
        say("[ \"${KVETCH_THROWAWAY:-}\" = yes ] ||");
        say("    die \"this may bring the machine down; say KVETCH_THROWAWAY=yes if it can be thrown away\"");
        say("[ \"$(id -u)\" = 0 ] || die \"this needs root\"");
        String tools = "losetup truncate dd dmesg modprobe getconf cmp blkdiscard" + (throughMdadm() ? " mdadm" : "")
                + (throughMdadm() || hasWholeKibibytes(c) ? "" : " perl");
        say("for tool in " + tools + "; do");
        say("    command -v \"$tool\" > /dev/null || die \"this needs $tool\"");
        say("done");
        int pageSize = c.machine().pageSize();
        say("[ \"$(getconf PAGESIZE)\" = " + pageSize + " ] || die \"this needs a machine with pages of " + pageSize
                + " bytes\"");
        String base = kernel.name().replaceAll("\\+.*", "");
        say("case $(uname -r) in");
        say("    " + base + " | " + base + ".* | " + base + "-*) ;;");
        say("    *) echo \"reproduce: this is $(uname -r); the counterexample is of " + kernel.description()
                + "\" >&2 ;;");
        say("esac");
        if (!c.isOnUsualMachine())
            say("echo \"reproduce: the counterexample is of a machine with "
                    + c.machine().memoryMib() + " MiB of memory (boot with mem="
                    + c.machine().memoryMib() + "M)\" >&2");
        say("");
    }

    private void functions() {
        say("modprobe raid0 2> /dev/null || true");
        say("layout_file=/sys/module/raid0/parameters/default_layout");
        say("md=" + (throughMdadm() ? "md127" : "md_kvetch"));
        say("sys=/sys/block/$md/md");
        say("[ ! -e \"$sys\" ] || [ \"$(cat \"$sys/array_state\")\" = clear ] || die \"there is a $md already\"");
        say("dir=$(mktemp -d \"${KVETCH_TMP:-/var/tmp}/kvetch.XXXXXX\") || exit 2");
        say("# NAME:SECTORS of each disk");
        say("disks=");
        say("count=0");
        say("old_layout=");
        say("");
        say("stop() {");
        say("    [ ! -e \"$sys/array_state\" ] || (echo clear > \"$sys/array_state\") 2> /dev/null");
        say("}");
        say("");
        say("remove_disks() {");
        say("    for disk in $disks; do");
        if (isProtected()) {
            say("        case $disk in");
            say("            loop*) losetup -d \"/dev/${disk%:*}\" ;;");
            say("            *) modprobe -r scsi_debug ;;");
            say("        esac");
        } else say("        losetup -d \"/dev/${disk%:*}\"");
        say("    done");
        say("    disks=");
        say("    count=0");
        say("    rm -f \"$dir\"/disk*");
        say("}");
        say("");
        say("cleanup() {");
        say("    trap - EXIT");
        say("    stop");
        say("    remove_disks");
        say("    [ -z \"$old_layout\" ] || echo \"$old_layout\" > \"$layout_file\"");
        say("    rm -rf \"$dir\"");
        say("}");
        say("trap cleanup EXIT");
        say("trap 'exit 2' HUP INT TERM");
        say("");
        say("# add_disks COUNT SECTORS STEP: the first has SECTORS sectors, each further one STEP more");
        say("add_disks() {");
        say("    added=0");
        say("    while [ \"$added\" -lt \"$1\" ]; do");
        say("        file=$dir/disk$count");
        say("        sectors=$(($2 + added * $3))");
        say("        truncate -s \"$((sectors * 512))\" \"$file\" || die \"no room for $file; see KVETCH_TMP\"");
        say("        loop=$(losetup --find --show --sector-size " + c.blockSize()
                + " \"$file\") || die \"no loop device\"");
        say("        disks=\"$disks ${loop#/dev/}:$sectors\"");
        say("        count=$((count + 1))");
        say("        added=$((added + 1))");
        say("    done");
        say("}");
        say("");
        if (isProtected()) protectedDisk();
        if (throughMdadm()) mdadmFunctions();
        else sysfsFunctions();
        say("news() {");
        say("    dmesg | sed \"1,/kvetch: begin $$/d\"");
        say("}");
        say("");
        say("# reproduced WHAT: says so and ends");
        say("reproduced() {");
        say("    news");
        say("    echo \"reproduced: $*\"");
        if (isDeadly()) {
            say("    # A task that died in the kernel keeps its locks, and whoever wants them waits for ever.");
            say("    trap - EXIT");
            say("    echo \"nothing is cleaned up; reboot\"");
        }
        say("    exit 1");
        say("}");
        say("");
        if (isLife()) {
            say("look() {");
            say("    if news | grep -q '" + pattern() + "'; then");
            say("        reproduced \"see the log above\"");
            say("    fi");
            say("}");
            say("");
        }
        say("# tag SECTOR TEXT: writes a sector of the array");
        say("tag() {");
        say("    printf '%-512s' \"$2\" | dd of=\"/dev/$md\" bs=512 seek=\"$1\" count=1 iflag=fullblock oflag=direct"
                + " conv=notrunc 2> /dev/null");
        say("}");
        say("");
        say("# sector_of FILE SECTOR: what is there");
        say("sector_of() {");
        say("    dd if=\"$1\" bs=512 skip=\"$2\" count=1 status=none | tr -d '\\0' | sed 's/ *$//'");
        say("}");
        say("");
        say("# read_array SECTOR COUNT: one request; whole pages through the cache would be others");
        say("read_array() {");
        say("    dd if=\"/dev/$md\" bs=\"$(($2 * 512))\" skip=\"$(($1 * 512))\" count=1 iflag=direct,skip_bytes"
                + " status=none");
        say("}");
        say("");
        say("if [ -w \"$layout_file\" ]; then");
        say("    old_layout=$(cat \"$layout_file\")");
        say("    echo " + c.layout() + " > \"$layout_file\" || die \"cannot set raid0.default_layout\"");
        say("else");
        say("    echo \"reproduce: this kernel has no raid0.default_layout\" >&2");
        say("fi");
        say("");
    }

    private void protectedDisk() {
        say("# add_protected_disk SECTORS: one with a data-integrity profile, of which the array gets SECTORS");
        say("add_protected_disk() {");
        say("    [ ! -e /sys/bus/pseudo/drivers/scsi_debug ] || die \"scsi_debug is in use\"");
        say("    modprobe sd_mod 2> /dev/null || true");
        say("    modprobe scsi_debug dif=1 dix=1 sector_size=" + c.blockSize() + " || die \"this needs scsi_debug\"");
        say("    tries=0");
        say(
                "    until found=$(ls -d /sys/bus/pseudo/drivers/scsi_debug/adapter0/host*/target*/*/block/* 2> /dev/null) &&");
        say("        grep -q T10 \"$found/integrity/format\"; do");
        say("        tries=$((tries + 1))");
        say("        [ \"$tries\" -lt 10 ] || die \"scsi_debug makes no disk with an integrity profile\"");
        say("        sleep 1");
        say("    done");
        say("    disks=\"$disks ${found##*/}:$1\"");
        say("    count=$((count + 1))");
        say("}");
        say("");
    }

    private void mdadmFunctions() {
        say("# start RAID_DISKS CHUNK_BYTES");
        say("start() {");
        say("    devices=");
        say("    for disk in $disks; do devices=\"$devices /dev/${disk%:*}\"; done");
        say("    # shellcheck disable=SC2086");
        say(
                "    mdadm --build \"/dev/$md\" --run --force --level=0 --raid-devices=\"$1\" --chunk=\"$(($2 / 1024))\" $devices"
                        + " 2> \"$dir/errors\"");
        say("    started=$?");
        say("    cat \"$dir/errors\"");
        say("    return \"$started\"");
        say("}");
        say("");
    }

    private void sysfsFunctions() {
        say("# put FILE VALUE");
        say("put() {");
        say("    printf '%s' \"$2\" | dd of=\"$sys/$1\" status=none 2> \"$dir/errors\"");
        say("}");
        say("");
        say("make() {");
        say("    # A device of that name that was just stopped takes a while to go.");
        say("    tries=0");
        say(
                "    until printf '%s' \"$md\" | dd of=/sys/module/md_mod/parameters/new_array status=none 2> \"$dir/errors\"; do");
        say("        tries=$((tries + 1))");
        say("        [ \"$tries\" -lt 10 ] || die \"cannot make $md: $(cat \"$dir/errors\")\"");
        say("        sleep 1");
        say("        # On Linux 7.3 it stays, and is as good as new.");
        say("        [ \"$tries\" -lt 3 ] || [ ! -e \"$sys\" ] || break");
        say("    done");
        say("    put level raid0 || die \"cannot set the level\"");
        say("    put raid_disks \"$count\" || die \"cannot set raid_disks\"");
        say("    put chunk_size 4096 || die \"cannot set the chunk\"");
        say("    slot=0");
        say("    for disk in $disks; do");
        say(
                "        add \"${disk%:*}\" \"${disk#*:}\" \"$(slot_of \"$slot\")\" || die \"cannot add $disk: $(cat \"$dir/errors\")\"");
        say("        slot=$((slot + 1))");
        say("    done");
        say("}");
        say("");
        if (hasWholeKibibytes(c)) {
            say("# add NAME SECTORS SLOT: without a superblock md takes the size from us, in KiB");
            say("add() {");
            say(
                    "    put new_dev \"$(cat \"/sys/block/$1/dev\")\" && put \"dev-$1/size\" \"$(($2 / 2))\" && put \"dev-$1/slot\" \"$3\"");
            say("}");
        } else {
            say(
                    "# add NAME SECTORS SLOT: sysfs takes sizes in KiB, so this is ioctl ADD_NEW_DISK, which takes the device's size");
            say("add() {");
            say("    number=$(cat \"/sys/block/$1/dev\")");
            say("    perl -e 'open(my $md, \"+<\", shift) || die \"$!\\n\";");
            say("        ioctl($md, 0x40140921, pack(\"i5\", @ARGV)) || die \"$!\\n\"' \\");
            say("        \"/dev/$md\" \"$3\" \"${number%:*}\" \"${number#*:}\" \"$3\" 6 2> \"$dir/errors\"");
            say("}");
        }
        say("");
        say("slot_of() {");
        say("    case $1 in");
        int[] slots = c.slots();
        if (slots != null) for (int i = 0; i < slots.length; i++) say("        " + i + ") echo " + slots[i] + " ;;");
        say("        *) echo \"$1\" ;;");
        say("    esac");
        say("}");
        say("");
        say("last_disk() {");
        say("    last=${disks##* }");
        say("    echo \"${last%:*}\"");
        say("}");
        say("");
        say("# start RAID_DISKS CHUNK_BYTES: values beyond 31 bits are written as the kernel's unsigned ones");
        say("start() {");
        say("    [ -e \"$sys\" ] && [ -e \"$sys/dev-$(last_disk)\" ] || make");
        say("    put raid_disks \"$1\" || die \"cannot set raid_disks: $(cat \"$dir/errors\")\"");
        say("    put chunk_size \"$2\" || die \"cannot set the chunk: $(cat \"$dir/errors\")\"");
        // In a subshell, whose own process this is.
        if (isKill()) say("    (echo 1000 > /proc/self/oom_score_adj && put array_state active)");
        else say("    put array_state active");
        say("    started=$?");
        say("    cat \"$dir/errors\"");
        say("    return \"$started\"");
        say("}");
        say("");
    }

    private void life() {
        if (isKill()) nearlyAllMemory();
        if (isProtected()) {
            say("add_protected_disk " + c.diskSectors()[0]);
            addDisks(Arrays.copyOfRange(c.diskSectors(), 1, c.disks()));
        } else addDisks(c.diskSectors());
        if (evidence instanceof Evidence.PartedRequest) markRequested();
        if (isOfDiscard()) markDiscarded();
        String raidDisks = isKill() ? "$nearly_all" : Integer.toUnsignedString(c.raidDisks());
        say("if start \"${KVETCH_RAID_DISKS:-" + raidDisks + "}\" " + chunkBytes(c.chunkSectors()) + "; then");
        say("    size=$(cat \"/sys/block/$md/size\")");
        say("    echo \"the array runs: $size sectors\"");
        for (long sectors : arraySectors()) {
            if (isOfSizes()) continue;
            String expected = Long.toUnsignedString(sectors);
            String orCapped = sectors >= 0 && sectors <= LARGEST_DISK ? "" : " || [ \"$size\" = " + LARGEST_DISK + " ]";
            say("    [ \"$size\" = " + expected + " ]" + orCapped + " || die \"md should say " + expected
                    + " sectors: this is another array\"");
        }
        io();
        if (isDeadly() && isLife()) say("    look");
        say("    stop");
        say("else");
        say("    echo \"the array does not start\"");
        if (isKill()) say("    [ \"$started\" != 137 ] || reproduced \"the process that starts the array is killed\"");
        if (isDeadly() && isLife()) say("    look");
        if (isAskedAgain()) afterRefusal();
        say("fi");
        if (isLife()) {
            say("");
            boolean startedOnce = replay.steps()
                    .exists(step ->
                            step instanceof Step.Starts starts && starts.what().startsWith("again"));
            if (startedOnce) secondLife();
            verdictByLog();
        } else {
            say("echo \"not reproduced\"");
            say("exit 0");
        }
    }

    /** Whether a task dies in the kernel, or stays there. */
    private boolean isDeadly() {
        Splat splat = replay.splat();
        return (splat != null && splat.kind() != Splat.Kind.WARN && !isKill()) || isEndless();
    }

    /** Whether the caller is killed for want of memory, which the machine survives where somebody is left to kill. */
    private boolean isKill() {
        Splat splat = replay.splat();
        return splat != null && splat.kind() == Splat.Kind.OOM_KILL;
    }

    /** The number of zones of the table that is asked for. */
    private long zonesAskedFor() {
        return replay.steps()
                .filter(step ->
                        step instanceof Step.Allocates asks && asks.object().equals("devlist"))
                .map(step -> ((Step.Allocates) step).bytes() / POINTER_BYTES / c.raidDisks())
                .headOption()
                .getOrElse(1L);
    }

    /** Whether a discard is of more sectors than the kernel can ever be done with. */
    private boolean isEndless() {
        return isOfDiscard() && discarded().exists(part -> part.sectors() < 0 || part.sectors() > LARGEST_DISK);
    }

    private boolean isLife() {
        return token.law() instanceof LifeLaw;
    }

    /** How large raid_disks has to be on the machine that this runs on. */
    private void nearlyAllMemory() {
        long zones = zonesAskedFor();
        say("echo -1000 > /proc/$$/oom_score_adj || die \"the kernel would kill this script\"");
        say("total=$(sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/\\1/p' /proc/meminfo)");
        say("nearly_all=$((total * 1024 / 100 * " + NEARLY_ALL + " / " + POINTER_BYTES + " / " + zones + "))");
        say("[ \"$nearly_all\" -lt " + ((1L << 31) / POINTER_BYTES / zones) + " ] ||");
        say("    die \"this machine has more memory than a table may take: boot it with mem=2048M\"");
        say("");
    }

    /** Runs of disks whose sizes differ by the same step. */
    private void addDisks(long[] sizes) {
        int i = 0;
        while (i < sizes.length) {
            long step = i + 1 < sizes.length ? sizes[i + 1] - sizes[i] : 0;
            int run = 1;
            while (i + run < sizes.length && sizes[i + run] - sizes[i + run - 1] == step) run++;
            say("add_disks " + run + " " + sizes[i] + " " + (run == 1 ? 0 : step));
            i += run;
        }
    }

    /** sysfs takes an unsigned long of bytes and cuts their sectors to an int. */
    private static String chunkBytes(int chunkSectors) {
        return Long.toUnsignedString(Integer.toUnsignedLong(chunkSectors) * 512);
    }

    private void secondLife() {
        long[] again = c.again();
        if (again != null) {
            say("remove_disks");
            addDisks(again);
        }
        int raidDisks = again == null ? c.raidDisks() : again.length;
        say("if start " + Integer.toUnsignedString(raidDisks) + " " + chunkBytes(c.chunkSectors()) + "; then");
        lifeIo();
        if (isDeadly()) say("    look");
        say("    stop");
        say("fi");
    }

    private void io() {
        if (isLife()) lifeIo();
        else if (evidence instanceof Evidence.ZoneOrder) compareZones();
        else if (isOfSizes()) compareSize();
        else if (isOfSectors(evidence)) compareSectors();
        else if (evidence instanceof Evidence.PartedRequest) compareRequest();
        else if (isOfDiscard()) compareDiscard();
        else if (evidence instanceof Evidence.WrongLimit wrong) compareLimit(wrong);
    }

    /** md logs its zones, in KiB, where dynamic debug is on. */
    private void compareZones() {
        say("    found=0");
        Vector<Step.MakesZone> zones =
                replay.steps().filter(Step.MakesZone.class::isInstance).map(Step.MakesZone.class::cast);
        for (Step.MakesZone zone : zones)
            say("    news | grep -q ' zone-offset= *" + kibibytes(zone.start()) + "KB, device-offset= *"
                    + kibibytes(zone.devStart()) + "KB, size= *" + kibibytes(zone.end() - zone.start())
                    + "KB' && found=$((found + 1))");
        say("    [ \"$found\" != " + zones.size() + " ] || reproduced \"the zones are those of the counterexample\"");
    }

    private static String kibibytes(long sectors) {
        return Long.toUnsignedString(sectors >>> 1);
    }

    private void compareSize() {
        BigInteger whole = BigInteger.ZERO;
        BigInteger chunk = BigInteger.valueOf(Integer.toUnsignedLong(c.chunkSectors()));
        for (long sectors : c.diskSectors())
            whole = whole.add(BigInteger.valueOf(sectors).divide(chunk).multiply(chunk));
        say("    [ \"$size\" = " + whole + " ] ||");
        say("        reproduced \"md says $size sectors, the disks' whole chunks are " + whole + "\"");
        say("    read_array \"$((size - 1))\" 1 > /dev/null || reproduced \"the last sector cannot be read\"");
    }

    private void compareLimit(Evidence.WrongLimit wrong) {
        String file = wrong.limit().file();
        say("    limit=$(cat \"/sys/block/$md/queue/" + file + "\")");
        say("    [ \"$limit\" = " + wrong.right() + " ] || reproduced \"" + file + " is $limit and not " + wrong.right()
                + "\"");
    }

    private void compareSectors() {
        if (evidence instanceof Evidence.SharedPlace shared) {
            String first = Long.toUnsignedString(shared.first());
            String second = Long.toUnsignedString(shared.second());
            say("    tag " + first + " first || die \"sector " + first + " cannot be written\"");
            say("    tag " + second + " second || die \"sector " + second + " cannot be written\"");
            say("    [ \"$(read_array " + first + " 1 | sed 's/ *$//')\" = first ] ||");
            say("        reproduced \"writing array sector " + second + " overwrites array sector " + first + "\"");
        } else if (evidence instanceof Evidence.OutsideDisk outside) {
            compareSector(
                    outside.arraySector(),
                    outside.place(),
                    "whose whole chunks end at " + Long.toUnsignedString(outside.wholeChunks()));
        } else if (evidence instanceof Evidence.OtherPlace other) {
            compareSector(other.arraySector(), other.place(), other.comparison());
        }
    }

    private void compareSector(long arraySector, Evidence.Place place, String why) {
        String at = Long.toUnsignedString(arraySector);
        String diskSector = Long.toUnsignedString(place.sector());
        say("    tag " + at + " kvetch || reproduced \"array sector " + at + " cannot be written\"");
        say("    sync");
        say("    [ \"$(sector_of \"$dir/disk" + place.disk() + "\" " + diskSector + ")\" != kvetch ] ||");
        say("        reproduced \"array sector " + at + " is on disk " + place.disk() + " at sector " + diskSector
                + "; " + quoted(why) + "\"");
    }

    /** Reads the request at once and sector by sector; what the disks hold says where it went. */
    private void compareRequest() {
        long start = c.requestStart();
        say("    whole=read");
        say("    read_array " + start + " " + c.requestSectors() + " > \"$dir/whole\" || whole=\"not read\"");
        say("    alone=read");
        say("    at=" + start);
        say("    while [ \"$at\" -lt " + (start + c.requestSectors()) + " ]; do");
        say("        read_array \"$at\" 1 || alone=\"not read\"");
        say("        at=$((at + 1))");
        say("    done > \"$dir/alone\"");
        say("    echo \"at once: $whole: $(tr -d '\\0' < \"$dir/whole\" | tr -s ' ')\"");
        say("    echo \"one by one: $alone: $(tr -d '\\0' < \"$dir/alone\" | tr -s ' ')\"");
        say(
                "    [ \"$whole\" = \"$alone\" ] || reproduced \"the request is $whole, its sectors one by one are $alone\"");
        say("    [ \"$whole\" != read ] || cmp \"$dir/whole\" \"$dir/alone\" ||");
        say("        reproduced \"the request reads other sectors than it was asked for\"");
    }

    /** Sectors on disks at and around the edges of what is thrown away and of what should be. */
    private Vector<Place> watched() {
        Vector<Step.Lands> taken = discarded();
        return taken.appendAll(asked())
                .flatMap(part -> Vector.of(
                                part.diskSector() - 1,
                                part.diskSector(),
                                part.diskSector() + part.sectors() - 1,
                                part.diskSector() + part.sectors())
                        .map(sector -> new Place(part.disk(), Math.min(sector, c.diskSectors()[part.disk()] - 1))))
                .filter(at -> at.sector() >= 0)
                .distinct()
                .take(MOST_WATCHED);
    }

    private record Place(int disk, long sector) {}

    /** What the discard throws away. */
    private Vector<Step.Lands> discarded() {
        return replay.steps()
                .filter(step -> step instanceof Step.SendsPart sends && sends.isDiscard())
                .map(step -> ((Step.SendsPart) step).part());
    }

    /** What it is asked to throw away, as the mapping gives it. */
    private Vector<Step.Lands> asked() {
        return replay.steps()
                .filter(Step.MapsDiscarded.class::isInstance)
                .flatMap(step -> ((Step.MapsDiscarded) step).alone());
    }

    /** Writes disk and sector to where the sectors of a request go, at once and alone. */
    private void markRequested() {
        say("# mark DISK SECTOR");
        say("mark() {");
        say("    printf '%-512s' \"disk $1 sector $2,\" |");
        say("        dd of=\"$dir/disk$1\" bs=512 seek=\"$2\" iflag=fullblock conv=notrunc status=none");
        say("}");
        say("");
        replay.steps()
                .filter(Step.SendsPart.class::isInstance)
                .map(Step.SendsPart.class::cast)
                .flatMap(sends -> sends.alone().prepend(sends.part()))
                .flatMap(lands -> Vector.range(0, Math.min(lands.sectors(), MOST_WATCHED))
                        .map(i -> new Place(lands.disk(), lands.diskSector() + i)))
                .filter(at -> at.sector() >= 0 && at.sector() < c.diskSectors()[at.disk()])
                .distinct()
                .forEach(at -> say("mark " + at.disk() + " " + at.sector()));
    }

    private void markDiscarded() {
        say("# Something to be thrown away, and something that should stay.");
        for (Place at : watched())
            say("echo kept | dd of=\"$dir/disk" + at.disk() + "\" bs=512 seek=" + at.sector()
                    + " conv=notrunc status=none");
    }

    private void compareDiscard() {
        String command =
                "blkdiscard -f -o " + c.requestStart() * 512 + " -l " + c.requestSectors() * 512 + " \"/dev/$md\"";
        if (isEndless()) {
            say(
                    "    # The kernel goes on with this until it is out of memory; what it asks of the disk is in the log.");
            say("    " + command + " &");
            say("    sleep 1");
            say("    for operation in $(news | sed -n 's/.*loop[0-9]*: rw=\\([0-9]*\\),.*/\\1/p'); do");
            say("        # 3 is a discard; flags are above.");
            say(
                    "        [ \"$((operation & 255))\" != 3 ] || reproduced \"the discard goes past the end of a disk, and goes on\"");
            say("    done");
        } else say("    " + command + " || die \"the discard fails\"");
        for (Place at : watched()) {
            boolean isAsked = asked().exists(part -> part.disk() == at.disk()
                    && at.sector() >= part.diskSector()
                    && at.sector() - part.diskSector() < part.sectors());
            say("    [ " + (isAsked ? "-z" : "-n") + " \"$(sector_of \"$dir/disk" + at.disk() + "\" " + at.sector()
                    + ")\" ] ||");
            say("        reproduced \"the discard " + (isAsked ? "leaves" : "takes") + " disk " + at.disk() + " sector "
                    + at.sector() + "\"");
        }
    }

    /** What the life does to a running array, and above all what kills it. */
    private void lifeIo() {
        Vector<Step> steps = replay.steps();
        boolean any = false;
        for (int i = 0; i + 1 < steps.size(); i++)
            if (steps.get(i) instanceof Step.Requests requests && steps.get(i + 1) instanceof Step.Splats) {
                // One sector kills as well as another; this one is past what a file offset reaches.
                boolean isInReach = requests.start() >= 0 && requests.start() <= LARGEST_DISK;
                sendRequest(isInReach ? requests : new Step.Requests(requests.isDiscard(), 0, requests.sectors()));
                any = true;
            }
        if (any || c.requestSectors() == 0) return;
        if (steps.exists(step -> step instanceof Step.Requests requests && !requests.isDiscard()))
            sendRequest(new Step.Requests(false, c.requestStart(), c.requestSectors()));
        if (steps.exists(step -> step instanceof Step.Requests requests && requests.isDiscard()))
            sendRequest(new Step.Requests(true, c.requestStart(), c.requestSectors()));
    }

    private void sendRequest(Step.Requests requests) {
        String start = Long.toUnsignedString(requests.start());
        if (requests.isDiscard())
            say("    blkdiscard -f -o $((" + start + " * 512)) -l " + requests.sectors() * 512 + " \"/dev/$md\"");
        else say("    read_array " + start + " " + requests.sectors() + " > /dev/null");
    }

    /** Whether what is refused is to start with other parameters; a WARN alone breaks W3. */
    private boolean isAskedAgain() {
        return isOfRefusal() && replay.splat() == null && c.slots() == null && !isProtected();
    }

    private void afterRefusal() {
        int chunk = c.blockSize() / 512;
        BigInteger whole = BigInteger.ZERO;
        for (long sectors : c.diskSectors()) whole = whole.add(BigInteger.valueOf(sectors / chunk * chunk));
        say("    # The same disks with parameters that nothing is wrong with.");
        say("    if start \"$count\" " + chunkBytes(chunk) + "; then");
        say("        size=$(cat \"/sys/block/$md/size\")");
        say("        [ \"$size\" = " + whole + " ] ||");
        say("            reproduced \"after the refusal the same disks hold $size of " + whole + " sectors\"");
        say("    else");
        say("        reproduced \"after the refusal the same disks do not start any more\"");
        say("    fi");
    }

    private void verdictByLog() {
        if (evidence instanceof Evidence.Leaked) {
            say("if [ -w /sys/kernel/debug/kmemleak ]; then");
            say("    echo scan > /sys/kernel/debug/kmemleak");
            say("    sleep 5");
            say("    echo scan > /sys/kernel/debug/kmemleak");
            say("    grep -q create_strip_zones /sys/kernel/debug/kmemleak && reproduced \"kmemleak has found it\"");
            say("fi");
        }
        say("look");
        say("echo \"not reproduced\"");
        say("exit 0");
    }

    private String pattern() {
        Splat splat = replay.splat();
        if (splat == null)
            return "BUG: KASAN\\|WARNING: \\|kernel BUG at\\|unable to handle\\|general protection fault";
        return switch (splat.kind()) {
            case WARN -> "WARNING: .*" + splat.site().function();
            case BUG -> "kernel BUG at";
            case OOPS -> "unable to handle\\|general protection fault";
            case DIVIDE_ERROR -> "divide error";
            case OOM_KILL -> "Out of memory: Kill";
            case PANIC -> "Kernel panic";
        };
    }

    // Text

    private void say(String line) {
        text.append(line).append('\n');
    }

    private void comment(String words) {
        for (String line : Text.wrap(words.replace('\n', ' '), WIDTH - 2)) say("# " + line);
    }

    /** Text that is safe between double quotes. */
    private static String quoted(String words) {
        return words.replaceAll("[\"$`\\\\]", "");
    }
}
