package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Arrays;
import kvetch.api.Splat;
import kvetch.properties.Replay;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Reach;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.trace.Step;
import kvetch.raid0.KernelProfile;

/** What a script must know of a counterexample: how its array is made, and how it ends. */
final class Counterexample {
    static final int POINTER_BYTES = 8;

    private final Replay replay;
    private final ReplayToken token;
    private final ArrayCase c;
    private final Violation violation;

    /** Of an array that breaks its law. */
    Counterexample(Replay replay, ArrayCase c) {
        this.replay = replay;
        this.token = replay.token();
        this.c = c;
        this.violation = replay.violations().head();
    }

    Replay replay() {
        return replay;
    }

    ReplayToken token() {
        return token;
    }

    ArrayCase arrayCase() {
        return c;
    }

    Violation violation() {
        return violation;
    }

    Evidence evidence() {
        return violation.evidence();
    }

    KernelProfile kernel() {
        return replay.setup().kernel();
    }

    /** Whether sysfs, which takes sizes in KiB, can say how large the disks are. */
    static boolean hasWholeKibibytes(ArrayCase c) {
        return hasWholeKibibytes(c.array()) && hasWholeKibibytes(c.arrayAgain());
    }

    private static boolean hasWholeKibibytes(Array array) {
        return Arrays.stream(array.disks().sizes()).allMatch(sectors -> sectors % 2 == 0);
    }

    /** Whether the first disk has a data-integrity profile. */
    boolean isProtected() {
        return c.integrity() == Integrity.MIXED;
    }

    /** The size of the array as md reports it, where the first start does not end otherwise. */
    Option<Long> arraySectors() {
        return replay.steps()
                .find(step ->
                        step instanceof Step.Started || step instanceof Step.Refused || step instanceof Step.Killed)
                .flatMap(step ->
                        step instanceof Step.Started started ? Option.some(started.arraySectors()) : Option.none());
    }

    /** Whether mdadm would make the array; else it is made through sysfs. */
    boolean throughMdadm() {
        boolean isToldLayout = !c.array().layouts().isUsual();
        return Reach.of(c) == Reach.MDADM && !isOfRefusal() && !isProtected() && !isToldLayout;
    }

    /** Whether a task dies in the kernel, or stays there. */
    boolean isDeadly() {
        Splat splat = replay.splat();
        return (splat != null && splat.kind() != Splat.Kind.WARN && !isKill()) || isEndless();
    }

    /** Whether the caller is killed for want of memory, which the machine survives where somebody is left to kill. */
    boolean isKill() {
        Splat splat = replay.splat();
        return splat != null && splat.kind() == Splat.Kind.OOM_KILL;
    }

    /** The number of zones of the table that is asked for. */
    long zonesAskedFor() {
        return replay.steps()
                .filter(step -> step instanceof Step.Allocates asks && asks.object() == Step.Structure.DEVLIST)
                .map(step -> ((Step.Allocates) step).bytes() / POINTER_BYTES / c.raidDisks())
                .headOption()
                .getOrElse(1L);
    }

    /** Whether a discard is of more sectors than the kernel can ever be done with. */
    boolean isEndless() {
        return isOfDiscard() && discarded().exists(part -> part.sectors() < 0 || part.sectors() > Disks.LARGEST);
    }

    boolean isLife() {
        return token.law() instanceof LifeLaw;
    }

    /** Whether it is about where sectors of the array are. */
    static boolean isOfSectors(Evidence evidence) {
        return evidence instanceof Evidence.SharedPlace
                || evidence instanceof Evidence.OutsideDisk
                || evidence instanceof Evidence.OtherPlace;
    }

    boolean isOfSizes() {
        return evidence() instanceof Evidence.Size || evidence() instanceof Evidence.Cover;
    }

    boolean isOfDiscard() {
        return evidence() instanceof Evidence.MissedDiscard || evidence() instanceof Evidence.OtherDiscard;
    }

    private boolean isOfRefusal() {
        return evidence() instanceof Evidence.UncleanRefusal
                || (evidence() instanceof Evidence.Printed printed && printed.whileRefusing());
    }

    /** Whether what is refused is to start with other parameters; a WARN alone breaks W3. */
    boolean isAskedAgain() {
        return isOfRefusal() && replay.splat() == null && c.isInOrder() && !isProtected();
    }

    /** What the discard throws away. */
    Vector<Step.Lands> discarded() {
        return replay.steps()
                .filter(step -> step instanceof Step.SendsPart sends && sends.isDiscard())
                .map(step -> ((Step.SendsPart) step).part());
    }

    /** What it is asked to throw away, as the mapping gives it. */
    Vector<Step.Lands> asked() {
        return replay.steps()
                .filter(Step.MapsDiscarded.class::isInstance)
                .flatMap(step -> ((Step.MapsDiscarded) step).alone());
    }
}
