package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.util.stream.Stream;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For one defect every seed ends in the same counterexample. */
class CounterexampleTest {

    /**
     * A defect.
     *
     * @param always whether {@link Check#DEFAULT_TRIES} always find it
     */
    record Pinned(boolean always, String what, String counterexample, String token) {
        private Law law() {
            return KnownLaws.standard().find(token.split("/", -1)[1]).get();
        }

        private Setup setup() {
            String[] fields = token.split("/", -1);
            return Checks.setup(fields[2], fields[3]);
        }

        @Override
        public String toString() {
            return law() + " on " + setup() + ": " + what;
        }
    }

    private static Pinned always(String what, String counterexample, String token) {
        return new Pinned(true, what, counterexample, token);
    }

    private static Pinned sometimes(String what, String counterexample, String token) {
        return new Pinned(false, what, counterexample, token);
    }

    private static final Vector<Pinned> ALL = Vector.of(
            always(
                    "OOM_KILL in create_strip_zones",
                    "1 disk of 2 sectors, raid_disks 252148225, chunk_sectors 1, layout 1",
                    "kv1/W2/7.2/kvzalloc/d2/r252148225/c1/l1/a584f2eb"),
            always(
                    "OOM_KILL in create_strip_zones",
                    "1 disk of 2 sectors, raid_disks 252148225, chunk_sectors 1, layout 1",
                    "kv1/W2/6.12+alloc/kvzalloc/d2/r252148225/c1/l1/bacfbbbb"),
            always(
                    "OOM_KILL in create_strip_zones",
                    "1 disk of 2 sectors, raid_disks 252148225, chunk_sectors 1, layout 1",
                    "kv1/W2/6.12+alloc,abort/kvzalloc/d2/r252148225/c1/l1/8923b0bc"),
            always(
                    "OOM_KILL in create_strip_zones",
                    "1 disk of 2 sectors, raid_disks 252148225, chunk_sectors 1, layout 1",
                    "kv1/W2/6.12+alloc,free/kvzalloc/d2/r252148225/c1/l1/83be1408"),
            always(
                    "a zone does not start where the one before ended (negative chunk_sectors)",
                    "2 disks of 4294967295, 8589934590 sectors, raid_disks 2, chunk_sectors -1, layout 1",
                    "kv1/Z1/7.2/kvzalloc/d4294967295,8589934590/r2/c-1/l1/02701e98"),
            always(
                    "the array size is not the end of the last zone",
                    "1 disk of 3 sectors, raid_disks 1, chunk_sectors 3, layout 1",
                    "kv1/Z2/7.2/kvzalloc/d3/r1/c3/l1/f10eb80a"),
            always(
                    "the zones do not cover the disks' whole chunks (negative chunk_sectors)",
                    "1 disk of 4294967295 sectors, raid_disks 1, chunk_sectors -1, layout 1",
                    "kv1/Z2/7.2/kvzalloc/d4294967295/r1/c-1/l1/14d0c4f2"),
            sometimes(
                    "the disks have more sectors than 64 bits count",
                    "1025 disks of 17996823486545905 (1025 times) sectors, raid_disks 1025, chunk_sectors 1, layout 1",
                    "kv1/Z2/7.2/kvzalloc/d17996823486545905x1025/r1025/c1/l1/0c48586e"),
            sometimes(
                    "the disks have more sectors than 64 bits count",
                    "1025 disks of 17996823486545905 (1024 times), 17996823486545906 sectors, raid_disks 1025, chunk_sectors 1, layout 1",
                    "kv1/Z1/7.2/kvzalloc/d17996823486545905x1024,17996823486545906/r1025/c1/l1/68ecec88"),
            always(
                    "the mapping is not one to one (negative chunk_sectors)",
                    "1 disk of 2147483648 sectors, raid_disks 1, chunk_sectors -2147483648, layout 1",
                    "kv1/Z3/7.2/kvzalloc/d2147483648/r1/c-2147483648/l1/fd44abd5"),
            always(
                    "the mapping is not one to one",
                    "3 disks of 1431655766 (3 times) sectors, raid_disks 3, chunk_sectors 1431655766, layout 1",
                    "kv1/Z3/7.2/kvzalloc/d1431655766x3/r3/c1431655766/l1/1703f577"),
            always(
                    "WARN in __kvmalloc_node_noprof",
                    "1 disk of 2 sectors, raid_disks 268435456, chunk_sectors 1, layout 1",
                    "kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161"),
            always(
                    "DIVIDE_ERROR in map_sector (negative chunk_sectors)",
                    "2 disks of 2147483648, 2147483648 sectors, raid_disks 2, chunk_sectors -2147483648, layout 1",
                    "kv1/W2/7.2/kvzalloc/d2147483648,2147483648/r2/c-2147483648/l1/de84ed8f"),
            always(
                    "DIVIDE_ERROR in map_sector",
                    "4 disks of 1073741824 (4 times) sectors, raid_disks 4, chunk_sectors 1073741824, layout 1",
                    "kv1/W2/7.2/kvzalloc/d1073741824x4/r4/c1073741824/l1/6af45f44"),
            always(
                    "disks keep the size that a refused start gave them",
                    "1 disk of 3 sectors, raid_disks 2, chunk_sectors 2, layout 1",
                    "kv1/W3/7.2/kvzalloc/d3/r2/c2/l1/5208c5eb"),
            always(
                    "disks keep the size that a refused start gave them (negative chunk_sectors)",
                    "1 disk of 2 sectors, raid_disks 2, chunk_sectors -1, layout 1",
                    "kv1/W3/7.2/kvzalloc/d2/r2/c-1/l1/5a67333d"),
            always(
                    "a refusal taints the kernel: WARN in __kvmalloc_node_noprof",
                    "1 disk of 2 sectors, raid_disks 268435456, chunk_sectors 1, layout 1",
                    "kv1/W3/7.2/kvzalloc/d2/r268435456/c1/l1/cb69630d"),
            always(
                    "within a chunk a request lands elsewhere than its sectors",
                    "3 disks of 1431655766 (3 times) sectors, raid_disks 3, chunk_sectors 1431655766, layout 1, request [1, 3)",
                    "kv1/I3/7.2/kvzalloc/d1431655766x3/r3/c1431655766/l1/q1+2/a09e9078"),
            sometimes(
                    "within a chunk a request lands elsewhere than its sectors (negative chunk_sectors)",
                    "2 disks of 6442450942, 6442450942 sectors, raid_disks 2, chunk_sectors -1073741825, layout 1, request [2147483645, 2147483647)",
                    "kv1/I3/7.2/kvzalloc/d6442450942,6442450942/r2/c-1073741825/l1/q2147483645+2/54b75bb8"),
            always(
                    "a discard does not match the mapping (negative chunk_sectors)",
                    "1 disk of 4294967295 sectors, raid_disks 1, chunk_sectors -1, layout 1, request [0, 1)",
                    "kv1/I4/7.2/kvzalloc/d4294967295/r1/c-1/l1/q0+1/0be683e3"),
            always(
                    "a discard does not match the mapping",
                    "2 disks of 1073741825, 2147483650 sectors, raid_disks 2, chunk_sectors 1073741825, layout 1, request [2147483647, 2147483648)",
                    "kv1/I4/7.2/kvzalloc/d1073741825,2147483650/r2/c1073741825/l1/q2147483647+1/5034d723"),
            always(
                    "WARN in __alloc_frozen_pages_noprof",
                    "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1",
                    "kv1/W1/7.0/kzalloc/d2/r524289/c1/l1/f81aa881"),
            always(
                    "disks keep the size that a refused start gave them",
                    "1 disk of 3 sectors, raid_disks 2, chunk_sectors 2, layout 1",
                    "kv1/W3/7.0/kzalloc/d3/r2/c2/l1/0aa4904b"),
            always(
                    "disks keep the size that a refused start gave them (negative chunk_sectors)",
                    "1 disk of 2 sectors, raid_disks 2, chunk_sectors -1, layout 1",
                    "kv1/W3/7.0/kzalloc/d2/r2/c-1/l1/8ce93c80"),
            always(
                    "a refusal taints the kernel: WARN in __alloc_frozen_pages_noprof",
                    "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1",
                    "kv1/W3/7.0/kzalloc/d2/r524289/c1/l1/80db6e91"),
            always(
                    "WARN in __vmalloc_node_range_noprof",
                    "1 disk of 2 sectors, raid_disks 0, chunk_sectors 1, layout 1",
                    "kv1/W1/7.2/vzalloc/d2/r0/c1/l1/3087c9a7"),
            always(
                    "WARN in __alloc_pages_nodemask",
                    "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1",
                    "kv1/W1/5.10/kzalloc/d2/r524289/c1/l1/e41657fd"),
            always(
                    "freed twice",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, allocation 8 fails, integrity profiles alike",
                    "kv1/M1/6.1/kzalloc/d2/r1/c1/l1/f8/isame/ee11ba57"),
            always(
                    "read after free",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, allocation 8 fails, integrity profiles alike",
                    "kv1/M3/6.1/kzalloc/d2/r1/c1/l1/f8/isame/a715183b"),
            always(
                    "BUG in kfree",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1, allocation 8 fails, integrity profiles alike",
                    "kv1/W2/6.1/kzalloc/d2/r1/c1/l1/f8/isame/42658592"),
            always(
                    "DIVIDE_ERROR in map_sector (negative chunk_sectors)",
                    "2 disks of 2147483648, 2147483648 sectors, raid_disks 2, chunk_sectors -2147483648, layout 1",
                    "kv1/W2/6.1/kzalloc/d2147483648,2147483648/r2/c-2147483648/l1/98d3755d"),
            always(
                    "DIVIDE_ERROR in map_sector",
                    "4 disks of 1073741824 (4 times) sectors, raid_disks 4, chunk_sectors 1073741824, layout 1",
                    "kv1/W2/6.1/kzalloc/d1073741824x4/r4/c1073741824/l1/4bb154d2"),
            always(
                    "the rest of a request is not cut at the next chunk",
                    "2 disks of 2, 2 sectors, raid_disks 2, chunk_sectors 1, layout 1, request [0, 3)",
                    "kv1/I3/6.12/kzalloc/d2,2/r2/c1/l1/q0+3/6fab7dbc"),
            always(
                    "within a chunk a request lands elsewhere than its sectors",
                    "3 disks of 1431655766 (3 times) sectors, raid_disks 3, chunk_sectors 1431655766, layout 1, request [1, 3)",
                    "kv1/I3/6.12/kzalloc/d1431655766x3/r3/c1431655766/l1/q1+2/d57197e7"),
            sometimes(
                    "within a chunk a request lands elsewhere than its sectors (negative chunk_sectors)",
                    "2 disks of 6442450942, 6442450942 sectors, raid_disks 2, chunk_sectors -1073741825, layout 1, request [2147483645, 2147483647)",
                    "kv1/I3/6.12/kzalloc/d6442450942,6442450942/r2/c-1073741825/l1/q2147483645+2/d581e574"),
            always(
                    "WARN in __alloc_pages_noprof",
                    "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1",
                    "kv1/W1/6.12/kzalloc/d2/r524289/c1/l1/545477fe"),
            always(
                    "WARN in __kvmalloc_node_noprof",
                    "1 disk of 2 sectors, raid_disks 268435456, chunk_sectors 1, layout 1",
                    "kv1/W1/6.12+fix/kvzalloc/d2/r268435456/c1/l1/8a32a988"),
            always(
                    "disks keep the size that a refused start gave them",
                    "1 disk of 3 sectors, raid_disks 2, chunk_sectors 2, layout 1",
                    "kv1/W3/6.12+fix/kvzalloc/d3/r2/c2/l1/c832e862"),
            always(
                    "disks keep the size that a refused start gave them (negative chunk_sectors)",
                    "1 disk of 2 sectors, raid_disks 2, chunk_sectors -1, layout 1",
                    "kv1/W3/6.12+fix/kvzalloc/d2/r2/c-1/l1/ce993294"),
            always(
                    "a refusal taints the kernel: WARN in __kvmalloc_node_noprof",
                    "1 disk of 2 sectors, raid_disks 268435456, chunk_sectors 1, layout 1",
                    "kv1/W3/6.12+fix/kvzalloc/d2/r268435456/c1/l1/1720beda"),
            always(
                    "freed with the wrong function",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1",
                    "kv1/M1/6.12+alloc/kvzalloc/d2/r1/c1/l1/10d8b825"),
            always(
                    "OOPS in create_strip_zones",
                    "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1",
                    "kv1/W2/6.12+alloc/kvzalloc/d2/r524289/c1/l1/23e691f6"),
            always(
                    "DIVIDE_ERROR in map_sector (negative chunk_sectors)",
                    "2 disks of 2147483648, 2147483648 sectors, raid_disks 2, chunk_sectors -2147483648, layout 1",
                    "kv1/W2/6.12+alloc/kvzalloc/d2147483648,2147483648/r2/c-2147483648/l1/a4a3d5ba"),
            always(
                    "DIVIDE_ERROR in map_sector",
                    "4 disks of 1073741824 (4 times) sectors, raid_disks 4, chunk_sectors 1073741824, layout 1",
                    "kv1/W2/6.12+alloc/kvzalloc/d1073741824x4/r4/c1073741824/l1/eea953d5"),
            sometimes(
                    "OOPS in raid0_free",
                    "23 disks of 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, ... sectors, raid_disks 23, chunk_sectors 1, layout 1, 4 KiB pages, 2048 MiB fragmented to order 0",
                    "kv1/W2/6.12+alloc/kvzalloc/d2~1x23/r23/c1/l1/m4096,2048,0/004f87c7"),
            always(
                    "freed with the wrong function",
                    "1 disk of 2 sectors, raid_disks 2, chunk_sectors 1, layout 1",
                    "kv1/M1/6.12+abort/kzalloc/d2/r2/c1/l1/8fb0779d"),
            always(
                    "freed with the wrong function",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1",
                    "kv1/M1/6.12+free/kzalloc/d2/r1/c1/l1/99527273"),
            always(
                    "freed with the wrong function",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1",
                    "kv1/M1/6.12+alloc,abort/kvzalloc/d2/r1/c1/l1/1ac26a44"),
            always(
                    "DIVIDE_ERROR in map_sector (negative chunk_sectors)",
                    "2 disks of 2147483648, 2147483648 sectors, raid_disks 2, chunk_sectors -2147483648, layout 1",
                    "kv1/W2/6.12+alloc,abort/kvzalloc/d2147483648,2147483648/r2/c-2147483648/l1/9ec52602"),
            always(
                    "DIVIDE_ERROR in map_sector",
                    "4 disks of 1073741824 (4 times) sectors, raid_disks 4, chunk_sectors 1073741824, layout 1",
                    "kv1/W2/6.12+alloc,abort/kvzalloc/d1073741824x4/r4/c1073741824/l1/83722cf6"),
            sometimes(
                    "OOPS in raid0_free",
                    "23 disks of 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, ... sectors, raid_disks 23, chunk_sectors 1, layout 1, 4 KiB pages, 2048 MiB fragmented to order 0",
                    "kv1/W2/6.12+alloc,abort/kvzalloc/d2~1x23/r23/c1/l1/m4096,2048,0/06d44fd2"),
            always(
                    "freed with the wrong function",
                    "1 disk of 2 sectors, raid_disks 2, chunk_sectors 1, layout 1",
                    "kv1/M1/6.12+alloc,free/kvzalloc/d2/r2/c1/l1/d6883a5c"),
            always(
                    "OOPS in create_strip_zones",
                    "1 disk of 2 sectors, raid_disks 524289, chunk_sectors 1, layout 1",
                    "kv1/W2/6.12+alloc,free/kvzalloc/d2/r524289/c1/l1/34252ca3"),
            always(
                    "DIVIDE_ERROR in map_sector (negative chunk_sectors)",
                    "2 disks of 2147483648, 2147483648 sectors, raid_disks 2, chunk_sectors -2147483648, layout 1",
                    "kv1/W2/6.12+alloc,free/kvzalloc/d2147483648,2147483648/r2/c-2147483648/l1/5b10665f"),
            always(
                    "DIVIDE_ERROR in map_sector",
                    "4 disks of 1073741824 (4 times) sectors, raid_disks 4, chunk_sectors 1073741824, layout 1",
                    "kv1/W2/6.12+alloc,free/kvzalloc/d1073741824x4/r4/c1073741824/l1/14450e60"),
            always(
                    "freed with the wrong function",
                    "1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1",
                    "kv1/M1/6.12+abort,free/kzalloc/d2/r1/c1/l1/d5b5b3eb"),
            always(
                    "io_min is not the chunk (negative chunk_sectors)",
                    "1 disk of 4294967294 sectors, raid_disks 1, chunk_sectors -2, layout 1",
                    "kv1/Q1/7.2/kvzalloc/d4294967294/r1/c-2/l1/25cc5d3c"),
            sometimes(
                    "io_opt is not the chunk times the disks (negative chunk_sectors)",
                    "2 disks of 2, 4294967295 sectors, raid_disks 2, chunk_sectors -1, layout 1",
                    "kv1/Q1/7.2/kvzalloc/d2,4294967295/r2/c-1/l1/517fe768"),
            always(
                    "io_min is not the chunk",
                    "1 disk of 8388608 sectors, raid_disks 1, chunk_sectors 8388608, layout 1",
                    "kv1/Q1/7.2/kvzalloc/d8388608/r1/c8388608/l1/fb56352a"),
            always(
                    "io_opt is not the chunk times the disks",
                    "2 disks of 2, 4194304 sectors, raid_disks 2, chunk_sectors 4194304, layout 1",
                    "kv1/Q1/7.2/kvzalloc/d2,4194304/r2/c4194304/l1/e1415e27"));

