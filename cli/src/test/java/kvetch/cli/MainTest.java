package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Terminal;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.map.Mapper;
import kvetch.cli.options.Choice;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

    @Test
    void saysItsVersion() {
        assertThat(Cli.run("--version")).isEqualTo(new Cli(0, "kvetch 0.1.0" + System.lineSeparator(), ""));
        assertThat(Cli.run("check", "--version").out()).isEqualTo("kvetch 0.1.0" + System.lineSeparator());
    }

    @Test
    void aBrokenLawEndsInOne() {
        Cli result = Cli.run(
                "check", "--kernel", "7.0", "--allocator", "kzalloc", "--law", "w1", "--tries", "100", "--seed", "1");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("seed 1", "raid_disks 524289", "WARNING: mm/page_alloc.c:5234", "ENOMEM (12)");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void lawsThatHoldEndInZero() {
        Cli result = Cli.run(
                "check",
                "--kernel",
                "hardened",
                "--allocator",
                "kvzalloc",
                "--law",
                "Z1",
                "--tries",
                "50",
                "--seed",
                "1");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("held").doesNotContain("BROKEN");
    }

    @Test
    void jsonIsOneObjectAndNothingElse() {
        Cli result = Cli.run(
                "check",
                "--kernel",
                "6.12+alloc,abort",
                "--allocator",
                "kvzalloc",
                "--law",
                "M1",
                "--law",
                "M1",
                "--tries",
                "60",
                "--seed",
                "-7",
                "--format",
                "json");
        JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
        assertThat(json.get("kvetch").getAsString()).isEqualTo("0.1.0");
        assertThat(json.getAsJsonArray("results")).hasSize(1);
        JsonObject entry = json.getAsJsonArray("results").get(0).getAsJsonObject();
        assertThat(entry.get("kernel").getAsString()).isEqualTo("6.12+alloc,abort");
        assertThat(entry.get("seed").getAsLong()).isEqualTo(-7);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameReport() {
        String[] args = {"check", "--law", "W1", "--law", "Z2", "--tries", "40", "--seed", "3"};
        assertThat(withoutTimes(Cli.run(args).out()))
                .isEqualTo(withoutTimes(Cli.run(args).out()));
    }

    private static String withoutTimes(String report) {
        return report.replaceAll("in [0-9.]+ s;", "in T s;");
    }

    @Test
    void colourNeedsATerminalThatIsWatchedAndWantsIt() {
        String escape = "\u001b[";
        assertThat(Cli.run(Map.of(), true, "laws").out()).contains(escape);
        assertThat(Cli.run(Map.of(), false, "laws").out()).doesNotContain(escape);
        assertThat(Cli.run(Map.of("NO_COLOR", "1"), true, "laws").out()).doesNotContain(escape);
        assertThat(Cli.run(Map.of("NO_COLOR", ""), true, "laws").out()).contains(escape);
        assertThat(Cli.run(Map.of("TERM", "dumb"), true, "laws").out()).doesNotContain(escape);
        assertThat(Cli.run(Map.of("NO_COLOR", "1"), true, "check", "--help").out())
                .doesNotContain(escape);
    }

    @Test
    void progressIsForTerminalsOnly() {
        String[] args = {"check", "--law", "Z1", "--allocator", "kzalloc", "--tries", "5", "--seed", "1"};
        assertThat(Cli.run(Map.of(), true, args).err()).contains("0/1  7.2 kzalloc Z1");
        assertThat(Cli.run(args).err()).isEmpty();
    }

    @Test
    void aFaultOfOurOwnIsOneLineAndTheTraceIsForWhoeverAsks() {
        for (boolean debug : new boolean[] {false, true}) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Map<String, String> environment = debug ? Map.of("KVETCH_DEBUG", "1") : Map.of();
            int code = Main.run(
                    new String[] {"laws"}, new Terminal(new Faulty(), Cli.print(err), environment, false, false, 100));
            assertThat(code).isEqualTo(70);
            String first = "kvetch: a fault of our own, please report it: java.lang.IllegalStateException: planted";
            if (debug)
                assertThat(Cli.text(err))
                        .startsWith(first + System.lineSeparator())
                        .contains("at kvetch.cli");
            else
                assertThat(Cli.text(err))
                        .isEqualTo(
                                first + " (run it again with KVETCH_DEBUG=1 for the trace)" + System.lineSeparator());
        }
    }

    private static final class Faulty extends PrintStream {
        Faulty() {
            super(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void outputThatCannotBeWrittenIsNoSuccess() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new String[] {"laws"}, new PrintStream(full, true, StandardCharsets.UTF_8), Cli.print(err));
        assertThat(code).isEqualTo(70);
        assertThat(Cli.text(err)).isEqualTo("kvetch: the output could not be written in full" + System.lineSeparator());
    }

    @Test
    void aMapInJsonIsARecordingThatTheModelAgreesWith(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("map.jsonl");
        Files.writeString(
                file,
                Cli.run("map", "--disks", "64,128,200", "--chunk", "8", "--format", "json")
                                .out()
                        + Cli.run(
                                        "map",
                                        "--disks",
                                        "65,130",
                                        "--chunk",
                                        "5",
                                        "--layout",
                                        "alternate",
                                        "--kernel",
                                        "6.1",
                                        "--format",
                                        "json")
                                .out());
        Cli result = Cli.run("conform", file.toString());
        assertThat(result.out()).isEqualTo("map  2/2  " + file + System.lineSeparator());
        assertThat(result.code()).isZero();
    }

    @Test
    void aRecordingThatDisagreesEndsInOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("map.jsonl");
        Files.writeString(
                file,
                Cli.run("map", "--disks", "64", "--chunk", "8", "--format", "json")
                        .out()
                        .replace("[[0,64,0,0]]", "[[0,64,0,8]]"));
        Cli result = Cli.run("conform", file.toString());
        assertThat(result.out()).contains("map  0/1  ", "runs[0]", "[0,64,0,8]");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void anAllocatorThatThrowsIsTheAllocatorsFault() {
        Providers providers = Providers.load().and(new Thrower());
        ArrayMap.Array array = new ArrayMap.Array(
                KernelProfiles.find("7.2").get(), Choice.allocator(providers, "thrower"), Vector.of(64L), 1, 8, 1);
        assertThatThrownBy(() -> new Mapper(providers, array).map(null))
                .isInstanceOf(AllocatorFailure.class)
                .extracting(thrown -> ((AllocatorFailure) thrown).message())
                .isEqualTo("allocator 'thrower' failed as a program: java.lang.ArithmeticException: planted");
    }

    private static final class Thrower implements AllocatorProvider {
        @Override
        public String name() {
            return "thrower";
        }

        @Override
        public String description() {
            return "throws";
        }

        @Override
        public Family family() {
            return Family.KVMALLOC;
        }

        @Override
        public Allocator create(Machine machine) {
            throw new ArithmeticException("planted");
        }
    }
}
