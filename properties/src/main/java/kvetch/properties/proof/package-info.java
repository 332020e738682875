/**
 * What there is to prove or to explain, and what comes of it. Who does is a module of its own, which Kvetch works without: a
 * {@link kvetch.properties.proof.Prover} and an {@link kvetch.properties.proof.Explainer} are found where that module is there.
 */
@NullMarked
package kvetch.properties.proof;

import org.jspecify.annotations.NullMarked;
