package kvetch.raid0;

import io.vavr.collection.HashMap;
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
 * @param release the release that was recorded, or null where the profile was not held against a recording
 * @param description what it is, in one line
 * @param hunks the hunks of the fix that the tree has
 * @param split what it does with the remainder of a request
 * @param runFreesOnIntegrityFailure whether raid0_run itself frees conf and the tables when registering integrity fails,
 *     although md_run then does so too
 * @param hardened whether this is Kvetch's own driver, which is no kernel
 * @param sites where the checks in its allocators are
 */
public record KernelProfile(
        String name,
        @Nullable String release,
        String description,
        Set<Hunk> hunks,
        Split split,
        boolean runFreesOnIntegrityFailure,
        boolean hardened,
        Map<KernelSite, CodeLocation> sites) {

    /**
     * Keeps the hunks from being changed.
     *
     * @param name the name users give
     * @param release the release that was recorded
     * @param description what it is, in one line
     * @param hunks the hunks of the fix that the tree has
     * @param split what it does with the remainder of a request
     * @param runFreesOnIntegrityFailure whether raid0_run itself frees when registering integrity fails
     * @param hardened whether this is Kvetch's own driver
     * @param sites where the checks in its allocators are
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
                sites);
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
        private Map<KernelSite, CodeLocation> sites = HashMap.empty();

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

        Builder site(KernelSite site, String file, int line, String function) {
            sites = sites.put(site, new CodeLocation(file, line, function));
            return this;
        }

        KernelProfile build(String description) {
            return new KernelProfile(
                    name, release, description, hunks, split, runFreesOnIntegrityFailure, hardened, sites);
        }
    }
}
