/**
 * What there is to prove, and what comes of it. The prover itself is a module of its own, which Kvetch works without: a
 * {@link kvetch.properties.proof.Prover} is found where that module is there.
 */
@NullMarked
package kvetch.properties.proof;

import org.jspecify.annotations.NullMarked;
