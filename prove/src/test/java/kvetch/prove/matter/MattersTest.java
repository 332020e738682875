package kvetch.prove.matter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.properties.Replay;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.proof.Matter;
import kvetch.prove.Z3Explainer;
import org.junit.jupiter.api.Test;

final class MattersTest {
    @Test
    void show() {
        for (String token : Vector.of(
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
                "kv1/Z2/7.2/kvzalloc/d17996823486545905x1025/r1025/c1/l1/0c48586e")) {
            Replay replay = Replay.of(token);
            long started = System.nanoTime();
            System.out.println(token);
            for (Matter matter : new Z3Explainer()
                    .matters(
                            replay.setup(),
                            replay.violations().head(),
                            (ArrayCase) replay.token().testCase())) System.out.println("    " + matter);
            System.out.println("    " + (System.nanoTime() - started) / 1000000 + " ms");
        }
        assertThat(1).isEqualTo(1);
    }
}
