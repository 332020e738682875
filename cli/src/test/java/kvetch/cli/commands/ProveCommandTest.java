package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kvetch.cli.Cli;
import kvetch.cli.console.ExitCode;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.proof.Proof;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kvetch prove} says, and what it exits with. */
final class ProveCommandTest {
    private static JsonObject only(Cli run) {
        JsonArray results = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("results");
        assertThat(results).hasSize(1);
        return results.get(0).getAsJsonObject();
    }

    @Test
    void whatIsProvedExitsWith0() {
        Cli run = Cli.run("prove", "--law", "Z3", "--kernel", "hardened", "--tries", "50", "--format", "json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonObject proof = only(run);
        assertThat(proof.get("verdict").getAsString()).isEqualTo("proved");
        assertThat(proof.get("law").getAsString()).isEqualTo("Z3");
        assertThat(proof.get("kernel").getAsString()).isEqualTo("hardened");
        assertThat(proof.get("domain").getAsString()).contains("every number of disks");
        assertThat(proof.get("obligations").getAsInt()).isGreaterThan(20);
        assertThat(proof.has("elapsed_ms")).isTrue();
    }

    @Test
    void whatIsBrokenBeyondABorderExitsWith1AndIsReplayed() {
        Cli run = Cli.run("prove", "--law", "Z3", "--kernel", "7.2", "--tries", "50", "--format", "json");
        assertThat(run.code()).as(run.err()).isOne();
        JsonObject proof = only(run);
        assertThat(proof.get("verdict").getAsString()).isEqualTo("proved_where");
        assertThat(proof.get("condition").getAsString()).contains("nb_dev * chunk_sectors < 2^32");
        for (JsonElement border : proof.getAsJsonArray("borders"))
            if (border.getAsJsonObject().has("replay"))
                assertThat(Cli.run(
                                        "replay",
                                        border.getAsJsonObject().get("replay").getAsString())
                                .code())
                        .isOne();
        assertThat(Cli.run("prove", "--law", "Z3", "--tries", "0").out())
                .contains("proved where", proof.get("replay").getAsString());
    }

    /** Beyond a border of which no array is known that is broken there, the law may hold or not. */
    @Test
    void whatIsNotKnownBeyondABorderExitsWith3() {
        KernelProfile kernel = KernelProfiles.find("7.2").get();
        Proof.Outcome open = new Proof.ProvedWhere(Vector.of(new Proof.Border("it is so", c -> true, null)));
        Proof proof = new Proof(kernel, StandardLaws.Z3, "every array", 1, 0, open);
        Proof proved = new Proof(kernel, StandardLaws.Z1, "every array", 1, 0, new Proof.Proved());
        assertThat(ProveCommand.code(Vector.of(proved, proof))).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(ProveCommand.code(Vector.of(proved))).isEqualTo(ExitCode.HELD);
    }

    @Test
    void whatIsNoArithmeticSaysSo() {
        Cli run = Cli.run("prove", "--law", "M1", "--format", "json");
        assertThat(run.code()).isZero();
        assertThat(only(run).get("verdict").getAsString()).isEqualTo("not_applicable");
        assertThat(only(run).get("reason").getAsString()).contains("memory");
    }

    @Test
    void lemmasAreWrittenForOtherSolvers(@TempDir Path folder) throws IOException {
        Cli.run("prove", "--law", "Q1", "--kernel", "hardened", "--tries", "0", "--smt2", folder.toString());
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names).containsExactly("L3.smt2", "L4.smt2");
        }
        assertThat(Files.readString(folder.resolve("L4.smt2"))).contains("(declare-const chunk Int)", "(check-sat)");
    }

    @Test
    void nonsenseIsRefusedInALine() {
        assertThat(Cli.run("prove", "--law", "X9").code()).isEqualTo(2);
        assertThat(Cli.run("prove", "--kernel", "9.9").code()).isEqualTo(2);
        assertThat(Cli.run("prove", "--timeout", "0").code()).isEqualTo(2);
        assertThat(Cli.run("prove", "--tries", "-1").code()).isEqualTo(2);
        assertThat(Cli.run("prove", "--smt2", "pom.xml").err()).isEqualTo("kvetch: --smt2: cannot write to pom.xml\n");
    }
}
