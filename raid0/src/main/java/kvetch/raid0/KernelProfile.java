package kvetch.raid0;

import io.vavr.collection.HashMap;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import kvetch.api.CodeLocation;
import kvetch.api.Family;
import kvetch.api.KernelSite;
import org.jspecify.annotations.Nullable;

/**
 * How one kernel's raid0 driver behaves.
 *
 * @param name the name users give, for example {@code 6.12} or {@code 6.12+alloc,abort}
 * @param release the release that was recorded first, or null where the profile was not held against a recording
 * @param description what it is, in one line
 * @param hunks the hunks of the fix that the tree has
 * @param split what it does with the remainder of a request
 * @param runFreesOnIntegrityFailure whether raid0_run itself frees conf and the tables when registering integrity fails,
 *     although md_run then does so too
 * @param hardened whether this is Kvetch's own driver, which is no kernel
 * @param capsCapacity whether the block layer shows no more than {@link Mddev#CAPPED_SECTORS} of an array
 * @param sites where the checks in its allocators are, in the release that was recorded first
 * @param otherReleases the releases that were recorded beside, with the sites that are known of each
 */
public record KernelProfile(
        String name,
        @Nullable String release,
        String description,
        Set<Hunk> hunks,
        Split split,
        boolean runFreesOnIntegrityFailure,
        boolean hardened,
        boolean capsCapacity,
        Map<KernelSite, CodeLocation> sites,
        Map<String, Map<KernelSite, CodeLocation>> otherReleases) {

    /**
     * Keeps the hunks from being changed.
     *
     * @param name the name users give
     * @param release the release that was recorded first
     * @param description what it is, in one line
     * @param hunks the hunks of the fix that the tree has
     * @param split what it does with the remainder of a request
     * @param runFreesOnIntegrityFailure whether raid0_run itself frees when registering integrity fails
     * @param hardened whether this is Kvetch's own driver
     * @param capsCapacity whether the block layer caps what it shows of an array
     * @param sites where the checks in its allocators are
     * @param otherReleases the releases that were recorded beside
     */
    public KernelProfile {
        hunks = Collections.unmodifiableSet(hunks);
    }

    /**
     * The family that the two tables are allocated from as shipped.
     *
     * @return KMALLOC up to 7.0, KVMALLOC from 7.1 and with the fix
     */
    public Family allocFamily() {
        return family(Hunk.ALLOC);
    }

    /**
     * The family whose free the abort path of create_strip_zones calls for the two tables.
     *
     * @return KMALLOC or KVMALLOC
     */
    public Family abortFamily() {
        return family(Hunk.ABORT);
    }

    /**
     * The family whose free raid0_free calls for the two tables.
     *
     * @return KMALLOC or KVMALLOC
     */
    public Family freeFamily() {
        return family(Hunk.FREE);
    }

    private Family family(Hunk hunk) {
        return hunks.contains(hunk) ? Family.KVMALLOC : Family.KMALLOC;
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
     * The releases that it was held against.
     *
     * @return those that were recorded, in the order of the recordings; empty if none was
     */
    public Vector<String> releases() {
        return release == null
                ? Vector.empty()
                : Vector.ofAll(otherReleases.keySet()).prepend(release);
    }

    /**
     * The same kernel as one of its releases has it. Lines of source move from one to the next, so of a release that was not
     * recorded no line is known.
     *
     * @param which a release of this kernel, for example {@code 6.1.192}
     * @return a profile whose sites are those of that release
     */
    public KernelProfile at(String which) {
        if (which.equals(release)) return this;
        Map<KernelSite, CodeLocation> lineless =
                sites.mapValues(site -> new CodeLocation(site.file(), 0, site.function()));
        return withSites(otherReleases.get(which).getOrElse(HashMap.empty()).merge(lineless));
    }

    private KernelProfile withSites(Map<KernelSite, CodeLocation> others) {
        return new KernelProfile(
                name,
                release,
                description,
                hunks,
                split,
                runFreesOnIntegrityFailure,
                hardened,
                capsCapacity,
                others,
                otherReleases);
    }

    KernelProfile withHunks(Set<Hunk> hunks) {
        boolean whole = hunks.size() == Hunk.values().length;
        String names = Vector.ofAll(hunks)
                .sorted()
                .map(hunk -> hunk.name().toLowerCase(Locale.ROOT))
                .mkString(",");
        return new KernelProfile(
                name + "+" + (whole ? "fix" : names),
                null,
                description + (whole ? " with the fix carried to it" : " with part of the fix: " + names),
                hunks,
                split,
                runFreesOnIntegrityFailure,
                hardened,
                capsCapacity,
                sites,
                HashMap.empty());
    }

    static Builder kernel(String name) {
        return new Builder(name);
    }

    /** Builds the profiles of {@link KernelProfiles}. */
    static final class Builder {
        private final String name;
        private @Nullable String release;
        private Set<Hunk> hunks = EnumSet.noneOf(Hunk.class);
        private Split split = Split.RESUBMIT;
        private boolean runFreesOnIntegrityFailure;
        private boolean hardened;
        private boolean capsCapacity;
        private Map<KernelSite, CodeLocation> sites = HashMap.empty();
        private Map<String, Map<KernelSite, CodeLocation>> otherReleases = LinkedHashMap.empty();

        private Builder(String name) {
            this.name = name;
        }

        Builder recorded(String release) {
            this.release = release;
            return this;
        }

        Builder fixed() {
            hunks = EnumSet.allOf(Hunk.class);
            return this;
        }

        Builder mapsRemainder() {
            split = Split.MAP_REMAINDER;
            return this;
        }

        Builder runFreesOnIntegrityFailure() {
            runFreesOnIntegrityFailure = true;
            return this;
        }

        Builder hardened() {
            hardened = true;
            return this;
        }

        Builder capsCapacity() {
            capsCapacity = true;
            return this;
        }

        /** Another release that was recorded, in which a site has another line. */
        Builder alsoRecorded(String other, KernelSite site, int line) {
            CodeLocation here = sites.get(site).get();
            otherReleases =
                    otherReleases.put(other, HashMap.of(site, new CodeLocation(here.file(), line, here.function())));
            return this;
        }

        Builder site(KernelSite site, String file, int line, String function) {
            sites = sites.put(site, new CodeLocation(file, line, function));
            return this;
        }

        KernelProfile build(String description) {
            return new KernelProfile(
                    name,
                    release,
                    description,
                    hunks,
                    split,
                    runFreesOnIntegrityFailure,
                    hardened,
                    capsCapacity,
                    sites,
                    otherReleases);
        }
    }
}
