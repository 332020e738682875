/**
 * Proofs of the driver's arithmetic for every array, with Z3.
 *
 * <p>Nothing depends on this module, and Kvetch works without it: {@code kvetch prove} finds it with
 * {@link java.util.ServiceLoader} where it is there. It takes the formulas from the byte code of
 * {@link kvetch.raid0.Arithmetic} and {@link kvetch.raid0.TableArithmetic}, which are what the driver itself calls.
 *
 * <p>The same byte code, read once more, is that of a driver with integers of other widths, on which every array is explored.
 *
 * @provides kvetch.properties.proof.Prover the one prover there is
 * @provides kvetch.properties.narrow.NarrowExplorer who explores with other widths
 * @provides kvetch.properties.proof.Explainer who says what of a counterexample matters
 */
module kvetch.prove {
    requires kvetch.properties;
    requires org.objectweb.asm;
    requires tools.aqua.turnkey.z3;

    provides kvetch.properties.proof.Prover with
            kvetch.prove.Z3Prover;
    provides kvetch.properties.narrow.NarrowExplorer with
            kvetch.prove.narrow.ByteCodeExplorer;
    provides kvetch.properties.proof.Explainer with
            kvetch.prove.Z3Explainer;
}
