package kvetch.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.properties.plug.Providers;
import org.junit.jupiter.api.Test;

/** F18: of the arrays that Linux refuses for an unknown layout, those for which there is nothing to choose. */
final class LayoutAnswerTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final int CHUNK = 8;

    private static LayoutAnswer answer(Vector<Integer> chunks) {
        return LayoutAnswer.of(PROVIDERS, chunks.map(count -> (long) count * CHUNK), CHUNK);
    }

    /** How many arrays there are in some scope, how many of them are refused, and how many of these for nothing. */
    private record Count(int arrays, int refused, int forNothing) {
        Count and(Count more) {
            return new Count(arrays + more.arrays, refused + more.refused, forNothing + more.forNothing);
        }
    }

    private static final Count NONE = new Count(0, 0, 0);

    /** Of disks of 1 to 6 chunks in ascending order, which decides as well as any other; each array for one, or in all its orders. */
    private static Count count(Vector<Integer> disks, int more, boolean isInAnyOrder) {
        if (more == 0) {
            LayoutAnswer answer = answer(disks);
            int weight = isInAnyOrder ? orders(disks) : 1;
            boolean isRefused = answer.refusing().nonEmpty();
            boolean isForNothing = isRefused && answer.difference().isNone();
            return new Count(weight, isRefused ? weight : 0, isForNothing ? weight : 0);
        }
        Count count = NONE;
        for (int size = disks.isEmpty() ? 1 : disks.last(); size <= 6; size++)
            count = count.and(count(disks.append(size), more - 1, isInAnyOrder));
        return count;
    }

    private static int orders(Vector<Integer> disks) {
        return disks.permutations().distinct().size();
    }

    @Test
    void ofFourDisksOfSixChunksSoManyAreRefusedForNothing() throws IOException {
        Vector<Count> sets = Vector.rangeClosed(1, 4).map(disks -> count(Vector.empty(), disks, false));
        assertThat(sets)
                .containsExactly(
                        new Count(6, 0, 0), new Count(21, 0, 0), new Count(56, 35, 13), new Count(126, 105, 42));
        assertThat(sets.fold(NONE, Count::and)).isEqualTo(new Count(209, 140, 55));
        Count ordered = Vector.rangeClosed(1, 4)
                .map(disks -> count(Vector.empty(), disks, true))
                .fold(NONE, Count::and);
        assertThat(ordered).isEqualTo(new Count(1554, 1395, 450));
        String page = Files.readString(Path.of("..", "docs", "findings.md")).replaceAll("\\s+", " ");
        assertThat(page)
                .contains(
                        "## F18. ", "Of 209 sets of up to four disks of up to six chunks", "140", "55", "450 of 1,395");
    }

    @Test
    void fivePointFourAndLaterAskWhereTheSecondZoneHasTwoDisks() {
        assertThat(answer(Vector.of(3, 3)).refusing()).isEmpty();
        assertThat(answer(Vector.of(3, 4)).refusing()).isEmpty();
        assertThat(answer(Vector.of(3, 4, 4)).refusing())
                .containsExactly("5.10", "5.15", "6.1", "6.6", "6.12", "7.0", "7.2", "7.3");
    }

    @Test
    void theLayoutsDifferWhereAZoneHasADiskShift() {
        assertThat(answer(Vector.of(3, 4, 4)).difference()).isEqualTo(new Difference(72, 16, 88));
        assertThat(answer(Vector.of(8, 16, 25)).difference().isNone()).isTrue();
    }
}