    /** All defects of a law on a setup. */
    private static Stream<Vector<Pinned>> pinned() {
        return ALL.groupBy(pinned -> Tuple.of(pinned.law(), pinned.setup().toString()))
                .values()
                .toJavaStream();
    }

    @ParameterizedTest
    @MethodSource("pinned")
    void aSeedEndsInIt(Vector<Pinned> pinned) {
        assertEndsIn(pinned, 1);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("pinned")
    void everySeedEndsInIt(Vector<Pinned> pinned) {
        for (long seed = 2; seed <= 6; seed++) assertEndsIn(pinned, seed);
    }

    @Tag("huge")
    @ParameterizedTest
    @MethodSource("pinned")
    void everyOneOfAHundredSeedsEndsInIt(Vector<Pinned> pinned) throws IOException {
        Setup setup = pinned.get().setup();
        Vector<Law> law = Vector.of(pinned.get().law());
        Pins.check(
                "kernels.txt", setup.toString(), law, 100, seed -> Checks.run(setup, law, Check.DEFAULT_TRIES, seed));
    }

    private static void assertEndsIn(Vector<Pinned> pinned, long seed) {
        Pinned any = pinned.get();
        Map<String, Defect> found = Checks.run(any.setup(), any.law(), Check.DEFAULT_TRIES, seed)
                .defects()
                .toMap(defect -> defect.violation().what(), defect -> defect);
        assertThat(pinned.map(Pinned::what)).containsAll(found.keySet());
        for (Pinned one : pinned) {
            if (one.always) assertThat(found.keySet()).contains(one.what);
            found.get(one.what).forEach(defect -> {
                assertThat(defect.counterexample()).hasToString(one.counterexample);
                assertThat(defect.replay()).isEqualTo(one.token);
            });
        }
    }

    private static Stream<Pinned> each() {
        return ALL.toJavaStream();
    }

    @ParameterizedTest
    @MethodSource("each")
    void itsTokenRunsItAgain(Pinned pinned) {
        ReplayToken token = ReplayToken.parse(pinned.token).get();
        assertThat(token.testCase()).hasToString(pinned.counterexample);
        assertThat(Vector.ofAll(Examiner.examine(pinned.law(), pinned.setup(), token.testCase())
                                .violations())
                        .map(Violation::what))
                .contains(pinned.what);
    }

    @ParameterizedTest
    @MethodSource("each")
    void itsTokenIsShort(Pinned pinned) {
        assertThat(pinned.token).hasSizeLessThanOrEqualTo(200);
    }
}
