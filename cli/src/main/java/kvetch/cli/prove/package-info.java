/**
 * What came of proving, on a terminal, for machines and on a page: {@link kvetch.cli.prove.ProofPage} draws the borders within which
 * a law holds over disks and chunks. Who proves is a {@code kvetch.properties.proof.Prover}.
 */
@NullMarked
package kvetch.cli.prove;

import org.jspecify.annotations.NullMarked;
