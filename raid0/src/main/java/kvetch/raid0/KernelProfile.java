package kvetch.raid0;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import kvetch.api.Allocator;
import kvetch.api.CodeLocation;
import kvetch.api.Family;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.Memory;
import org.jspecify.annotations.Nullable;

/**
 * How one kernel's raid0 driver behaves: that of a tree, with a set of fixes.
 *
 * @param name the name users give, for example {@code 6.12}, {@code 6.12+alloc,abort} or {@code 7.2+stripe-64-bit}
 * @param description what it is, in one line
 * @param fixes the fixes that it has
 * @param tree what does not come from a fix
 * @param code whose code its driver is
 */
public record KernelProfile(String name, String description, Set<Fix> fixes, Tree tree, Driver code) {

    /**
     * Keeps the fixes from being changed.
     *
     * @param name the name users give
     * @param description what it is, in one line
     * @param fixes the fixes that it has
     * @param tree what does not come from a fix
     * @param code whose code its driver is
     */
    public KernelProfile {
        fixes = fixes.isEmpty() ? EnumSet.noneOf(Fix.class) : EnumSet.copyOf(fixes);
    }

    @Override
    public Set<Fix> fixes() {
        return Collections.unmodifiableSet(fixes);
    }

    /**
     * The kernel around the driver.
     *
     * @param releases the releases that were recorded, in the order of the recordings, each with the sites that are known of it
     * @param sites where the checks in its allocators are, in the release that was recorded first
     * @param capsCapacity whether the block layer shows no more than {@link Mddev#CAPPED_SECTORS} of an array
     * @param stacksIntegrityFirst whether disks whose data-integrity profiles differ are refused before there are tables
     * @param unchosenLayout what an array is refused with for which a layout has to be chosen, and none is
     * @param hasObjs whether its API has kzalloc_objs and its like, in place of kcalloc
     */
    public record Tree(
            Map<String, Map<KernelSite, CodeLocation>> releases,
            Map<KernelSite, CodeLocation> sites,
            boolean capsCapacity,
            boolean stacksIntegrityFirst,
            Errno unchosenLayout,
            boolean hasObjs) {
        /** The same, of which nobody recorded anything. */
        Tree unrecorded() {
            return new Tree(HashMap.empty(), sites, capsCapacity, stacksIntegrityFirst, unchosenLayout, hasObjs);
        }
    }

    /** The same kernel with a patch of somebody's own, under the name of that. */
    static KernelProfile patched(KernelProfile base, String name, String description, DriverProvider provider) {
        return new KernelProfile(
                name, description, base.fixes, base.tree.unrecorded(), new Driver.PluggedIn(name, base.name, provider));
    }

    /**
     * Makes the driver of a machine that has just booted.
     *
     * @param machine the machine it runs on
     * @param memory what it reads and writes through
     * @param tables serves strip_zone and devlist
     * @param allocators the kernel's own
     * @return a new driver
     */
    public Raid0 driver(Machine machine, Memory memory, Allocator tables, Function<Family, Allocator> allocators) {
        return code.on(new Host(this, machine, memory, tables, allocators));
    }

    /**
     * The kernel that the driver of somebody's own is a patch to, with the fixes that this one has.
     *
     * @return null if the driver is Kvetch's own
     */
    public @Nullable KernelProfile base() {
        return code instanceof Driver.PluggedIn driver
                ? new KernelProfile(driver.base(), description, fixes, tree, Driver.Modelled.RAID0)
                : null;
    }

    /**
     * Whether its driver is somebody's own.
     *
     * @return false for Kvetch's, whatever its fixes
     */
    public boolean isPluggedIn() {
        return code instanceof Driver.PluggedIn;
    }

    /**
     * Whether it has a fix.
     *
     * @param fix a fix
     * @return true if it does what that fix says
     */
    public boolean has(Fix fix) {
        return fixes.contains(fix);
    }

    /**
     * Whether the same arrays start on both, from tables of the same allocator, and every sector is at the same place: they differ
     * in nothing but what becomes of tables, requests and discards.
     *
     * @param other another kernel
     * @return false too where the driver of one is somebody's own
     */
    public boolean mapsLike(KernelProfile other) {
        if (isPluggedIn() || other.isPluggedIn() || tree.capsCapacity != other.tree.capsCapacity) return false;
        for (Fix fix : Fix.values()) if (fix.isOfMapping() && has(fix) != other.has(fix)) return false;
        return true;
    }

