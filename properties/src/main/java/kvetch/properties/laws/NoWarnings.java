package kvetch.properties.laws;

import java.util.Set;
import kvetch.api.Splat;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;

/** W1: no WARN. */
final class NoWarnings extends LifeLaw {
    private static final Set<Fault> FAULTS =
            Set.of(Fault.WARNS_THOUGH_ASKED_NOT_TO, Fault.WARNS_NEEDLESSLY, Fault.WARNS_AGAIN, Fault.SILENT);

    NoWarnings() {
        super("W1", "no WARN", "No WARN for any raid_disks.", "no WARN for any raid_disks");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public String lookFirstAt() {
        return "the gfp that is passed on: the hardened driver always gives __GFP_NOWARN";
    }

    /** The tables are allocated before they are read. */
    @Override
    public boolean needsZeroedTables() {
        return false;
    }

    /** It is what all this began with. */
    @Override
    public boolean isToldFirst() {
        return true;
    }

    @Override
    public Set<Fault> faults() {
        return FAULTS;
    }

    @Override
    public void judge(Life life, Judgement judgement) {
        judgement.tested();
        life.judge(this, judgement);
        for (Splat splat : life.warnings())
            judgement.violationWithAnySign("WARN in " + splat.site().function(), Evidence.Printed.of(splat));
    }
}
