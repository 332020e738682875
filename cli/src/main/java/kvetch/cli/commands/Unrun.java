package kvetch.cli.commands;

import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.law.Law;
import kvetch.raid0.KernelProfile;

/** What a check was meant to judge and never came to, because it was interrupted: not left out, and not passed. */
final class Unrun {
    private Unrun() {}

    /** The results, and after those of each kernel and allocator an incomplete one for each law that never ran. */
    static Vector<LawResult> with(Check check, Vector<LawResult> results) {
        Vector<LawResult> all = Vector.empty();
        for (KernelProfile kernel : check.kernels())
            for (AllocatorProvider allocator : check.allocators())
                for (Law law : check.laws())
                    all = all.append(results.find(result -> result.law().equals(law)
                                    && result.kernel().equals(kernel.name())
                                    && result.allocator().equals(allocator.name()))
                            .getOrElse(() -> never(check, kernel, allocator, law)));
        return all;
    }

    private static LawResult never(Check check, KernelProfile kernel, AllocatorProvider allocator, Law law) {
        return new LawResult(
                kernel.name(),
                allocator.name(),
                law,
                new LawResult.Tally(0, 0, 0, check.seed(), 0),
                new LawResult.Incomplete(HashSet.empty()));
    }
}
