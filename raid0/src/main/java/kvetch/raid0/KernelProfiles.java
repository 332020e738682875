package kvetch.raid0;

import static kvetch.api.KernelSite.FREE_LARGE_KMALLOC;
import static kvetch.api.KernelSite.KVMALLOC_SIZE;
import static kvetch.api.KernelSite.PAGE_ORDER;
import static kvetch.api.KernelSite.VMALLOC_ZERO;
import static kvetch.raid0.Fix.ABORT;
import static kvetch.raid0.Fix.ALLOC;
import static kvetch.raid0.Fix.CUT_REMAINDER;
import static kvetch.raid0.Fix.DISCARD_ORIGINAL;
import static kvetch.raid0.Fix.FREE;
import static kvetch.raid0.Fix.FREE_ONCE;
import static kvetch.raid0.Fix.LAYOUTS_ALIKE;
import static kvetch.raid0.Fix.LAYOUT_CHOICE;

import io.vavr.collection.HashMap;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.api.CodeLocation;
import kvetch.api.KernelSite;

/** The kernels that Kvetch knows. Lines in source are those of the releases recorded first and absent elsewhere. */
public final class KernelProfiles {
    private static final String NOPROF = "__alloc_pages_noprof";

    static final String FIX = "fix";

    private static final Pattern PATCH_OF_5_10 = Pattern.compile("5\\.10\\.(\\d{1,4}).*");

    /** Two fixes came to 5.10 after this release and before the one that was recorded. */
    private static final int EARLY_5_10 = 46;

