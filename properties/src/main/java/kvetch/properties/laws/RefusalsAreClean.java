package kvetch.properties.laws;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import kvetch.api.Splat;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Population;
import kvetch.raid0.RunResult;

/** W3: clean refusals. */
final class RefusalsAreClean extends LifeLaw {
    RefusalsAreClean() {
        super(
                "W3",
                "refusals are clean",
                "A refusal is clean: the errno that Linux gives, no taint (log lines are allowed), and the same machine then"
                        + " starts a good array.",
                "the kernel survives");
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
        Life.Refusal refusal = life.refusal();
        if (refusal == null) return;
        judgement.tested();
        if (!refusal.isExpected())
            dirty(
                    judgement,
                    "the wrong errno",
                    "starting fails with " + refusal.errno() + ", not with " + refusal.expected());
        Splat splat = refusal.splat();
        if (splat != null)
            judgement.violationWithAnySign(
                    "a refusal taints the kernel: " + splat.kind() + " in "
                            + splat.site().function(),
                    new Evidence.Printed(splat.kind(), splat.headline(), true));
        if (!refusal.startsGoodArray())
            dirty(
                    judgement,
                    "no good array starts after a refusal",
                    "an array of 2 disks of 64 sectors does not start afterwards");
        Life.Mended mended = refusal.mended();
        if (mended != null) judge(mended, judgement);
    }

    private static void judge(Life.Mended mended, Judgement judgement) {
        String parameters = "with raid_disks " + mended.raidDisks() + " and chunk_sectors " + mended.chunkSectors();
        if (mended.result() instanceof RunResult.Refused refused) {
            if (!mended.mayBeRefused())
                dirty(
                        judgement,
                        "a refused array cannot be mended",
                        parameters + " the same disks do not start either: " + refused.errno());
        } else if (!mended.sectors().equals(mended.wholeChunks()))
            dirty(
                    judgement,
                    "disks keep the size that a refused start gave them",
                    "started again " + parameters + ", the same disks hold " + mended.sectors() + " of "
                            + mended.wholeChunks() + " sectors");
    }

    private static void dirty(Judgement judgement, String what, String message) {
        judgement.violation(what, new Evidence.UncleanRefusal(message));
    }
}
