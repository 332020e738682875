package kvetch.bench;

import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.List;

/** Checks arrays that QuickTheories generates, with tables in plain arrays. */
final class QuickTheoriesLoop implements Measure.Work {
    private static final int EXAMPLES = 20_000;

    private final boolean fewSizes;

    QuickTheoriesLoop(String workload) {
        fewSizes = workload.equals("D8");
    }

    @Override
    public long once() {
        if (fewSizes)
            qt().withExamples(EXAMPLES)
                    .forAll(
                            integers().between(0, 3),
                            lists().of(integers().between(1, 1 << 20)).ofSize(8),
                            lists().of(integers().between(0, 7)).ofSizeBetween(1, Arrays.MOST_DISKS))
                    .check((chunk, sizes, picks) -> isRight(
                            Arrays.CHUNKS[chunk], picks.stream().map(sizes::get).toList()));
        else
            qt().withExamples(EXAMPLES)
                    .forAll(
                            integers().between(0, 3),
                            lists().of(integers().between(1, 1 << 20)).ofSizeBetween(1, Arrays.MOST_DISKS))
                    .check((chunk, sizes) -> isRight(Arrays.CHUNKS[chunk], sizes));
        return EXAMPLES;
    }

    private static boolean isRight(int chunk, List<Integer> chunks) {
        long[] sectors = new long[chunks.size()];
        for (int i = 0; i < sectors.length; i++) sectors[i] = (long) chunks.get(i) * chunk;
        return Plain.check(chunk, sectors);
    }
}
