package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import kvetch.cli.Cli;
import org.junit.jupiter.api.Test;

class ConformCommandTest {
    private static final String MAPS = "../properties/src/test/resources/vectors/map.jsonl";

    @Test
    void aFixThatTouchesNothingThatWasRecordedAgreesWithIt() {
        Cli result = Cli.run("conform", "--kernel", "7.2+stripe-64-bit", MAPS);
        assertThat(result.out().lines())
                .containsExactly(
                        "Held against 7.2+stripe-64-bit (Linux 7.2, with the fix, plus stripe-64-bit), whatever was recorded:",
                        "map  160/160  " + MAPS);
        assertThat(result.code()).isZero();
    }

    @Test
    void aKernelThatDoesOtherwiseThanTheRecordedOnesDisagrees() {
        Cli result = Cli.run("conform", "--kernel", "7.2+size-of-zones", MAPS);
        assertThat(result.out())
                .contains(
                        "map  116/160  " + MAPS, ": map on 5.10.223, ", "array_sectors: recorded 1216, the model 1248");
        assertThat(result.code()).isEqualTo(1);
        JsonObject json = JsonParser.parseString(
                        Cli.run("conform", "--kernel", "7.2+size-of-zones", "--format", "json", MAPS)
                                .out())
                .getAsJsonObject();
        assertThat(json.get("kernel").getAsString()).isEqualTo("7.2+size-of-zones");
        assertThat(json.get("agreed").getAsInt()).isEqualTo(116);
    }

    @Test
    void withoutANameEachRecordingNamesItsKernel() {
        assertThat(Cli.run("conform", "--format", "json", MAPS).out())
                .doesNotContain("\"kernel\"")
                .contains("\"agreed\": 160");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        Cli result = Cli.run("conform", "--kernel", "7.2+size-of-zone", MAPS);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("kvetch: unknown kernel '7.2+size-of-zone'");
        assertThat(result.out()).isEmpty();
    }
}
