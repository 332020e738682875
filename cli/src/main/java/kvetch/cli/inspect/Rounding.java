package kvetch.cli.inspect;

import kvetch.cli.machine.MachineArray;
import org.jspecify.annotations.Nullable;

/** What a disk loses because md takes whole chunks of it. */
record Rounding(MachineArray.Member member, long chunk) {

    /** How many sectors are used. */
    long used() {
        Long sectors = member.sectors();
        if (sectors == null)
            throw new IllegalStateException("how much of " + member.device() + " is data was not told");
        return sectors - sectors % chunk;
    }

    /** How many sectors of its data are lost; null where only what md has left of them was told. */
    @Nullable
    Long lost() {
        Long data = member.sizes().data();
        if (data != null) return data - used();
        Long sectors = member.sizes().used();
        return sectors != null && sectors % chunk != 0 ? Long.valueOf(sectors % chunk) : null;
    }

    /** The most that can be lost: what lies between the data and the end of the disk; null if that was not told. */
    @Nullable
    Long atMost() {
        Long device = member.sizes().device();
        Long offset = member.sizes().offset();
        if (device == null || offset == null) return null;
        return Math.min(chunk - 1, Math.max(0, device - offset - used()));
    }

    String words() {
        String used = used() + " sectors in whole chunks";
        Long lost = lost();
        if (lost != null) return used + ", " + lost + " lost to rounding";
        Long atMost = atMost();
        if (atMost == null) return used + "; what was lost to rounding was not told";
        return used + (atMost == 0 ? ", 0 lost to rounding" : ", at most " + atMost + " lost to rounding");
    }
}
