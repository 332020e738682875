package kvetch.prove.matter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import kvetch.properties.Replay;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Violation;
import kvetch.properties.proof.Matter;
import kvetch.properties.proof.Part;
import kvetch.properties.proof.Values;
import kvetch.properties.run.Examiner;
import kvetch.prove.Z3Explainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to matter is what matters: held against the model, inside what is said and outside. */
final class MattersTest {
    private static final long SEED = 1;
    private static final int DRAWS = 200;

    /** Starting so many disks takes its time. */
    private static final int MANY_DISKS = 2048;

    private static final int SELDOM = 64;

    /** Those findings whose law is arithmetic and whose figures are the driver's alone. */
    static Stream<String> findings() {
        return Stream.of(
                "kv1/W1/7.0/kzalloc/d2/r524289/c1/l1/f81aa881",
                "kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161",
                "kv1/Z2/7.2/kvzalloc/d3/r1/c3/l1/f10eb80a",
                "kv1/W2/7.2/kvzalloc/d1073741824x4/r4/c1073741824/l1/6af45f44",
                "kv1/Z3/7.2/kvzalloc/d1431655766x3/r3/c1431655766/l1/1703f577",
                "kv1/I4/7.2/kvzalloc/d1073741825,2147483650/r2/c1073741825/l1/q2147483647+1/5034d723",
                "kv1/I3/6.12/kzalloc/d2,2/r2/c1/l1/q0+3/6fab7dbc",
                "kv1/W2/7.2/kvzalloc/d2147483648,2147483648/r2/c-2147483648/l1/de84ed8f",
                "kv1/I2/7.2-layout-choice/kvzalloc/d3,4,4/r3/c1/l1/b6e2bfb1",
                "kv1/I4/7.2-discard-original/kvzalloc/d3,4,4/r3/c1/l1/q9+1/b93aa492",
                "kv1/Q1/7.2/kvzalloc/d2,4194304/r2/c4194304/l1/e1415e27",
                "kv1/Z2/7.2/kvzalloc/d17996823486545905x1025/r1025/c1/l1/0c48586e");
    }

    /** A finding, with what is said of it. */
    private record Told(Replay replay, ArrayCase array, Vector<Matter> matters) {
        static Told of(String token) {
            Replay replay = Replay.of(token);
            ArrayCase array = (ArrayCase) replay.token().testCase();
            return new Told(
                    replay,
                    array,
                    new Z3Explainer()
                            .matters(replay.setup(), replay.violations().head(), array));
        }

        boolean breaks(ArrayCase c) {
            Violation shown = replay.violations().head();
            return Vector.ofAll(Examiner.examine(shown.law(), replay.setup(), c).violations())
                    .exists(found ->
                            found.law().equals(shown.law()) && found.what().equals(shown.what()));
        }
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("findings")
    void tenThousandArraysAgree(String token) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "findings.md"))).contains(token);
        sample(Told.of(token), 10_000);
    }

    @ParameterizedTest
    @MethodSource("findings")
    void someArraysAgree(String token) {
        sample(Told.of(token), 200);
    }

    /** As many inside as outside of what is said of each part, where there is an outside; and of all at once that do not matter. */
    private static void sample(Told told, int arrays) {
        Random random = new Random(SEED);
        assertThat(told.matters).isNotEmpty();
        int ofEach = arrays / told.matters.size();
        for (Matter matter : told.matters) {
            int inside = 0;
            int outside = 0;
            for (int i = 0; i < DRAWS * ofEach && (inside < ofEach || outside < ofEach); i++) {
                long value = draw(random, matter);
                boolean isInside = matter.values().contains(value);
                if (isInside
                        ? inside >= ofEach
                        : outside >= ofEach || matter.values().isAtLeast()) continue;
                ArrayCase c = matter.part().in(told.array, value);
                if (c.disks() > MANY_DISKS && random.nextInt(SELDOM) != 0) continue;
                assertThat(told.breaks(c)).as(matter + ", with " + value).isEqualTo(isInside);
                if (isInside) inside++;
                else outside++;
            }
            assertThat(inside).as(matter + ", inside").isEqualTo(ofEach);
            if (hasOutside(matter)) assertThat(outside).as(matter + ", outside").isPositive();
        }
        sampleTogether(told, random, ofEach);
    }

    private static boolean hasOutside(Matter matter) {
        return !matter.values().isAtLeast() && !matter.text().equals("any");
    }

    /**
     * Where all disks are of one size, what is any of each part is any of all of them: whoever reads "any" twice takes it so. Where they
     * are not, a layout may not matter for as many disks as there are, and matter for others.
     */
    private static void sampleTogether(Told told, Random random, int arrays) {
        Vector<Matter> any = told.matters.filter(matter -> matter.text().startsWith("any")
                && !matter.text().startsWith("any multiple")
                && !matter.text().startsWith("any from"));
        if (any.size() < 2 || Part.runs(told.array).size() > 1) return;
        for (int i = 0; i < arrays; ) {
            ArrayCase c = told.array;
            String with = "";
            for (Matter matter : any) {
                long value = draw(random, matter);
                if (!matter.values().contains(value)) continue;
                c = matter.part().in(c, value);
                with += matter.part().name() + " " + value + ", ";
            }
            if (c.disks() > MANY_DISKS && random.nextInt(SELDOM) != 0) continue;
            assertThat(told.breaks(c)).as(with).isTrue();
            i++;
        }
    }

    /** Near the edges of what is said and of what words count, small, or of any size. */
    private static long draw(Random random, Matter matter) {
        Part part = matter.part();
        Values.Span span = matter.values()
                .spans()
                .get(random.nextInt(matter.values().spans().size()));
        long value = switch (random.nextInt(6)) {
            case 0 -> span.low() + random.nextInt(7) - 3;
            case 1 -> span.high() + random.nextInt(7) - 3;
            case 2 -> random.nextInt(64);
            case 3 -> between(random, span.low(), span.high());
            case 4 -> (random.nextBoolean() ? 1 : -1) * ((1L << random.nextInt(63)) + random.nextInt(3) - 1);
            default -> random.nextLong() >> random.nextInt(64);
        };
        return Math.max(part.lowest(), Math.min(part.highest(), value));
    }

    private static long between(Random random, long low, long high) {
        long width = high - low + 1;
        return low + Math.floorMod(random.nextLong(), width);
    }

    @Test
    void nothingIsSaidOfWhatIsNoArithmetic() {
        assertThat(Told.of("kv1/M1/6.12+alloc/kvzalloc/d2/r1/c1/l1/10d8b825").matters)
                .isEmpty();
        assertThat(Told.of("kv1/W2/7.2/kvzalloc/d2/r252148225/c1/l1/a584f2eb").matters)
                .isEmpty();
    }
}
