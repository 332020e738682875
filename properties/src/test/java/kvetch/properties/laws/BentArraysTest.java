package kvetch.properties.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.ExploredArray;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What no step of the driver can be made to do, as it is done around the steps: an array that is sound, but for what comes out of
 * it. A law and its fast form see the same.
 */
class BentArraysTest {
    /** Two zones, with the second rotated by a disk in the original layout. */
    private static final ArrayCase ARRAY = ArrayCase.of(2, 6, 8, 8);

    /** What becomes of the parts of a request, or of the ranges of a discard. */
    enum Bend {
        A_REQUEST_LOSES_ITS_LAST_PART(
                StandardLaws.I3, "the parts of a request do not add up to it", parts -> parts.remove(parts.size() - 1)),
        A_REQUEST_IS_SENT_ON(
                StandardLaws.I3,
                "the parts of a request do not add up to it",
                parts -> parts.add(parts.get(parts.size() - 1))),
        A_REQUEST_BEGINS_WITH_NOTHING(
                StandardLaws.I3, "a request has an empty part", parts -> parts.add(0, new Evidence.Place(0, 0, 0))),
        A_REQUEST_ENDS_WITH_NOTHING(
                StandardLaws.I3, "a request has an empty part", parts -> parts.add(new Evidence.Place(0, 0, 0))),
        A_REQUEST_FAILS(StandardLaws.I3, "a request fails whose sectors are all inside their disks", parts -> {}),
        A_DISCARD_BEGINS_WITH_NOTHING(
                StandardLaws.I4, "a discard has an empty range", ranges -> ranges.add(0, new Evidence.Place(0, 0, 0))),
        A_RANGE_IS_THROWN_AWAY_TWICE(
                StandardLaws.I4, "a discard throws away a sector twice", ranges -> ranges.add(ranges.get(0))),
        HALF_A_RANGE_IS_THROWN_AWAY_AGAIN(
                StandardLaws.I4, "a discard throws away a sector twice", ranges -> ranges.add(half(ranges.get(0)))),
        A_RANGE_IS_LOST(
                StandardLaws.I4,
                "a discard throws away other sectors than its own",
                ranges -> ranges.remove(ranges.size() - 1));

        private final RunningArrayLaw law;
        private final String what;
        private final Bending bending;

        Bend(RunningArrayLaw law, String what, Bending bending) {
            this.law = law;
            this.what = what;
            this.bending = bending;
        }

        private static Evidence.Place half(Evidence.Place range) {
            return new Evidence.Place(range.disk(), range.sector(), (range.sectors() + 1) / 2);
        }

        private @Nullable Errno errno(@Nullable Errno errno) {
            return this == A_REQUEST_FAILS ? Errno.EIO : errno;
        }
    }

    /** Changes a list of one place or more. */
    private interface Bending {
        void bend(List<Evidence.Place> places);
    }

    private static BootedArray started(ArrayCase c) {
        return Objects.requireNonNull(BootedArray.start(Checks.setup("hardened", "kvzalloc"), c));
    }

    private static ExploredArray walked(ArrayCase c) {
        return new ExploredArray(started(c), new ExploredArray.Tables(), 8);
    }

