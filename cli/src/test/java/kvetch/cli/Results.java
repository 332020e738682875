package kvetch.cli;

import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import kvetch.api.CodeLocation;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/** Results that a check might have had, with everything in them that a report can show. */
public final class Results {
    private static final long SEED = 4711;
    private static final Vector<String> RUN =
            Vector.of("create_strip_zones", "raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
    private static final Splat WARN =
            new Splat(Splat.Kind.WARN, new CodeLocation("mm/slub.c", 6946, "__kvmalloc_node_noprof"), "", RUN);
    private static final Splat OOPS = new Splat(
            Splat.Kind.OOPS,
            new CodeLocation("", 0, "raid0_free"),
            "address ffffc90000000000",
            Vector.of("raid0_free", "__md_stop", "do_md_stop", "md_ioctl", "ioctl"));
    private static final Splat DIVIDE = new Splat(
            Splat.Kind.DIVIDE_ERROR,
            new CodeLocation("drivers/md/raid0.c", 0, "map_sector"),
            "",
            Vector.of("raid0_make_request", "md_handle_request", "md_submit_bio", "submit_bio"));

    private static final ArrayCase LARGE = ArrayCase.of(8, 64, 128, 4096, 1L << 52)
            .withRaidDisks(-16385)
            .withLayout(2)
            .withRequest(18014472157385906L, 238133528)
            .onMachine(MachineProfile.of(65536, 256).withFreeOrder(6));

    private static final Providers PROVIDERS = Providers.load();

    private Results() {}

    /** What the results below could have come from. */
    public static Check check(String... kernels) {
        return new Check(
                PROVIDERS,
                Vector.of(kernels).map(name -> KernelProfiles.find(name).get()),
                PROVIDERS
                        .all()
                        .filter(provider -> !provider.name().equals("page-allocator")
                                && !provider.name().equals("vzalloc")),
                StandardLaws.ALL,
                300,
                SEED);
    }

    /** One of each verdict, and each thing that a report can say of a defect. */
    public static Vector<LawResult> ofEachKind() {
        ArrayCase tooLarge = ArrayCase.of(1, 2).withRaidDisks(268435456);
        ArrayCase unusual = ArrayCase.of(6, 35, 40)
                .withSlots(new int[] {1, -3})
                .withFailAt(3)
                .withBlockSizes(16384)
                .withIntegrity(Integrity.MIXED)
                .withRequest(0, 3)
                .onMachine(MachineProfile.of(16384, 64).withFreeOrder(2));
        ArrayCase huge = ArrayCase.of(Integer.MIN_VALUE, -2, 1L << 62);
        Defect warn = defect(
                StandardLaws.W1,
                "7.2",
                "kvzalloc",
                "WARN in __kvmalloc_node_noprof",
                new Evidence.Printed(WARN.kind(), WARN.headline(), false),
                tooLarge,
                WARN,
                Errno.ENOMEM,
                null);
        Defect taint = defect(
                StandardLaws.W3,
                "7.2",
                "kvzalloc",
                "a refusal taints the kernel: WARN in __kvmalloc_node_noprof",
                new Evidence.Printed(WARN.kind(), WARN.headline(), false),
                tooLarge,
                WARN,
                Errno.ENOMEM,
                null);
        Defect size = defect(
                StandardLaws.Z2,
                "7.2",
                "kvzalloc",
                "the array size is not the end of the last zone",
                new Evidence.Size(1, 3),
                ArrayCase.of(3, 3),
                null,
                null,
                null);
        Defect sizes = defect(
                StandardLaws.W3,
                "7.2",
                "kvzalloc",
                "disks keep the size that a refused start gave them",
                new Evidence.UncleanRefusal(
                        "started again with raid_disks 2 and chunk_sectors 32, the same disks hold 64 of 75 sectors"),
                unusual,
                null,
                Errno.EINVAL,
                null);
        Defect divide = defect(
                StandardLaws.W2,
                "7.2",
                "kvzalloc",
                "DIVIDE_ERROR in map_sector (negative chunk_sectors)",
                new Evidence.Printed(DIVIDE.kind(), DIVIDE.headline(), false),
                huge,
                DIVIDE,
                null,
                null);
        return Vector.of(
                result("7.2", "kvzalloc", StandardLaws.Z1, Verdict.HELD, 233, 0),
                result("7.2", "kvzalloc", StandardLaws.Z2, Verdict.BROKEN, 233, 0, size),
                result("7.2", "kvzalloc", StandardLaws.Z3, Verdict.HELD, 231, 188),
                result("7.2", "kvzalloc", StandardLaws.M1, Verdict.INCOMPLETE, 0, 0),
                result("7.2", "kvzalloc", StandardLaws.M2, Verdict.INCOMPLETE, 12, 0),
                result("7.2", "kvzalloc", StandardLaws.M3, Verdict.ERROR, 12, 0),
                result("7.2", "kvzalloc", StandardLaws.W1, Verdict.BROKEN, 300, 0, warn),
                result("7.2", "kvzalloc", StandardLaws.W2, Verdict.BROKEN, 300, 0, divide),
                result("7.2", "kvzalloc", StandardLaws.W3, Verdict.BROKEN, 192, 0, sizes, taint));
    }

    /** The same defects with several allocators and kernels, and one that only one of them has. */
    public static Vector<LawResult> ofSeveralKernels() {
        Vector<LawResult> results = Vector.empty();
        for (String kernel : new String[] {"7.2", "6.12+alloc,abort"})
            for (String allocator : new String[] {"kvzalloc", "kzalloc"}) {
                Defect size = defect(
                        StandardLaws.Z2,
                        kernel,
                        allocator,
                        "the array size is not the end of the last zone",
                        new Evidence.Size(1, 3),
                        ArrayCase.of(3, 3),
                        null,
                        null,
                        null);
                results = results.append(result(kernel, allocator, StandardLaws.Z2, Verdict.BROKEN, 233, 0, size));
                boolean wrongFree = kernel.startsWith("6.12") && allocator.equals("kvzalloc");
                Defect free = defect(
                        StandardLaws.M1,
                        kernel,
                        allocator,
                        "freed with the wrong function",
                        new Evidence.Blocks(
                                Vector.of(2),
                                "allocation 2 (24 bytes at ffffc90000000000 from kvzalloc) must be freed with kvfree, not with kfree"),
                        ArrayCase.of(1, 2),
                        OOPS,
                        null,
                        "It only happens to work below raid_disks 524289; from there on the machine answers: BUG: unable to handle page fault: raid0_free (address ffffc90000000000).");
                results = results.append(
                        wrongFree
                                ? result(kernel, allocator, StandardLaws.M1, Verdict.BROKEN, 299, 0, free)
                                : result(kernel, allocator, StandardLaws.M1, Verdict.HELD, 299, 0));
            }
        return results;
    }

    private static final Misbehaviour THREW = new Misbehaviour(
            Culprit.allocator("kvzalloc"),
            Misbehaviour.Kind.THREW,
            "alloc(24, GFP_KERNEL|__GFP_ZERO)",
            "threw java.lang.IllegalStateException: no more blocks",
            Vector.of("com.example.Slob.alloc(Slob.java:31)", "com.example.Slob.carve(Slob.java:77)"),
            new Misbehaviour.Occasion(ArrayCase.of(8, 64, 128), "kv1/M1/7.2/kvzalloc/d64,128/r2/c8/l1/00000000"));

    public static LawResult result(
            String kernel, String allocator, Law law, Verdict verdict, int tested, int sampled, Defect... defects) {
        return new LawResult(
                kernel,
                allocator,
                law,
                new LawResult.Tally(300, tested, sampled, SEED, 120),
                outcome(verdict, tested, Vector.of(defects)));
    }

    private static LawResult.Outcome outcome(Verdict verdict, int tested, Vector<Defect> defects) {
        return switch (verdict) {
            case HELD -> new LawResult.Held();
            case BROKEN -> new LawResult.Broken(defects, HashSet.empty());
            case INCOMPLETE ->
                new LawResult.Incomplete(
                        tested > 0 ? HashSet.of(Coverage.THREE_ZONES, Coverage.VMALLOC) : HashSet.empty());
            case ERROR -> new LawResult.Misbehaved(THREW);
            case NOT_APPLICABLE -> new LawResult.NotApplicable("");
        };
    }

    private static Defect defect(
            Law law,
            String kernel,
            String allocator,
            String what,
            Evidence evidence,
            ArrayCase smallest,
            @Nullable Splat splat,
            @Nullable Errno errno,
            @Nullable String consequence) {
        return new Defect(
                new Violation(law, what, evidence),
                smallest,
                LARGE,
                138,
                splat,
                errno,
                consequence,
                new ReplayToken(law, kernel, allocator, smallest).format());
    }
}
