package kvetch.cli.compare;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.UsageError;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.map.Mapper;
import kvetch.cli.options.Choice;
import kvetch.cli.options.LayoutWord;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mddev;

/**
 * Whether it matters which layout an array has.
 *
 * @param original the array in the original layout
 * @param difference the sectors that are elsewhere in the alternate one
 * @param refusing the kernels that refuse it until one is chosen, by name
 */
public record LayoutAnswer(ArrayMap original, Difference difference, Vector<String> refusing) {
    /** A kernel that keeps the layout that is chosen; zones are the same on all. */
    private static final String KEEPS_LAYOUTS = "7.2";

    /**
     * Starts the array in both layouts, and without one on all kernels.
     *
     * @param disks the sizes of the disks in sectors, in slots 0, 1, ...
     * @throws UsageError if no choice of a layout makes it start
     */
    public static LayoutAnswer of(Providers providers, Vector<Long> disks, int chunkSectors) {
        ArrayMap original = in(providers, disks, chunkSectors, Mddev.LAYOUT_ORIGINAL);
        ArrayMap alternate = in(providers, disks, chunkSectors, Mddev.LAYOUT_ALTERNATE);
        if (!Comparison.runs(original))
            throw new UsageError("such an array starts in no layout"
                    + (original.errno() == null ? "" : ": it is refused with " + original.errno())
                    + (original.why().isEmpty() ? "" : ", " + original.why()));
        Vector<String> refusing = KernelProfiles.all()
                .filter(KernelProfile::isLinux)
                .filter(linux -> start(providers, linux, disks, chunkSectors, LayoutWord.UNSET)
                                .errno()
                        == Errno.EOPNOTSUPP)
                .map(KernelProfile::name);
        return new LayoutAnswer(original, new Comparison(original, alternate).mapping(), refusing);
    }

    /** The array in a layout, 1 or 2. */
    public static ArrayMap in(Providers providers, Vector<Long> disks, int chunkSectors, int layout) {
        return start(providers, Choice.kernel(providers, KEEPS_LAYOUTS), disks, chunkSectors, layout);
    }

    /** The array as a kernel starts it, in a layout that is its own or the machine's; 0 where there is none. */
    public static ArrayMap start(
            Providers providers, KernelProfile kernel, Vector<Long> disks, int chunkSectors, int layout) {
        AllocatorProvider allocator = Choice.allocator(providers, kernel.asShipped());
        return new Mapper(providers, new ArrayMap.Array(kernel, allocator, disks, disks.size(), chunkSectors, layout))
                .opened();
    }
}
