package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.properties.cases.ArrayCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private static Scope scope(boolean allOrders) {
        return new Scope(new Scope.Sizes(1, 3, 0, 3, allOrders), Vector.of(1, 3, 2), Vector.of(2, 1), 8, 2);
    }

    /** All tuples, longer ones by putting each size behind each shorter one. */
    private static List<long[]> tuples(int disks, int chunk, boolean allOrders) {
        if (disks == 0) return List.of(new long[0]);
        List<long[]> longer = new ArrayList<>();
        for (long[] tuple : tuples(disks - 1, chunk, allOrders))
            for (int n = 0; n <= 3; n++) {
                long size = n == 0 ? chunk - 1 : n * chunk;
                boolean isInOrder = allOrders || disks == 1 || size >= tuple[disks - 2];
                if (size < 2 || !isInOrder) continue;
                long[] extended = Arrays.copyOf(tuple, disks);
                extended[disks - 1] = size;
                longer.add(extended);
            }
        return longer;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hasEveryArrayOnce(boolean allOrders) {
        List<ArrayCase> expected = new ArrayList<>();
        for (int chunk : new int[] {1, 3, 2})
            for (int layout : new int[] {2, 1})
                for (int disks = 1; disks <= 3; disks++)
                    for (long[] sizes : tuples(disks, chunk, allOrders))
                        expected.add(ArrayCase.of(chunk, sizes).withLayout(layout));
        Scope scope = scope(allOrders);
        assertThat(scope.arrays()).isEqualTo(expected);
        assertThat(scope.size()).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isCutAnywhere(boolean allOrders) {
        Scope scope = scope(allOrders);
        List<ArrayCase> all = scope.arrays();
        for (int from = 0; from < all.size(); from += 5)
            for (int to = from + 1; to <= all.size(); to += 7)
                assertThat(scope.arrays(new Stretch(from, to))).isEqualTo(all.subList(from, to));
    }

    /** What nobody could keep is not kept, but counted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isCutHoweverLargeItIs(boolean allOrders) {
        Scope scope = new Scope(new Scope.Sizes(1, 8, 0, 64, allOrders), Vector.of(8), Vector.of(1), 8, 1);
        assertThat(scope.size()).isEqualTo(allOrders ? 323_623_638_092_040L : 13_442_126_048L);
        long end = scope.size();
        List<ArrayCase> last = scope.arrays(new Stretch(end - 2, end));
        assertThat(last).containsExactly(ArrayCase.of(8, before(allOrders)), ArrayCase.of(8, longs(512)));
    }

    private static long[] before(boolean allOrders) {
        long[] before = longs(512);
        before[allOrders ? 7 : 0] = 504;
        return before;
    }

    private static long[] longs(long each) {
        long[] all = new long[8];
        Arrays.fill(all, each);
        return all;
    }
}
