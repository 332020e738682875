package kvetch.cli.sweep;

import io.vavr.collection.Vector;
import kvetch.api.MachineProfile;
import kvetch.cli.console.Text;
import kvetch.properties.Sweep;
import kvetch.properties.setup.Setup;

/**
 * What came of a sweep.
 *
 * @param setup with which kernel and allocator
 * @param zones of how many zones the array is
 * @param machine on which machine
 * @param which values were run
 * @param intervals from -2^31 to 2^31-1
 */
public record Swept(Setup setup, int zones, MachineProfile machine, Which which, Vector<Sweep.Interval> intervals) {

    /** Which values were run. */
    public enum Which {
        BORDERS,
        ALL,
        /** Every value of some shards of a campaign. */
        PART,
        SOME
    }

    /** Whether a value ends in a splat or a kill. */
    public boolean hasSplat() {
        return intervals.exists(interval -> interval.outcome().splat() != null);
    }

    /** What was swept, in words. */
    String name() {
        return setup + ", " + Text.count(zones, "zone", "zones") + ", " + (machine.pageSize() >> 10) + " KiB pages, "
                + machine.memoryMib() + " MiB";
    }

    /** How the intervals were found, in words. */
    String how() {
        return switch (which) {
            case BORDERS ->
                "by bisection: " + setup.provider().name() + " declares that larger requests fare no better"
                        + (setup.kernel().isPluggedIn()
                                ? ", and " + setup.kernel().name()
                                        + " is taken to ask for more the more raid_disks there are"
                                : "");
            case ALL -> "every value was run";
            case PART -> "every value of a part was run; of what lies between two lines nothing is known";
            case SOME ->
                "sampled: around the borders of the model and around powers of two; what lies between two lines was not tried";
        };
    }
}
