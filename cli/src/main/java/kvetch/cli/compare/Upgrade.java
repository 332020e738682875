package kvetch.cli.compare;

import io.vavr.collection.Vector;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mddev;

/**
 * An array on the kernel that it runs on, and on the one that it is to run on.
 *
 * @param sides the array on both
 * @param chosen where sectors are not at the same place: as it runs now, against each layout that could be chosen there
 */
public record Upgrade(Comparison sides, Vector<Comparison> chosen) {

    /**
     * Starts the array on both kernels.
     *
     * @param disks the sizes of the disks in sectors, in slots 0, 1, ...
     * @param layout that of the array, or raid0.default_layout: 0 none, 1 original, 2 alternate
     */
    public static Upgrade of(Providers providers, Kernels kernels, Vector<Long> disks, int chunkSectors, int layout) {
        ArrayMap now = LayoutAnswer.start(providers, kernels.from(), disks, chunkSectors, layout);
        Comparison sides =
                new Comparison(now, LayoutAnswer.start(providers, kernels.to(), disks, chunkSectors, layout));
        boolean isChoiceOfUse =
                Comparison.runs(now) && !(sides.runsOnBoth() && sides.mapping().isNone());
        if (!isChoiceOfUse) return new Upgrade(sides, Vector.empty());
        return new Upgrade(
                sides,
                Vector.of(Mddev.LAYOUT_ORIGINAL, Mddev.LAYOUT_ALTERNATE)
                        .reject(other -> other == layout)
                        .map(other -> new Comparison(
                                now, LayoutAnswer.start(providers, kernels.to(), disks, chunkSectors, other))));
    }

    /**
     * Two kernels.
     *
     * @param from the one that an array runs on
     * @param to the one that it is to run on
     */
    public record Kernels(KernelProfile from, KernelProfile to) {}
}
