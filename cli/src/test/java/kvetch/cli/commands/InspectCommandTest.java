package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of a machine, as user-mode Linux 6.1.176 and mdadm 4.2 told of them (src/test/resources/machines/README.md). */
final class InspectCommandTest {
    private static final Path MACHINE = Path.of("src", "test", "resources", "machines", "6.1.176");

    @TempDir
    private Path folder;

    private static String file(String name) {
        return MACHINE.resolve(name).toString();
    }

    private static Cli inspect(String... arguments) {
        return Cli.run(Vector.of(arguments).prepend("inspect").toJavaArray(String[]::new));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("told.txt"), text);
    }

    @Test
    void theArraysOfAMachine() throws IOException {
        Cli run = inspect(file("sysfs.txt"));
        Golden.assertMatches("inspect.txt", run.out());
        // Of md3 nobody recorded in which layout it was written.
        assertThat(run.code()).isEqualTo(3);
        Golden.assertMatches(
                "inspect.json",
                inspect(file("sysfs.txt"), "--array", "md2", "--format", "json").out());
    }

    /** The model's sizes are those of the kernel that the files are of: else it would be said. */
    @Test
    void theKernelShowsAsManySectorsAsTheZonesHave() throws IOException {
        String out = inspect(file("sysfs.txt")).out();
        assertThat(out).doesNotContain("its block device shows");
        for (String array : Vector.of("md0", "md1", "md2", "md3", "md6", "md7"))
            assertThat(out).contains(System.lineSeparator() + array + ": raid0, ");
        String other = Files.readString(MACHINE.resolve("sysfs.txt"))
                .replace("/sys/block/md0/size:174080", "/sys/block/md0/size:174072");
        assertThat(inspect(write(other).toString(), "--array", "md0").out())
                .contains("its block device shows 174072 sectors, and not the 174080 that follow from its disks");
    }

    @Test
    void arraysThatTheKernelRefusesForTheirLayout() throws IOException {
        Cli run = inspect(file("sysfs-refused.txt"), "--array", "md7", "--kernel", "7.2");
        Golden.assertMatches("inspect-refused.txt", run.out());
        assertThat(run.code()).isEqualTo(1);
        assertThat(inspect(file("sysfs-refused.txt"), "--array", "md127").out())
                .contains("metadata 0.90, inactive", "nobody says which one it was made with")
                .contains("original and alternate differ from array sector 122496 on, 32768 of 155264");
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Cli run = inspect(file("detail-export-md1.txt"), file("lsblk.json"), "--array", "md1");
        Golden.assertMatches("inspect-untold.txt", run.out());
        assertThat(run.code()).isEqualTo(3);
        assertThat(inspect(file("examine-export-loop0.txt")).out())
                .contains("raid0, 3 disks, metadata not told, state not told", "which disks are in its slots 0 to 2");
        assertThat(inspect(file("examine-md3.txt")).out())
                .contains("- how much of loop9 is data (md/dev-loop9/size in sysfs)");
    }

    @Test
    void severalSourcesCompleteEachOther() throws IOException {
        Cli run = inspect(file("examine-md1.txt"), file("detail-export-md1.txt"), file("lsblk.json"), "--array", "md1");
        assertThat(run.out())
                .contains("md1: raid0, 3 disks, chunk 512 KiB, metadata 1.2, state not told")
                .contains("loop5, 60416 sectors in whole chunks, 488 lost to rounding")
                .contains("layout    2 (alternate), as its superblock says")
                .contains("which kernel runs there was not told")
                .contains("findings  depend on the kernel, and none was told or named (--kernel)")
                .endsWith(
                        "Whether it is fine where it is does not follow from what was told." + System.lineSeparator());
        assertThat(inspect(file("sysfs.txt"), "--array", "md1").out()).contains("at most 488 lost to rounding");
        String withSysfs = inspect(file("examine-md1.txt"), file("sysfs.txt"), "--array", "md1")
                .out();
        assertThat(withSysfs).contains("488 lost to rounding", "It is fine where it is.");
        // The UUID of metadata 0.90 is written in two ways.
        assertThat(inspect(
                                file("examine-md3.txt"),
                                file("detail-export-md3.txt"),
                                file("sysfs.txt"),
                                "--format",
                                "json")
                        .out()
                        .split("\"0.90\"", -1))
                .hasSize(2);
    }

    @Test
    void sourcesThatDoNotAgreeAreRefused() {
        Cli run = inspect(file("sysfs.txt"), file("sysfs-refused.txt"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "kvetch: of the machine, raid0.default_layout is '2' and '0': what was read is not all of one machine,"
                                + " or not of one moment" + System.lineSeparator());
    }

    /** A copy of sysfs says what the listing of its files says. */
    @Test
    void aTreeAndItsListing() throws IOException {
        String listing = Files.readString(MACHINE.resolve("sysfs.txt")).replaceAll("(?m)^/proc/.*\\n", "");
        Path root = folder.resolve("sys");
        for (String line : listing.lines().toList()) {
            int colon = line.indexOf(':');
            Path path = root.resolve(line.substring("/sys/".length(), colon));
            Files.createDirectories(path.getParent());
            Files.writeString(path, line.substring(colon + 1) + "\n");
        }
        Cli tree = inspect("--sysfs", root.toString(), "--kernel", "6.1");
        assertThat(tree.out())
                .isEqualTo(inspect(write(listing).toString(), "--kernel", "6.1").out())
                .contains("md7: raid0");
        Files.delete(root.resolve(Path.of("block", "md0", "md", "chunk_size")));
        assertThat(inspect("--sysfs", root.toString(), "--array", "md0").out())
                .contains("- its chunk (md/chunk_size in sysfs, or mdadm --examine)");
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize((int) listing.lines().count() - 1);
        }
    }

    @Test
    void stdin() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(MACHINE.resolve("sysfs.txt"))));
        try {
            assertThat(inspect("-", "--array", "md0").out())
                    .isEqualTo(inspect(file("sysfs.txt"), "--array", "md0").out());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aMachineWithoutArrays() throws IOException {
        Path root = folder.resolve("sys");
        Files.createDirectories(root.resolve("block"));
        Cli run = inspect("--sysfs", root.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("There is no md array in what was told." + System.lineSeparator());
    }

    @Test
    void layoutAndUpgradeOfAnArrayThatIsThere() {
        assertThat(Cli.run("layout", "--array", "md2", file("sysfs.txt")).out())
                .contains("mdadm --assemble --update=layout-alternate /dev/md2 /dev/loop6 /dev/loop7 /dev/loop8");
        assertThat(Cli.run("layout", "--array", "md127", file("sysfs-refused.txt"))
                        .out())
                .contains("mdadm        none: metadata 0.90 has no room for it")
                .doesNotContain("mdadm --assemble");
        Cli up = Cli.run("upgrade", "--from", "6.1", "--to", "7.2", "--array", "md2", file("sysfs.txt"));
        assertThat(up.code()).isZero();
        assertThat(up.out()).contains("starts    on 7.2: yes, in layout 1 (original)");
        Cli down = Cli.run("upgrade", "--from", "6.1", "--to", "5.3", "--array", "md2", file("sysfs.txt"));
        assertThat(down.code()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inspect nowhere | cannot read 'nowhere'",
                "inspect --sysfs nowhere | there is no sysfs: 'nowhere/block' is no folder; name what mdadm or lsblk printed",
                "inspect pom.xml | 'pom.xml' is nothing that is known here: mdadm --detail --export, mdadm --examine (--export), lsblk --json --bytes, or grep of files in sysfs",
                "inspect src/test/resources/golden/layout.json | 'src/test/resources/golden/layout.json' is JSON, and not that of lsblk --json --bytes: it has no blockdevices",
                "inspect --array md9 src/test/resources/machines/6.1.176/sysfs.txt | there is no array 'md9'; there are md0, md1, md2, md3, md4, md5, md6, md7",
                "layout src/test/resources/machines/6.1.176/sysfs.txt | there are several arrays, md0, md1, md2, md3, md6, md7: name one with --array",
                "layout --array md4 src/test/resources/machines/6.1.176/sysfs.txt | there is no raid0 in what was told",
                "layout --disks 64 --array md0 src/test/resources/machines/6.1.176/sysfs.txt | an array is told by --disks and --chunk, or by files and --array, and not by both",
            })
    void badInputIsOneLine(String command, String line) {
        Cli run = Cli.run(command.split(" ", -1));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("kvetch: " + line + System.lineSeparator());
    }

    /** Whatever is in a file, there is an answer or one line of complaint. */
    @Test
    void noInputIsAFaultOfOurs() throws IOException {
        Random random = new Random(1);
        Vector<String> files = Vector.of("sysfs.txt", "lsblk.json", "examine-md1.txt", "detail-export-md0.txt");
        for (int i = 0; i < 120; i++) {
            byte[] bytes = Files.readAllBytes(MACHINE.resolve(files.get(i % files.size())));
            for (int edit = random.nextInt(20); edit >= 0; edit--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) "0123456789:-/ \n\"{}[]=x\0\u00ff".charAt(random.nextInt(24));
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            Cli run = inspect(
                    write(text.substring(0, random.nextInt(text.length()) + 1)).toString());
            assertThat(run.code()).as(run.err()).isLessThanOrEqualTo(3);
            assertThat(run.err().lines().count()).isLessThanOrEqualTo(1);
        }
    }
}