    private static final Vector<KernelProfile> ALL = Vector.of(
            new Builder("5.10", linuxBut(ALLOC, ABORT, FREE))
                    .recorded("5.10.223")
                    .site(PAGE_ORDER, "mm/page_alloc.c", 4977, "__alloc_pages_nodemask")
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "kvmalloc_node")
                    .build("Linux 5.10"),
            new Builder("5.15", linuxBut(ALLOC, ABORT, FREE))
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "kvmalloc_node")
                    .build("Linux 5.15"),
            new Builder("6.1", linuxBut(ALLOC, ABORT, FREE, CUT_REMAINDER, FREE_ONCE))
                    .recorded("6.1.170")
                    .site(PAGE_ORDER, "mm/page_alloc.c", 5633, "__alloc_pages")
                    .site(KVMALLOC_SIZE, "mm/util.c", 596, "kvmalloc_node")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 3170, "__vmalloc_node_range")
                    .site(FREE_LARGE_KMALLOC, "mm/slab_common.c", 0, "free_large_kmalloc")
                    .alsoRecorded("6.1.192", PAGE_ORDER, 5634)
                    .build("Linux 6.1"),
            new Builder("6.6", linuxBut(ALLOC, ABORT, FREE, CUT_REMAINDER, FREE_ONCE))
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "kvmalloc_node")
                    .site(FREE_LARGE_KMALLOC, "mm/slab_common.c", 0, "free_large_kmalloc")
                    .build("Linux 6.6"),
            new Builder("6.12", linuxBut(ALLOC, ABORT, FREE, CUT_REMAINDER))
                    .recorded("6.12.43")
                    .site(PAGE_ORDER, "mm/page_alloc.c", 4769, NOPROF)
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "__kvmalloc_node_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .alsoRecorded("6.12.107", PAGE_ORDER, 4817)
                    .build("Linux 6.12"),
            new Builder("7.0", linuxBut(ALLOC, ABORT, FREE))
                    .recorded("7.0.4")
                    .since7()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 5234, "__alloc_frozen_pages_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("Linux 7.0, the last without the fix"),
            new Builder("7.2", Fix.linux())
                    .recorded("7.2.13")
                    .since7()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_frozen_pages_noprof")
                    .site(KVMALLOC_SIZE, "mm/slub.c", 6946, "__kvmalloc_node_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("Linux 7.2, with the fix"),
            new Builder("7.3", Fix.linux())
                    .recorded("7.3.4")
                    .since7()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_frozen_pages_noprof")
                    .site(KVMALLOC_SIZE, "mm/slub.c", 7023, "__kvmalloc_node_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("Linux 7.3, with the fix"),
            new Builder("hardened", EnumSet.allOf(Fix.class))
                    .since7()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_frozen_pages_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("not a kernel: a driver on which every law is meant to hold"));

    /** Those that lay out arrays as nobody has chosen, so that no other kernel maps like them. */
    private static final Vector<KernelProfile> PAST =
            Vector.of(new Builder("5.3", linuxBut(ALLOC, ABORT, FREE, LAYOUT_CHOICE, LAYOUTS_ALIKE, DISCARD_ORIGINAL))
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_pages_nodemask")
                    .build("Linux 3.14 to 5.3: every array is alternate, and nobody is asked"));

    private KernelProfiles() {}

    /**
     * Kernels of the past, which can be named as any other and upgraded from. Laws that compare kernels leave them out, as
     * arrays of a layout that was chosen are elsewhere on them.
     *
     * @return oldest first
     */
    public static Vector<KernelProfile> past() {
        return PAST;
    }

    /**
     * All profiles, without those of the past and those that have other fixes.
     *
     * @return oldest first
     */
    public static Vector<KernelProfile> all() {
        return ALL;
    }

    /**
     * The profile of that name: a kernel of {@link #all()}, with fixes that it has not ({@code 7.2+stripe-64-bit,nowarn}), and
     * without fixes that it has ({@code 7.2-discard-original}). {@code fix} stands for alloc, abort and free together.
     *
     * @param name the name of a kernel, and lists of fixes with + or - before each
     * @return the profile, or what is wrong with the name and what would be right
     */
    public static Either<String, KernelProfile> find(String name) {
        return find(ALL, name);
    }

    /**
     * The same, among other kernels.
     *
     * @param known the kernels there are, those of {@link #all()} and drivers that were plugged in
     * @param name the name of one of them, and lists of fixes with + or - before each
     * @return the profile, or what is wrong with the name and what would be right
     */
    public static Either<String, KernelProfile> find(Vector<KernelProfile> known, String name) {
        // The name of a driver may have a - in it.
        Vector<KernelProfile> all = PAST.appendAll(known);
        KernelProfile profile = all.filter(candidate -> isBase(candidate.name(), name))
                .maxBy(candidate -> candidate.name().length())
                .getOrNull();
        if (profile == null)
            return Either.left("unknown kernel '" + name + "'; known are " + names(all)
                    + ", each with fixes it has not and without fixes it has: 6.12+fix, 7.2+stripe-64-bit,"
                    + " 7.2-discard-original, ... (kvetch kernels)");
        return fixes(profile, name).map(profile::with);
    }

    private static boolean isBase(String base, String name) {
        return name.startsWith(base)
                && (name.length() == base.length() || "+-".indexOf(name.charAt(base.length())) >= 0);
    }

    /**
     * The kernel that a patch of somebody's own makes.
     *
     * @param provider the patch; its answers are taken as they are
     * @return a kernel of its name, or why there is none
     */
    public static Either<String, KernelProfile> of(DriverProvider provider) {
        return find(provider.base())
                .map(base -> KernelProfile.patched(base, provider.name(), provider.description(), provider));
    }

    private static Either<String, Set<Fix>> fixes(KernelProfile base, String name) {
        Set<Fix> fixes = EnumSet.noneOf(Fix.class);
        fixes.addAll(base.fixes());
        String rest = name.substring(base.name().length());
        boolean add = true;
        while (!rest.isEmpty()) {
            if (rest.charAt(0) != ',') add = rest.charAt(0) == '+';
            String word = firstWord(rest.substring(1));
            if (word.isEmpty())
                return Either.left("unknown kernel '" + name + "'; after + or - stand fixes, with commas: "
                        + Vector.of(FIX)
                                .appendAll(Fix.words(EnumSet.allOf(Fix.class)))
                                .mkString(", "));
            Set<Fix> named = Fix.HUNKS;
            if (!word.equals(FIX)) named = Set.of(ofWord(word).get());
            boolean isNew = add ? Collections.disjoint(fixes, named) : fixes.containsAll(named);
            if (!isNew)
                return Either.left("unknown kernel '" + name + "': " + name.substring(0, name.length() - rest.length())
                        + (add ? " has '" + word + "' already" : " has no '" + word + "'"));
            if (add) fixes.addAll(named);
            else fixes.removeAll(named);
            rest = rest.substring(1 + word.length());
        }
        return Either.right(fixes);
    }

    /** The fix that a text begins with; empty if it begins with none. Words have a - in them, which ends them, too. */
    private static String firstWord(String text) {
        return Fix.words(EnumSet.allOf(Fix.class))
                .prepend(FIX)
                .filter(word -> text.startsWith(word)
                        && (text.length() == word.length() || "+-,".indexOf(text.charAt(word.length())) >= 0))
                .maxBy(String::length)
                .getOrElse("");
    }

    private static Option<Fix> ofWord(String word) {
        return Vector.of(Fix.values()).find(fix -> fix.word().equals(word));
    }

    /**
     * The profile of the kernel that a recording names by its release.
     *
     * @param release for example {@code 6.12.43}
     * @return the profile {@link KernelProfile#at as that release has it}, without the fixes that were carried to its kernel later,
     *     or what is wrong
     */
    public static Either<String, KernelProfile> ofRelease(String release) {
        return ALL.find(profile -> release.equals(profile.name()) || release.startsWith(profile.name() + "."))
                .map(profile -> isEarly5_10(release) ? early(profile) : profile)
                .map(profile -> profile.at(release))
                .toEither("unknown kernel release '" + release + "'; known are " + names(ALL));
    }

    private static boolean isEarly5_10(String release) {
        Matcher patch = PATCH_OF_5_10.matcher(release);
        return patch.matches() && Integer.parseInt(patch.group(1)) <= EARLY_5_10;
    }

    /** What 5.10.46 does otherwise than the recorded 5.10.223. */
    private static KernelProfile early(KernelProfile of5_10) {
        Set<Fix> fixes = EnumSet.copyOf(of5_10.fixes());
        fixes.removeAll(Set.of(LAYOUTS_ALIKE, DISCARD_ORIGINAL));
        return of5_10.with(fixes).refusingUnchosenLayouts(Errno.ENOTSUPP);
    }

    private static Set<Fix> linuxBut(Fix... missing) {
        Set<Fix> fixes = Fix.linux();
        fixes.removeAll(Set.of(missing));
        return fixes;
    }

    private static String names(Vector<KernelProfile> known) {
        return known.map(KernelProfile::name).mkString(", ");
    }

    private static final class Builder {
        private final String name;
        private final Set<Fix> fixes;
        private Map<String, Map<KernelSite, CodeLocation>> releases = LinkedHashMap.empty();
        private Map<KernelSite, CodeLocation> sites = HashMap.empty();
        private boolean isSince7;

        Builder(String name, Set<Fix> fixes) {
            this.name = name;
            this.fixes = fixes;
        }

        Builder recorded(String release) {
            releases = releases.put(release, HashMap.empty());
            return this;
        }

        /** Another release that was recorded, in which a site has another line. */
        Builder alsoRecorded(String other, KernelSite site, int line) {
            CodeLocation here = sites.get(site).get();
            releases = releases.put(other, HashMap.of(site, new CodeLocation(here.file(), line, here.function())));
            return this;
        }

        /**
         * From 7.0 on the block layer caps what it shows, integrity profiles are stacked with the limits of the queue, before
         * there are tables, and the API has kzalloc_objs. Of profiles 7.2.7 has shown it, and 6.12.101 that it does otherwise.
         */
        Builder since7() {
            isSince7 = true;
            return this;
        }

        Builder site(KernelSite site, String file, int line, String function) {
            sites = sites.put(site, new CodeLocation(file, line, function));
            return this;
        }

        KernelProfile build(String description) {
            return new KernelProfile(
                    name,
                    description,
                    fixes,
                    new KernelProfile.Tree(releases, sites, isSince7, isSince7, Errno.EOPNOTSUPP, isSince7),
                    Driver.Modelled.RAID0);
        }
    }
}