    /** The array, with some of its methods answered otherwise; null leaves the answer to the array. */
    private static <T> T instead(Class<T> type, T array, UnaryOperator<Ask> answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Ask ask = answer.apply(new Ask(method.getName(), args == null ? List.of() : List.of(args), null, false));
            if (ask.isAnswered) return ask.answer;
            try {
                return method.invoke(array, ask.args.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** A call, and what is answered. */
    private record Ask(
            String method, List<Object> args, @Nullable Object answer, boolean isAnswered) {
        Ask answered(@Nullable Object value) {
            return new Ask(method, args, value, true);
        }
    }

    /** Has what comes out of a request or discard bent. */
    private static Ask bent(Ask ask, Bend bend, Requester requester, Discarder discarder) {
        boolean isRequest = ask.method.equals("request") && ask.args.size() == 3;
        boolean isDiscard = ask.method.equals("discard");
        if (!isRequest && !isDiscard) return ask;
        List<Evidence.Place> places = new ArrayList<>();
        ExtentSink taken = (disk, sector, sectors) -> places.add(new Evidence.Place(disk, sector, sectors));
        long start = (long) ask.args.get(0);
        long sectors = (long) ask.args.get(1);
        Errno errno = isRequest ? requester.request(start, sectors, taken) : null;
        if (isDiscard) discarder.discard(start, sectors, taken);
        bend.bending.bend(places);
        ExtentSink sink = (ExtentSink) ask.args.get(2);
        places.forEach(place -> sink.accept(place.disk(), place.sector(), place.sectors()));
        return ask.answered(isRequest ? bend.errno(errno) : null);
    }

    private interface Requester {
        @Nullable
        Errno request(long start, long sectors, ExtentSink parts);
    }

    private interface Discarder {
        void discard(long start, long sectors, ExtentSink ranges);
    }

    private static RunningArray bent(RunningArray array, Bend bend) {
        return instead(RunningArray.class, array, ask -> bent(ask, bend, array::request, array::discard));
    }

    private static WalkedArray bent(WalkedArray array, Bend bend) {
        return instead(WalkedArray.class, array, ask -> bent(ask, bend, array::request, array::discard));
    }

    /** The kinds of violations. */
    private static List<String> judged(RunningArrayLaw law, RunningArray array) {
        List<String> kinds = new ArrayList<>();
        law.judge(array, new Judgement() {
            @Override
            public void tested() {}

            @Override
            public void saw(Coverage sight) {}

            @Override
            public void violation(String what, Evidence evidence) {
                assertThat(evidence.sentence()).isNotBlank();
                kinds.add(what);
            }

            @Override
            public void violationWithAnySign(String what, Evidence evidence) {
                violation(what, evidence);
            }

            @Override
            public boolean isClean() {
                return kinds.isEmpty();
            }
        });
        return kinds;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsHeldAgainstWhatWasAsked(Bend bend) {
        ArrayCase c = ARRAY.withRequest(1, 8);
        assertThat(judged(bend.law, started(c))).isEmpty();
        assertThat(judged(bend.law, bent(started(c), bend))).containsExactly(bend.what);
    }

    @ParameterizedTest
    @EnumSource
    void theFastFormOfALawSeesTheSame(Bend bend) {
        assertThat(bend.law.explore(walked(ARRAY))).isNull();
        ArrayCase found = Objects.requireNonNull(bend.law.explore(bent(walked(ARRAY), bend)));
        assertThat(judged(bend.law, bent(started(found), bend))).containsExactly(bend.what);
    }

    /** What the parts of a whole that is too long to look at sector by sector add up to is not enough. */
    @Test
    void aSectorThatIsThrownAwayTwiceIsSeenWhereTheTotalFits() {
        ArrayCase c = ArrayCase.of(1 << 20, 1 << 22, 1 << 22).withRequest(0, 1 << 22);
        RunningArray array = instead(RunningArray.class, started(c), ask -> {
            if (!ask.method.equals("discard")) return ask;
            ExtentSink sink = (ExtentSink) ask.args.get(2);
            sink.accept(0, 0, 1 << 21);
            sink.accept(1, 0, (1 << 21) - 3);
            // A sector that is looked at is there, and one of three that is not is there for another.
            sink.accept(1, (1 << 21) - 2, 2);
            sink.accept(1, 7, 1);
            return ask.answered(null);
        });
        assertThat(judged(StandardLaws.I4, array)).containsExactly("a discard throws away a sector twice");
    }

    // The largest request

    @Test
    void theLongestRequestIsNotTakenFromTheDriver() {
        for (long most : new long[] {1, 7, 9, 1 << 30}) {
            RunningArray array =
                    instead(RunningArray.class, started(ARRAY.withRequest(1, 8)), ask -> withLargest(ask, most));
            assertThat(judged(StandardLaws.Q1, array)).containsExactly("the largest request is not the chunk");
            assertThat(StandardLaws.Q1.explore(
                            instead(WalkedArray.class, walked(ARRAY), ask -> withLargest(ask, most))))
                    .isEqualTo(ARRAY);
            assertThat(judged(StandardLaws.I3, bent(array, Bend.A_REQUEST_FAILS)))
                    .containsExactly(Bend.A_REQUEST_FAILS.what);
        }
    }

    private static Ask withLargest(Ask ask, long most) {
        return ask.method.equals("maxRequestSectors") ? ask.answered(most) : ask;
    }

    // The layout

    /** Where all kernels are wrong alike, and so none can be compared with. */
    @Test
    void theMappingIsHeldAgainstTheRulesOfItsLayout() {
        for (int layout = 1; layout <= 2; layout++) {
            ArrayCase c = ARRAY.withLayout(layout);
            RunningArray other = started(ARRAY.withLayout(3 - layout));
            RunningArray array = instead(RunningArray.class, started(c), ask -> mappedLike(other, ask));
            assertThat(judged(StandardLaws.I2, array)).containsExactly("the mapping is not that of its layout");
            assertThat(judged(StandardLaws.Z3, array)).isEmpty();
        }
    }

    @Test
    void anArrayThatIsLaidOutOtherwiseThanItWasMadeIsADifferenceOfTheMapping() {
        for (int layout = 1; layout <= 2; layout++) {
            int kept = 3 - layout;
            RunningArray other = started(ARRAY.withLayout(kept));
            RunningArray array = instead(RunningArray.class, started(ARRAY.withLayout(layout)), ask -> {
                return ask.method.equals("layout") ? ask.answered(kept) : mappedLike(other, ask);
            });
            assertThat(judged(StandardLaws.I2, array)).containsExactly("a sector maps differently");
        }
    }

    @Test
    void aLayoutThatIsNoneIsToldAsSuchWhateverTheMapping() {
        for (int layout = 1; layout <= 2; layout++) {
            RunningArray array = instead(
                    RunningArray.class,
                    started(ARRAY.withLayout(layout)),
                    ask -> ask.method.equals("layout") ? ask.answered(0) : ask);
            assertThat(judged(StandardLaws.I2, array)).containsExactly("the layout is not kept");
        }
    }

    /** From 7.0 on the block layer shows no more than 2^54 - 1 sectors of an array. */
    @Test
    void whichLayoutIsKeptIsNotAskedWhereNoSectorIsInReachThatItMoves() {
        RunningArray array = instead(
                RunningArray.class,
                started(ArrayCase.of(2, (1L << 54) / 3 + 1, (1L << 54) / 3 + 3, (1L << 54) / 3 + 3)),
                ask -> ask.method.equals("layout") ? ask.answered(2) : ask);
        assertThat(array.arraySectors()).isGreaterThan(array.capacity());
        assertThat(Objects.requireNonNull(array.ideal()).firstSectorApart()).isGreaterThan(array.capacity());
        assertThat(judged(StandardLaws.I2, array)).isEmpty();
    }

    /** Two disks in the second zone, which begins with a whole row: the layouts are alike. */
    @Test
    void whichLayoutIsKeptIsNotAskedWhereItMakesNoDifference() {
        RunningArray array = instead(
                RunningArray.class,
                started(ArrayCase.of(2, 4, 6, 6)),
                ask -> ask.method.equals("layout") ? ask.answered(2) : ask);
        assertThat(judged(StandardLaws.I2, array)).isEmpty();
    }

    @Test
    void theFastFormOfI2SeesTheSame() {
        ExploredArray sound = walked(ARRAY);
        assertThat(StandardLaws.I2.explore(sound)).isNull();
        for (int kept : new int[] {0, 2})
            assertThat(StandardLaws.I2.explore(instead(
                            WalkedArray.class,
                            walked(ARRAY),
                            ask -> ask.method.equals("layout") ? ask.answered(kept) : ask)))
                    .isEqualTo(ARRAY);
        ExploredArray other = walked(ARRAY.withLayout(2));
        assertThat(other.isOneToOne()).isTrue();
        WalkedArray array = instead(WalkedArray.class, walked(ARRAY), ask -> switch (ask.method) {
            case "disks" -> ask.answered(other.disks());
            case "diskSectors" -> ask.answered(other.diskSectors());
            default -> ask;
        });
        assertThat(StandardLaws.I2.explore(array)).isEqualTo(ARRAY);
    }

    private static Ask mappedLike(RunningArray other, Ask ask) {
        if (ask.method.equals("on")) return ask.answered(null);
        if (!ask.method.equals("map")) return ask;
        other.map((long) ask.args.get(0), (Mapping) ask.args.get(1));
        return ask.answered(null);
    }
}
