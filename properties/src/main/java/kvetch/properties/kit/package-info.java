/**
 * The conformance kit: extend {@link kvetch.properties.kit.AllocatorConformance} in the test tree of your allocator and give
 * it your provider. What it checks is what {@code check} does: the laws live in {@code kvetch.properties.laws}, the steps of
 * workloads in {@code kvetch.properties.contract}.
 */
@NullMarked
package kvetch.properties.kit;

import org.jspecify.annotations.NullMarked;
