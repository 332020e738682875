package kvetch.live;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;

/**
 * Measures how many arrays of four disks of 16 chunks a kernel starts, has every sector of looked for, and stops: a program, run by
 * hand with the path of a kernel, how many guests and how many arrays. No test asserts what it prints.
 */
final class ArraysPerSecond {
    private static final ArrayCase FOUR_DISKS = ArrayCase.of(8, 128, 128, 128, 128);
    private static final double SECOND_NS = 1e9;

    private ArraysPerSecond() {}

    public static void main(String[] args) {
        long begun = System.nanoTime();
        LiveKernel.Options options = new LiveKernel.Options(2048, Integer.parseInt(args[1]));
        List<Case> cases = Collections.nCopies(Integer.parseInt(args[2]), FOUR_DISKS);
        try (LiveKernel kernel = LiveKernel.open(Path.of(args[0]), null, options)) {
            LiveRunner runner = new LiveRunner(kernel, kernel.setup(Providers.load()), 60_000, false);
            runner.examine(StandardLaws.Z3, FOUR_DISKS);
            double first = (System.nanoTime() - begun) / SECOND_NS;
            examine(runner, cases.subList(0, cases.size() / 4));
            long warm = System.nanoTime();
            examine(runner, cases);
            double rate = cases.size() / ((System.nanoTime() - warm) / SECOND_NS);
            System.out.printf(Locale.ROOT, "the first after %.1f s, then %.0f a second%n", first, rate);
        }
    }

    private static void examine(LiveRunner runner, List<Case> cases) {
        runner.examine(StandardLaws.Z3, cases, 0, () -> false, (c, seen) -> {
            if (!seen.violations().isEmpty() || !seen.isTested(StandardLaws.Z3))
                throw new IllegalStateException(String.join("; ", seen.messages()));
        });
    }
}