    /**
     * Whether a machine could run it.
     *
     * @return true if all its fixes are in some Linux, and nothing else is changed
     */
    public boolean isLinux() {
        if (isPluggedIn()) return false;
        for (Fix fix : fixes) if (!fix.isLinux()) return false;
        return true;
    }

    /**
     * The family that the two tables are allocated from as shipped.
     *
     * @return KMALLOC up to 7.0, KVMALLOC from 7.1 and with the fix
     */
    public Family allocFamily() {
        return family(Fix.ALLOC);
    }

    /**
     * The family whose free the abort path of create_strip_zones calls for the two tables.
     *
     * @return KMALLOC or KVMALLOC
     */
    public Family abortFamily() {
        return family(Fix.ABORT);
    }

    /**
     * The family whose free raid0_free calls for the two tables.
     *
     * @return KMALLOC or KVMALLOC
     */
    public Family freeFamily() {
        return family(Fix.FREE);
    }

    private Family family(Fix hunk) {
        return has(hunk) ? Family.KVMALLOC : Family.KMALLOC;
    }

    /**
     * The allocator that ships with it.
     *
     * @return the name of its provider
     */
    public String asShipped() {
        return allocFamily().kernelProvider();
    }

    /**
     * Where the checks in its allocators are.
     *
     * @return those of the release that was recorded first
     */
    public Map<KernelSite, CodeLocation> sites() {
        return tree.sites();
    }

    /**
     * The releases that it was held against.
     *
     * @return those that were recorded, in the order of the recordings; empty if none was
     */
    public Vector<String> releases() {
        return Vector.ofAll(tree.releases().keySet());
    }

    /**
     * The release that was recorded first.
     *
     * @return for example {@code 6.12.43}; null where the profile was not held against a recording
     */
    public @Nullable String release() {
        return releases().headOption().getOrNull();
    }

    /**
     * The same kernel as one of its releases has it. Lines of source move from one to the next, so of a release that was not
     * recorded no line is known.
     *
     * @param which a release of this kernel, for example {@code 6.1.192}
     * @return a profile whose sites are those of that release
     */
    public KernelProfile at(String which) {
        Map<KernelSite, CodeLocation> lineless =
                sites().mapValues(site -> new CodeLocation(site.file(), 0, site.function()));
        Map<KernelSite, CodeLocation> known = which.equals(release())
                ? sites()
                : tree.releases().get(which).getOrElse(HashMap.empty()).merge(lineless);
        Tree here = new Tree(
                tree.releases(),
                known,
                tree.capsCapacity(),
                tree.stacksIntegrityFirst(),
                tree.unchosenLayout(),
                tree.hasObjs());
        return new KernelProfile(name, description, fixes, here, code);
    }

    /** The same where an array for which no layout is chosen is refused with another errno. */
    KernelProfile refusingUnchosenLayouts(Errno errno) {
        Tree other = new Tree(
                tree.releases(), tree.sites(), tree.capsCapacity(), tree.stacksIntegrityFirst(), errno, tree.hasObjs());
        return new KernelProfile(name, description, fixes, other, code);
    }

    /** The same tree with other fixes, which nobody recorded. */
    KernelProfile with(Set<Fix> others) {
        if (others.equals(fixes)) return this;
        Set<Fix> added = minus(others, fixes);
        Set<Fix> removed = minus(fixes, others);
        boolean hunksOnly = removed.isEmpty() && Fix.HUNKS.containsAll(added);
        boolean whole = added.containsAll(Fix.HUNKS);
        String what = hunksOnly
                ? whole ? " with the fix carried to it" : " with part of the fix: " + String.join(",", words(added))
                : clause(", plus ", added) + clause(", minus ", removed);
        return new KernelProfile(
                name + suffix('+', added) + suffix('-', removed), description + what, others, tree.unrecorded(), code);
    }

    private static Set<Fix> minus(Set<Fix> all, Set<Fix> some) {
        Set<Fix> rest = EnumSet.noneOf(Fix.class);
        rest.addAll(all);
        rest.removeAll(some);
        return rest;
    }

    private static String clause(String word, Set<Fix> fixes) {
        return fixes.isEmpty() ? "" : word + String.join(", ", words(fixes));
    }

    private static String suffix(char sign, Set<Fix> fixes) {
        return fixes.isEmpty() ? "" : sign + String.join(",", words(fixes));
    }

    /** All three hunks together are called the fix. */
    private static Vector<String> words(Set<Fix> fixes) {
        if (!fixes.containsAll(Fix.HUNKS)) return Fix.words(fixes);
        return Fix.words(minus(fixes, Fix.HUNKS)).prepend(KernelProfiles.FIX);
    }
}
