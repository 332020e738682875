package kvetch.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What md does where nobody has set raid0.default_layout. */
final class UnsetLayoutTest {
    private static Cli map(String disks, String... more) {
        String[] args = {"map", "--disks", disks, "--chunk", "8", "--layout", "0"};
        String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.12", "7.0", "7.2", "hardened"})
    void aSecondZoneOfSeveralDisksIsRefused(String kernel) throws IOException {
        Cli result = map("64,128,200", "--kernel", kernel);
        assertThat(result.code()).as("a refusal is an answer").isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("refused with EOPNOTSUPP (95): raid0.default_layout is not set")
                .contains("raid0.default_layout=1", "raid0.default_layout=2", "--layout 1", "--layout 2")
                .doesNotContain("ARRAY SECTORS");
        if (kernel.equals("7.2")) Golden.assertMatches("map-unset.txt", result.out());
    }

    @Test
    void theRefusalIsARecordingThatTheModelAgreesWith(@TempDir Path folder) throws IOException {
        String line = map("64,128,200", "--format", "json").out();
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        assertThat(json.get("errno").getAsInt()).isEqualTo(95);
        assertThat(json.get("layout").getAsInt()).isZero();
        assertThat(json.get("array_sectors").isJsonNull()).isTrue();
        assertThat(json.getAsJsonArray("zones")).isEmpty();
        assertThat(json.get("why").getAsString()).startsWith("raid0.default_layout is not set");
        Path file = Files.writeString(folder.resolve("map.jsonl"), line);
        assertThat(Cli.run("conform", file.toString()).code()).isZero();
        Files.writeString(file, line.replace("\"errno\":95", "\"errno\":22"));
        assertThat(Cli.run("conform", file.toString()).code()).isOne();
    }

    /** Equal disks, one disk, and a second zone of a single disk. */
    @ParameterizedTest
    @ValueSource(strings = {"64,64", "64", "64,128"})
    void anArrayThatNeedsNoChoiceIsMapped(String disks) {
        Cli unset = map(disks);
        assertThat(unset.code()).isZero();
        assertThat(unset.out())
                .contains("layout 1 (original), because here the layouts do not differ", "ARRAY SECTORS");
        assertThat(unset.out().replace(", because here the layouts do not differ", ""))
                .isEqualTo(Cli.run("map", "--disks", disks, "--chunk", "8", "--layout", "original")
                        .out());
        assertThat(Cli.run("map", "--disks", disks, "--chunk", "8", "--layout", "unset"))
                .isEqualTo(unset);
    }
}
