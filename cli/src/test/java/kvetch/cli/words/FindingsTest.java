package kvetch.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.api.MachineProfile;
import kvetch.cli.Cli;
import kvetch.cli.Results;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.ReplayToken;
import org.junit.jupiter.api.Test;

/** In which order findings are shown. */
final class FindingsTest {
    private static final ArrayCase MDADM = ArrayCase.of(8, 64);
    private static final ArrayCase IOCTL = ArrayCase.of(1, 2);
    private static final ArrayCase NEGATIVE = ArrayCase.of(-1, 2);
    private static final ArrayCase SYSFS = ArrayCase.of(1 << 30, 1L << 30);
    private static final ArrayCase SUPERBLOCK = ArrayCase.of(1, 2).withRaidDisks(0);
    private static final WorkloadCase ALONE = new WorkloadCase(Workload.NONE.alloc(8), MachineProfile.of(4096, 2048));

    private static Defect defect(Law law, String what, Case c) {
        String token = new ReplayToken(law, "7.2", "kvzalloc", c).format();
        return new Defect(new Violation(law, what, new Evidence.Note("")), c, c, 0, null, null, null, token);
    }

    private static Vector<String> order(Defect... defects) {
        Vector<Defect> all = Vector.of(defects);
        return Findings.of(all.map(defect ->
                        Results.result("7.2", "kvzalloc", defect.violation().law(), Verdict.BROKEN, 9, 0, defect)))
                .map(Findings.Finding::what);
    }

    @Test
    void theNarrowestEntryComesFirstAndAnAllocatorAloneLast() {
        assertThat(order(
                        defect(StandardLaws.M1, "alone", ALONE),
                        defect(StandardLaws.W1, "superblock", SUPERBLOCK),
                        defect(StandardLaws.W1, "sysfs", SYSFS),
                        defect(StandardLaws.W1, "ioctl", IOCTL),
                        defect(StandardLaws.I4, "mdadm", MDADM)))
                .containsExactly("mdadm", "ioctl", "sysfs", "superblock", "alone");
    }

    @Test
    void withTheSameEntryANegativeChunkComesLastAndW1First() {
        assertThat(order(
                        defect(StandardLaws.Z1, "Z1, negative", NEGATIVE),
                        defect(StandardLaws.Z2, "Z2", IOCTL),
                        defect(StandardLaws.W1, "W1, negative", NEGATIVE),
                        defect(StandardLaws.I4, "I4", IOCTL),
                        defect(StandardLaws.W1, "W1", IOCTL)))
                .containsExactly("W1", "Z2", "I4", "W1, negative", "Z1, negative");
    }

    @Test
    void aFindingIsAsEasyAsTheEasiestOfItsDefects() {
        Defect hard = defect(StandardLaws.W1, "what", SUPERBLOCK);
        Defect easy = defect(StandardLaws.W1, "what", IOCTL);
        Vector<Findings.Finding> findings = Findings.of(Vector.of(
                Results.result("7.2", "kvzalloc", StandardLaws.W1, Verdict.BROKEN, 9, 0, hard),
                Results.result("7.2", "kzalloc", StandardLaws.W1, Verdict.BROKEN, 9, 0, easy)));

        assertThat(findings).hasSize(1);
        assertThat(findings.head().easiest()).isSameAs(easy);
        assertThat(findings.head().where().get("7.2").get()).containsExactly("kvzalloc", "kzalloc");
    }

    /** The first that a newcomer is sent to is the WARN that ioctl reaches, not the arrays with a negative chunk. */
    @Test
    void on7_2OneGoesOnFromTheWarn() {
        Cli run = Cli.run(
                "check", "--allocator", "kvzalloc", "--law", "Z1", "--law", "W1", "--tries", "400", "--seed", "1");

        assertThat(run.out())
                .contains("  Z1  zones are in order               BROKEN")
                .contains("""
                        To go on from the first of them
                          kvetch replay kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161
                        """);
    }

    /** Z3 on 7.2 has two defects; the smaller one needs a negative chunk. */
    @Test
    void underALawWhatNeedsNoNegativeChunkIsToldFirst() {
        String text = Cli.run("check", "--allocator", "kvzalloc", "--law", "Z3", "--tries", "400", "--seed", "1")
                .out();

        assertThat(text.indexOf("The mapping is not one to one: "))
                .isPositive()
                .isLessThan(text.indexOf("The mapping is not one to one (chunk_sectors < 0): "));
    }
}
