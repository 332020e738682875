package kvetch.raid0;

import static kvetch.api.KernelSite.FREE_LARGE_KMALLOC;
import static kvetch.api.KernelSite.KVMALLOC_SIZE;
import static kvetch.api.KernelSite.PAGE_ORDER;
import static kvetch.api.KernelSite.VMALLOC_ZERO;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kernels that Kvetch knows. Lines in source are those of the releases recorded first and absent elsewhere. */
public final class KernelProfiles {
    private static final String NOPROF = "__alloc_pages_noprof";

    private static final Vector<KernelProfile> ALL = Vector.of(
            KernelProfile.kernel("5.10")
                    .recorded("5.10.223")
                    .site(PAGE_ORDER, "mm/page_alloc.c", 4977, "__alloc_pages_nodemask")
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "kvmalloc_node")
                    .build("Linux 5.10"),
            KernelProfile.kernel("5.15")
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "kvmalloc_node")
                    .build("Linux 5.15"),
            KernelProfile.kernel("6.1")
                    .recorded("6.1.170")
                    .mapsRemainder()
                    .runFreesOnIntegrityFailure()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 5633, "__alloc_pages")
                    .site(KVMALLOC_SIZE, "mm/util.c", 596, "kvmalloc_node")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 3170, "__vmalloc_node_range")
                    .site(FREE_LARGE_KMALLOC, "mm/slab_common.c", 0, "free_large_kmalloc")
                    .alsoRecorded("6.1.192", PAGE_ORDER, 5634)
                    .build("Linux 6.1"),
            KernelProfile.kernel("6.6")
                    .mapsRemainder()
                    .runFreesOnIntegrityFailure()
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "kvmalloc_node")
                    .site(FREE_LARGE_KMALLOC, "mm/slab_common.c", 0, "free_large_kmalloc")
                    .build("Linux 6.6"),
            KernelProfile.kernel("6.12")
                    .recorded("6.12.43")
                    .mapsRemainder()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 4769, NOPROF)
                    .site(KVMALLOC_SIZE, "mm/util.c", 0, "__kvmalloc_node_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .alsoRecorded("6.12.107", PAGE_ORDER, 4817)
                    .build("Linux 6.12"),
            KernelProfile.kernel("7.0")
                    .recorded("7.0.4")
                    .capsCapacity()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 5234, "__alloc_frozen_pages_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("Linux 7.0, the last without the fix"),
            KernelProfile.kernel("7.2")
                    .recorded("7.2.13")
                    .fixed()
                    .capsCapacity()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_frozen_pages_noprof")
                    .site(KVMALLOC_SIZE, "mm/slub.c", 6946, "__kvmalloc_node_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("Linux 7.2, with the fix"),
            KernelProfile.kernel("7.3")
                    .recorded("7.3.4")
                    .fixed()
                    .capsCapacity()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_frozen_pages_noprof")
                    .site(KVMALLOC_SIZE, "mm/slub.c", 7023, "__kvmalloc_node_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("Linux 7.3, with the fix"),
            KernelProfile.kernel("hardened")
                    .fixed()
                    .hardened()
                    .capsCapacity()
                    .site(PAGE_ORDER, "mm/page_alloc.c", 0, "__alloc_frozen_pages_noprof")
                    .site(VMALLOC_ZERO, "mm/vmalloc.c", 0, "__vmalloc_node_range_noprof")
                    .build("not a kernel: a driver on which every law is meant to hold"));

    private KernelProfiles() {}

    /**
     * All profiles, without the trees that carry the fix.
     *
     * @return oldest first
     */
    public static Vector<KernelProfile> all() {
        return ALL;
    }

    /**
     * The profile of that name. {@code 6.12+fix} is 6.12 with the whole fix, {@code 6.12+alloc,abort} with two of its hunks.
     *
     * @param name a name of {@link #all()}, or one of a tree before 7.1 with {@code +} and {@code fix} or hunks
     * @return the profile, or what is wrong with the name and what would be right
     */
    public static Either<String, KernelProfile> find(String name) {
        int plus = name.indexOf('+');
        String base = plus < 0 ? name : name.substring(0, plus);
        KernelProfile profile =
                ALL.find(candidate -> candidate.name().equals(base)).getOrNull();
        if (profile == null)
            return Either.left("unknown kernel '" + name + "'; known are " + names()
                    + ", and a tree before 7.1 with the fix: 6.12+fix, 6.12+alloc, 6.12+alloc,abort, ...");
        if (plus < 0) return Either.right(profile);
        if (!profile.hunks().isEmpty())
            return Either.left("kernel '" + base + "' has the fix already; hunks can be added to trees before 7.1: "
                    + names(ALL.filter(candidate -> candidate.hunks().isEmpty())));
        String suffix = name.substring(plus + 1);
        return hunks(name, suffix).map(profile::withHunks);
    }

    /**
     * The profile of the kernel that a recording names by its release.
     *
     * @param release for example {@code 6.12.43}
     * @return the profile {@link KernelProfile#at as that release has it}, or what is wrong
     */
    public static Either<String, KernelProfile> ofRelease(String release) {
        return ALL.find(profile -> release.equals(profile.name()) || release.startsWith(profile.name() + "."))
                .map(profile -> profile.at(release))
                .toEither("unknown kernel release '" + release + "'; known are " + names());
    }

    private static Either<String, Set<Hunk>> hunks(String name, String suffix) {
        if (suffix.equals("fix")) return Either.right(EnumSet.allOf(Hunk.class));
        Set<Hunk> hunks = EnumSet.noneOf(Hunk.class);
        for (String word : suffix.split(",", -1)) {
            Hunk hunk = Vector.of(Hunk.values())
                    .find(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(word))
                    .getOrNull();
            if (hunk == null || !hunks.add(hunk))
                return Either.left(
                        "unknown kernel '" + name
                                + "'; after the + stands 'fix' or some of the hunks alloc, abort, free, each once, with commas");
        }
        return Either.right(hunks);
    }

    private static String names() {
        return names(ALL);
    }

    private static String names(Vector<KernelProfile> profiles) {
        return profiles.map(KernelProfile::name).mkString(", ");
    }
}
