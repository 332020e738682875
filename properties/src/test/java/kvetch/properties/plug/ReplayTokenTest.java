package kvetch.properties.plug;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import kvetch.properties.Checks;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTokenTest {

    private static String format(ArrayCase c) {
        return new ReplayToken(StandardLaws.W1, "7.0", "kzalloc", c).format();
    }

    /** With the checksum that goes with it. */
    static String sealed(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return body + String.format("/%08x", crc.getValue());
    }

    @Test
    void leavesOutWhatIsUsual() {
        assertThat(format(ArrayCase.of(8, 64).withRaidDisks(524_289)))
                .isEqualTo("kv1/W1/7.0/kzalloc/d64/r524289/c8/l1/41c446cf");
    }

    /** At the limits of explore's options, with the longest names there can be. */
    @Test
    void nothingThatExploreCanPrintIsLongerThanPromised() {
        // No two differences alike, so that nothing is written in short.
        long[] sizes = {8192, 7936, 8064, 7680, 7808, 7168, 7424, 6912};
        ArrayCase widest = ArrayCase.of(128, sizes)
                .withLayout(2)
                .withFailAt(99)
                .withRequest(65535, 4096)
                .withIntegrity(Integrity.MIXED)
                .withAgain(new long[] {8192, 7936});
        String kernel = KernelProfiles.find("5.15+alloc,abort,free").get().name();
        String allocator = "a".repeat(32);
        assertThat(AllocatorProvider.NAME.matcher(allocator).matches()).isTrue();

        String token = new ReplayToken(StandardLaws.W3, kernel, allocator, widest).format();

        assertThat(token).contains("/d8192,7936,8064,7680,7808,7168,7424,6912/").hasSizeLessThanOrEqualTo(200);
    }

    /** Cases as they are generated may have many disks of unlike sizes; a token holds each, and is read whatever its length. */
    @Test
    void aTokenThatIsLongerIsWrittenWholeAndReplays() {
        Random random = new Random(7);
        long[] sizes = new long[32];
        for (int i = 0; i < sizes.length; i++) sizes[i] = (random.nextLong() >>> 3) | 1L << 60;
        ArrayCase c = ArrayCase.of(3, sizes);

        String token = new ReplayToken(StandardLaws.Z2, "7.2", "kvzalloc", c).format();

        assertThat(token).hasSizeGreaterThan(600);
        assertThat(ReplayToken.parse(token).get().testCase()).isEqualTo(c);
        assertThat(Replay.of(token).verdict()).isEqualTo(Verdict.BROKEN);
    }

    /** Whatever is found is made smaller until its token is short enough, even where there is no time for more. */
    @Test
    void aDefectOfManyUnlikeDisksIsReportedWithAShortToken() {
        Random random = new Random(7);
        long[] sizes = new long[32];
        for (int i = 0; i < sizes.length; i++) sizes[i] = (random.nextLong() >>> 8) | 1L << 55;
        Setup setup = Checks.asShipped("7.2");
        Violation violation = Examiner.examine(StandardLaws.Z2, setup, ArrayCase.of(3, sizes))
                .violations()
                .get(0);

        Defect defect = Defects.of(setup, violation, ArrayCase.of(3, sizes), new Budget(0, () -> false));

        assertThat(new ReplayToken(StandardLaws.Z2, "7.2", "kvzalloc", defect.original()).format())
                .hasSizeGreaterThan(200);
        assertThat(defect.replay()).hasSizeLessThanOrEqualTo(ReplayToken.MOST_CHARACTERS);
        assertThat(Replay.of(defect.replay()).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void holdsAllThatIsUnusual() {
        ArrayCase c = ArrayCase.of(-1, 2, 2, 2, 5, 7)
                .withRaidDisks(-3)
                .withLayout(2)
                .withFailAt(4)
                .withRequest(10, 3)
                .withBlockSizes(4096)
                .withIntegrity(Integrity.MIXED)
                .withSlots(new int[] {4, 3, 2, 1, -1})
                .onMachine(MachineProfile.of(65536, 64).withFreeOrder(3))
                .withAgain(new long[] {9, 9});
        assertThat(format(c))
                .startsWith(
                        "kv1/W1/7.0/kzalloc/d2x3,5,7/r-3/c-1/l2/f4/q10+3/b4096/imixed/s4~-1x4,-1/m65536,64,3/a9,9/");
        assertThat(ReplayToken.parse(format(c)).get().testCase()).isEqualTo(c);
    }

    @Test
    void holdsWhatFewArraysHave() {
        ArrayCase c = ArrayCase.of(8, 1, 64, 64)
                .withLayout(3)
                .withOwnLayout(-2)
                .withBlockSizes(512, 4096, 4096)
                .withRaidDisks(5)
                .withSlots(0, 2, 4);
        assertThat(format(c)).startsWith("kv1/W1/7.0/kzalloc/d1,64,64/r5/c8/l3/b512,4096,4096/s0~2x3/o-2/");
        assertThat(ReplayToken.parse(format(c)).get().testCase()).isEqualTo(c);
    }

    @Test
    void anArrayMayHaveNoDisks() {
        ArrayCase c = ArrayCase.of(8).withRaidDisks(2);
        assertThat(format(c)).startsWith("kv1/W1/7.0/kzalloc/d/r2/c8/l1/");
        assertThat(ReplayToken.parse(format(c)).get().testCase()).isEqualTo(c);
    }

    @Test
    void blocksThatAreAlikeAreWrittenOnce() {
        ArrayCase each = ArrayCase.of(8, 64, 64, 64).withBlockSizes(1024, 1024, 1024);
        assertThat(each).isEqualTo(ArrayCase.of(8, 64, 64, 64).withBlockSizes(1024));
        assertThat(format(each)).startsWith("kv1/W1/7.0/kzalloc/d64x3/r3/c8/l1/b1024/");
        assertThat(format(each.withBlockSizes(512, 512, 512))).startsWith("kv1/W1/7.0/kzalloc/d64x3/r3/c8/l1/");
        assertThat(ReplayToken.parse(sealed("kv1/W1/7.0/kzalloc/d64x3/r3/c8/l1/b1024x3"))
                        .get()
                        .testCase())
                .isEqualTo(each);
    }

    @Test
    void isShortForManyDisksThatAllDiffer() {
        long[] sizes = new long[725];
        for (int i = 0; i < sizes.length; i++) sizes[i] = i + 2L;
        ArrayCase c = ArrayCase.of(1, sizes);
        String token = new ReplayToken(StandardLaws.M1, "6.12+alloc,abort", "kvzalloc", c).format();
        assertThat(token).startsWith("kv1/M1/6.12+alloc,abort/kvzalloc/d2~1x725/r725/c1/l1/");
        assertThat(token).hasSizeLessThan(80);
        assertThat(ReplayToken.parse(token).get().testCase()).isEqualTo(c);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                      | not a replay token: it must start with 'kv1/', as a report prints it
            7.0                                     | not a replay token: it must start with 'kv1/', as a report prints it
            kv1                                     | not a replay token: it must start with 'kv1/', as a report prints it
            kv2/W1/7.0/kzalloc/d2/r1/c1/l1/00000000 | a replay token of another version, 'kv2'; this Kvetch reads 'kv1'
            kv1/W1/7.0/kzalloc/d2/r1/c1/l1/00000000 | the token's checksum is wrong; copy it whole, from 'kv1/' to the end
            kv1/                                    | the token's checksum is wrong; copy it whole, from 'kv1/' to the end
            """)
    void whatIsNoTokenIsRefused(String token, String message) {
        assertThat(ReplayToken.parse(token).getLeft()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kv1                                     | law, kernel, allocator and disks are missing
            kv1/W1/7.0/kzalloc                      | law, kernel, allocator and disks are missing
            kv1/W1/7.0/kzalloc/r1/c1                | law, kernel, allocator and disks are missing
            kv1/W1/7.0/kzalloc/d2,                  | '' is no 64-bit number
            kv1/W1/7.0/kzalloc/d0                   | a disk of 0 sectors
            kv1/W1/7.0/kzalloc/d3~-1x4              | a disk of 0 sectors
            kv1/W1/7.0/kzalloc/d2x0                 | a run of 0
            kv1/W1/7.0/kzalloc/d2x65537             | more than 65536 numbers
            kv1/W1/7.0/kzalloc/d2x65536,2           | more than 65536 numbers
            kv1/W1/7.0/kzalloc/d9223372036854775808 | '9223372036854775808' is no 64-bit number
            kv1/W1/7.0/kzalloc/d2/                  | an empty field
            kv1/W1/7.0/kzalloc/d2/r                 | '' is no 64-bit number
            kv1/W1/7.0/kzalloc/d2/r2147483648       | '2147483648' is no 32-bit number
            kv1/W1/7.0/kzalloc/d2/cx                | 'x' is no 64-bit number
            kv1/W1/7.0/kzalloc/d2/lx                | 'x' is no 64-bit number
            kv1/W1/7.0/kzalloc/d2/o2147483648       | '2147483648' is no 32-bit number
            kv1/W1/7.0/kzalloc/d2/q5                | 2 numbers are expected in 'q5'
            kv1/W1/7.0/kzalloc/d2/q5+6+7            | 2 numbers are expected in 'q5+6+7'
            kv1/W1/7.0/kzalloc/d2/b513              | no block size: '513'
            kv1/W1/7.0/kzalloc/d2/b0                | no block size: '0'
            kv1/W1/7.0/kzalloc/d2/b512,513          | no block size: '513'
            kv1/W1/7.0/kzalloc/d2/b512,1024         | as many block sizes as disks are expected, or one
            kv1/W1/7.0/kzalloc/d2/iodd              | unknown integrity 'odd'
            kv1/W1/7.0/kzalloc/d2/s0,1              | as many slots as disks are expected
            kv1/W1/7.0/kzalloc/d2/s4294967296       | no slot: 4294967296
            kv1/W1/7.0/kzalloc/d2/m4096             | 3 numbers are expected in 'm4096'
            kv1/W1/7.0/kzalloc/d2/m5,2048,0         | page size out of range: 5
            kv1/W1/7.0/kzalloc/d2/m4096,1,0         | memory in MiB out of range: 1
            kv1/W1/7.0/kzalloc/d2/m4096,2048,11     | order of free blocks out of range: 11
            kv1/W1/7.0/kzalloc/d2/a1                | a disk of 1 sector
            kv1/W1/7.0/kzalloc/d2/z1                | an unknown field 'z1'
            """)
    void aTokenThatSaysNonsenseIsMalformed(String body, String message) {
        assertThat(ReplayToken.parse(sealed(body)).getLeft()).isEqualTo("a malformed replay token: " + message);
    }

    @Test
    void aTokenOfAnUnknownLawNamesTheLaws() {
        assertThat(ReplayToken.parse(sealed("kv1/X9/7.0/kzalloc/d2")).getLeft())
                .isEqualTo("unknown law 'X9'; known are " + StandardLaws.ALL.mkString(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d2x3", "d2~1x3", "d4~-1x3,9", "d2,3", "d2,2", "d-1,-2,-3", "d-2~9223372036854775807x3"})
    void disksAreReadAsTheyAreWritten(String disks) {
        String token = sealed("kv1/Z1/7.2/kvzalloc/" + disks + "/r1/c1/l1");
        ReplayToken read = ReplayToken.parse(token).get();
        assertThat(ReplayToken.parse(read.format())).contains(read);
    }
}
